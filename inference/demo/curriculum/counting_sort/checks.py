given = [5, 1, 4, 2, 8, 2, 0]
assert counting_sort(given) == [0, 1, 2, 2, 4, 5, 8]
assert given == [5, 1, 4, 2, 8, 2, 0]
assert counting_sort([]) == []
assert counting_sort([3]) == [3]
assert counting_sort([7, 7, 7]) == [7, 7, 7]
assert counting_sort(range(9, -1, -1)) == list(range(10))
