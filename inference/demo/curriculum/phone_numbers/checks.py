def digits(text):
    return [number.replace(SEPARATOR, "") for number in find_numbers(text)]


assert find_numbers("010-1111-2222") == [SEPARATOR.join(["010", "1111", "2222"])]
assert digits("01011112222, 010.3333.4444") == ["01011112222", "01033334444"]
assert digits("room 2024, 12 pages, 1234-5678") == []
mobile = [number for number in digits(TEXT) if number.startswith("01")]
assert mobile == ["01012345678", "01098765432", "01055556666"]
assert digits("02-345-6789") in ([], ["023456789"])
