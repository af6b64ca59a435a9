digits = set(range(1, 10))
board = [[int(digit) for digit in line] for line in PUZZLE]
assert allowed(board, 0, 0, 9) and not allowed(board, 0, 0, 5)
assert not allowed(board, 0, 0, 8) and not allowed(board, 0, 0, 1)
assert solve(board) is True
assert all(set(row) == digits for row in board)
assert all({row[column] for row in board} == digits for column in range(9))
for top in (0, 3, 6):
    for left in (0, 3, 6):
        assert {board[top + i][left + j] for i in range(3) for j in range(3)} == digits
for line, row in zip(PUZZLE, board):
    assert all(given == "0" or int(given) == number for given, number in zip(line, row))
