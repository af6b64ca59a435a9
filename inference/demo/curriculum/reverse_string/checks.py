assert reverse_string("abc") == "cba"
assert reverse_string("Hello, World") == "dlroW ,olleH"
assert reverse_string("") == ""
assert reverse_string("x") == "x"
assert reverse_string(reverse_string(TEXT)) == TEXT
