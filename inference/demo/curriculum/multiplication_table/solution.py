SIZE = 9


def table_rows(size):
    return [[row * column for column in range(1, size + 1)] for row in range(1, size + 1)]


def main():
    print("    " + "".join(f"{column:4}" for column in range(1, SIZE + 1)))
    for number, row in enumerate(table_rows(SIZE), start=1):
        print(f"{number:4}" + "".join(f"{value:4}" for value in row))


if __name__ == "__main__":
    main()
