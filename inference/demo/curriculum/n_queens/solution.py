SIZE = 8
QUEEN = "Q"


def is_safe(queens, column):
    row = len(queens)
    for i, other in enumerate(queens):
        if other == column or abs(other - column) == row - i:
            return False
    return True


def solve_queens(size, queens):
    if len(queens) == size:
        return queens
    for column in range(size):
        if is_safe(queens, column):
            solution = solve_queens(size, queens + [column])
            if solution:
                return solution
    return None


def main():
    for column in solve_queens(SIZE, []):
        cells = ["."] * SIZE
        cells[column] = QUEEN
        print(" ".join(cells))


if __name__ == "__main__":
    main()
