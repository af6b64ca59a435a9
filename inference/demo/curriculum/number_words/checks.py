def plain(number):
    return in_words(number).replace(" and ", " ")


assert plain(0) == "zero"
assert plain(13) == "thirteen"
assert plain(20) == "twenty"
assert plain(42) == "forty-two"
assert plain(500) == "five hundred"
assert plain(342) == "three hundred forty-two"
assert plain(2475) == "two thousand four hundred seventy-five"
assert plain(60001) == "sixty thousand one"
