FILE = "letter.txt"
OLD = "cat"
NEW = "parrot"
TEXT = """My cat is called Mimi.
The cat sleeps all day.
I love my cat.
"""


def find_and_replace(path, old, new):
    with open(path) as file:
        text = file.read()
    count = text.count(old)
    with open(path, "w") as file:
        file.write(text.replace(old, new))
    return count


def main():
    with open(FILE, "w") as file:
        file.write(TEXT)
    count = find_and_replace(FILE, OLD, NEW)
    print(f"Replaced {OLD} by {NEW} {count} times:")
    with open(FILE) as file:
        print(file.read().strip())


if __name__ == "__main__":
    main()
