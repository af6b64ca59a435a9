ups = [1, 7, 3, 9, 2, 8, 4, 6, 5]
down = heap_sort(ups) == [9, 8, 7, 6, 5, 4, 3, 2, 1]
assert heap_sort(ups) == sorted(ups, reverse=down)
given = [5, 1, 4, 2, 8, 2]
assert heap_sort(given) == sorted(given, reverse=down)
assert given == [5, 1, 4, 2, 8, 2]
assert heap_sort([]) == []
assert heap_sort([1]) == [1]
assert heap_sort(range(10)) == sorted(range(10), reverse=down)
assert heap_sort(range(9, -1, -1)) == sorted(range(10), reverse=down)
