FILE = "notes.txt"
TEXT = """Shopping list

milk and bread
three apples
a bar of chocolate
"""


def count_lines(path):
    with open(path) as file:
        lines = file.read().splitlines()
    empty = sum(1 for line in lines if not line.strip())
    words = sum(len(line.split()) for line in lines)
    return len(lines), empty, words


def main():
    with open(FILE, "w") as file:
        file.write(TEXT)
    lines, empty, words = count_lines(FILE)
    print(f"Lines in {FILE}: {lines}")
    print(f"Empty lines: {empty}")
    print(f"Words: {words}")


if __name__ == "__main__":
    main()
