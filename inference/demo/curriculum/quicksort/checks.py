given = [5, 1, 4, 2, 8, 2]
assert quicksort(given) == [1, 2, 2, 4, 5, 8]
assert given == [5, 1, 4, 2, 8, 2]
assert quicksort([]) == []
assert quicksort([1]) == [1]
assert quicksort(range(9, -1, -1)) == list(range(10))
