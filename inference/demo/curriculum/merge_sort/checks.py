down = merge_sort([1, 2]) == [2, 1]
given = [5, 1, 4, 2, 8, 2]
assert merge_sort(given) == sorted(given, reverse=down)
assert given == [5, 1, 4, 2, 8, 2]
assert merge_sort([]) == []
assert merge_sort([1]) == [1]
assert merge_sort(list(range(9))) == sorted(range(9), reverse=down)
assert merge_sort(list(range(9, -1, -1))) == sorted(range(10), reverse=down)
