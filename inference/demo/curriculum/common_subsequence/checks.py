assert common_subsequence("abcde", "ace") == "ace"
assert common_subsequence("ace", "abcde") == "ace"
assert common_subsequence("abc", "abc") == "abc"
assert common_subsequence("abc", "xyz") == ""
assert common_subsequence("", "abc") == ""
assert common_subsequence("aa", "a") == "a"
assert len(common_subsequence("cbabac", "bcaabc")) == 4
