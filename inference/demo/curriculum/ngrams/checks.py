assert ngrams(["a", "b", "c"], 2) == [("a", "b"), ("b", "c")]
assert ngrams(["a", "b", "c", "d"], 3) == [("a", "b", "c"), ("b", "c", "d")]
assert ngrams(["a"], 2) == []
assert ngrams("abc", 1) == [("a",), ("b",), ("c",)]
assert len(ngrams(parts_of(TEXT), SIZE)) == len(parts_of(TEXT)) - SIZE + 1
assert parts_of("A a")[0] == "a"
