assert is_anagram("listen", "silent")
assert is_anagram("Tea", "Eat")
assert not is_anagram("Tea", "tea")
assert not is_anagram("aab", "abb")
assert not is_anagram("stone", "stones")
assert find_anagrams("stop", ["post", "pots", "stop", "step", "top"]) == ["post", "pots"]
assert find_anagrams("zebra", ["horse"]) == []
assert find_anagrams(WORD, CANDIDATES)
