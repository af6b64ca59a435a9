assert longest_word(TEXT) == "strawberries"
assert longest_word("a bird, zoo") == "bird"
assert longest_word("red blue pink") == "blue"
assert longest_word("good day!!") == "good"
assert longest_word("") == ""
assert words_of("Hi, you!") == ["Hi", "you"]
