assert count_vowels("aeiou") == {"a": 1, "e": 1, "i": 1, "o": 1, "u": 1}
assert count_vowels("AEE") == {"a": 1, "e": 2, "i": 0, "o": 0, "u": 0}
assert sum(count_vowels(TEXT).values()) == 11
assert sum(count_vowels("rhythm").values()) == 0
