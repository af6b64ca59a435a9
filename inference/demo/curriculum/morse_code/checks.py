assert to_morse("SOS") == "... --- ..."
assert to_morse("sos") == "... --- ..."
assert to_morse("hi you") == ".... .. / -.-- --- ..-"
assert from_morse("... --- ...") == "SOS"
assert from_morse(to_morse("the quick brown fox")) == "THE QUICK BROWN FOX"
assert len(MORSE) == 26
