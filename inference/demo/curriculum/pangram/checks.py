assert is_pangram("The quick brown fox jumps over the lazy dog")
assert is_pangram("PACK MY BOX WITH FIVE DOZEN LIQUOR JUGS")
assert not is_pangram("Hello, world!")
assert not is_pangram("a" * 30)
assert not is_pangram("")
assert missing_letters("The quick brown fox jumps over the lazy cat") == ["d", "g"]
assert missing_letters("ABCDEFGHIJKLMNOPQRSTUVWXY") == ["z"]
