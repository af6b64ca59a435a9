assert permutations("abc") == ["abc", "acb", "bac", "bca", "cab", "cba"]
assert permutations("ab") == ["ab", "ba"]
assert permutations("x") == ["x"]
assert permutations("") == [""]
assert len(set(permutations("abcde"))) == 120
