given = [5, 1, 4, 2, 8, 2]
assert bubble_sort(given) == [1, 2, 2, 4, 5, 8]
assert given == [5, 1, 4, 2, 8, 2]
assert bubble_sort([]) == []
assert bubble_sort([1]) == [1]
assert bubble_sort(range(9, -1, -1)) == list(range(10))
