down = insertion_sort([3, 1, 2]) == [3, 2, 1]
given = [5, 1, 4, 8, 2, 3]
assert insertion_sort(given) == sorted(given, reverse=down)
assert given == [5, 1, 4, 8, 2, 3]
assert insertion_sort([]) == []
assert insertion_sort([1]) == [1]
assert insertion_sort(range(9)) == sorted(range(9), reverse=down)
assert insertion_sort(range(9, -1, -1)) == sorted(range(10), reverse=down)
