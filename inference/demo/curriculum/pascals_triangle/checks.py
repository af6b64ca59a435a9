assert next_row([1]) == [1, 1]
assert next_row([1, 2, 1]) == [1, 3, 3, 1]
rows = pascals_triangle(7)
assert len(rows) == 7
assert rows[0] == [1]
assert rows[4] == [1, 4, 6, 4, 1]
assert all(sum(row) == 2**place for place, row in enumerate(rows))
assert pascals_triangle(1) == [[1]]
