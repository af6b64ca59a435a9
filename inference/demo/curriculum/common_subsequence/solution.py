FIRST = "programming"
SECOND = "gardening"


def common_subsequence(first, second):
    row = [""] * (len(second) + 1)
    for a in first:
        new = [""]
        for j, b in enumerate(second):
            if a == b:
                new.append(row[j] + a)
            else:
                new.append(max(row[j + 1], new[j], key=len))
        row = new
    return row[-1]


def main():
    common = common_subsequence(FIRST, SECOND)
    print(f"First:  {FIRST}")
    print(f"Second: {SECOND}")
    print(f"Common: {common}")


if __name__ == "__main__":
    main()
