def peaceful(queens):
    return all(
        a != b and abs(a - b) != j - i
        for i, a in enumerate(queens)
        for j, b in enumerate(queens)
        if i < j
    )


for size in (4, 5, 6, 8):
    found = solve_queens(size, [])
    assert len(found) == size and peaceful(found)
assert solve_queens(1, []) == [0]
assert solve_queens(2, []) is None and solve_queens(3, []) is None
assert not is_safe([0], 0) and not is_safe([0], 1) and is_safe([0], 2)
assert len(solve_queens(SIZE, [])) == SIZE
