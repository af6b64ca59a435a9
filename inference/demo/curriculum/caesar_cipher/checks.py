assert encrypt("abc xyz", 3) == "def abc"
assert encrypt("ABC XYZ", 3) == "DEF ABC"
assert encrypt("Hello, World!", 5) == "Mjqqt, Btwqi!"
assert decrypt("Mjqqt, Btwqi!", 5) == "Hello, World!"
assert all(decrypt(encrypt("Zebra, azure 42", shift), shift) == "Zebra, azure 42" for shift in range(27))
