assert reverse_words("one two three").lower() == SEPARATOR.join(["three", "two", "one"])
assert reverse_words("  many   spaces ").lower() == SEPARATOR.join(["spaces", "many"])
assert reverse_words("hello").lower() == "hello"
assert reverse_words("") == ""
