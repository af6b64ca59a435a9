assert [binary_search(NUMBERS, number) for number in NUMBERS] == list(range(len(NUMBERS)))
assert binary_search(NUMBERS, 40) == -1
assert binary_search(NUMBERS, 1) == -1
assert binary_search(NUMBERS, 100) == -1
assert binary_search([], 3) == -1
