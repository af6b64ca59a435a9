assert word_frequency("a b a") == {"a": 2, "b": 1}
assert word_frequency("The the THE cat") == {"the": 3, "cat": 1}
assert word_frequency(TEXT).most_common(1) == [("the", 4)]
assert word_frequency("") == {}
