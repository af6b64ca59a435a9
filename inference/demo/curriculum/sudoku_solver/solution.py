PUZZLE = [
    "052416378",
    "001387000",
    "300025060",
    "897050030",
    "006070200",
    "040000890",
    "680090004",
    "700000603",
    "000030020",
]


def allowed(board, row, column, number):
    top, left = row // 3 * 3, column // 3 * 3
    for i in range(9):
        if board[row][i] == number or board[i][column] == number:
            return False
        if board[top + i // 3][left + i % 3] == number:
            return False
    return True


def solve(board):
    for row in range(9):
        for column in range(9):
            if board[row][column] == 0:
                for number in range(1, 10):
                    if allowed(board, row, column, number):
                        board[row][column] = number
                        if solve(board):
                            return True
                        board[row][column] = 0
                return False
    return True


def show(board):
    for row in board:
        print(" ".join(str(number or ".") for number in row))


def main():
    board = [[int(digit) for digit in line] for line in PUZZLE]
    show(board)
    print("Solution:")
    solve(board)
    show(board)


if __name__ == "__main__":
    main()
