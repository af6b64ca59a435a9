given = [5, 1, 4, 2, 8, 2]
assert selection_sort(given) == [1, 2, 2, 4, 5, 8]
assert given == [5, 1, 4, 2, 8, 2]
assert selection_sort([]) == []
assert selection_sort([1]) == [1]
assert selection_sort([3, 2, 1, 5, 4]) == [1, 2, 3, 4, 5]
assert selection_sort(range(9, -1, -1)) == list(range(10))
