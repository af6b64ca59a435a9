ROWS = 8


def next_row(row):
    return [1] + [a + b for a, b in zip(row, row[1:])] + [1]


def pascals_triangle(count):
    rows = [[1]]
    while len(rows) < count:
        rows.append(next_row(rows[-1]))
    return rows


def main():
    for row in pascals_triangle(ROWS):
        line = " ".join(str(number) for number in row)
        print(line.center(60))


if __name__ == "__main__":
    main()
