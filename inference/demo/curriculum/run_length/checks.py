assert compress("AAABBC") == "3A2B1C"
assert compress("") == ""
assert compress("ABA") == "1A1B1A"
assert compress("Z" * 12) == "12Z"
assert decompress("3A2B1C") == "AAABBC"
assert decompress("12Z") == "Z" * 12
assert decompress(compress(TEXT)) == TEXT
