FILE = "fruits.txt"
RESULT = "sorted.txt"
REVERSE = False
LINES = ["pear", "Apple", "cherry", "banana", "Fig", "orange"]


def sort_lines(path, result):
    with open(path) as file:
        lines = file.read().splitlines()
    lines.sort(key=str.lower, reverse=REVERSE)
    with open(result, "w") as file:
        for line in lines:
            file.write(line + "\n")


def main():
    with open(FILE, "w") as file:
        file.write("\n".join(LINES))
    sort_lines(FILE, RESULT)
    print(f"{FILE} sorted into {RESULT}:")
    with open(RESULT) as file:
        print(file.read().strip())


if __name__ == "__main__":
    main()
