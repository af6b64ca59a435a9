assert pig_latin("pig") == "igpay"
assert pig_latin("string") == "ingstray"
assert pig_latin("apple") == "apple" + ENDING
assert pig_latin("hmm") == "hmmay"
assert translate("Green apples") == "eengray apples" + ENDING
assert translate("") == ""
