assert strength("a") == "weak"
assert strength("") == "weak"
assert strength("abcdefgh" * 3 + "1") == "medium"
assert strength("Abcdefgh" * 3 + "1!") == "strong"
assert missing("Abcdefgh" * 3 + "1!") == []
assert "a digit" in missing("abc") and "a capital letter" in missing("abc")
assert "a small letter" in missing("ABC1") and "a digit" not in missing("ABC1")
long = "A!" + "a1" * MIN_LENGTH
assert missing(long[:MIN_LENGTH]) == []
assert missing(long[: MIN_LENGTH - 1]) == [f"{MIN_LENGTH} characters"]
