assert [linear_search(NAMES, name) for name in NAMES] == list(range(len(NAMES)))
assert linear_search([7, 3, 9, 3], 3) == 1
assert linear_search([7, 3, 9], 4) == -1
assert linear_search([], 1) == -1
