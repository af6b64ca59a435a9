NAMES = ["Mina", "Tom", "Sara", "Joon", "Lena", "Ben"]
TARGET = "Joon"


def linear_search(items, target):
    for index, item in enumerate(items):
        if item == target:
            return index
    return -1


def main():
    print(f"Names: {', '.join(NAMES)}")
    index = linear_search(NAMES, TARGET)
    if index >= 0:
        print(f"{TARGET} is at index {index}")
    else:
        print(f"{TARGET} is not in the list")


if __name__ == "__main__":
    main()
