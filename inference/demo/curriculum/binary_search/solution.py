NUMBERS = [2, 5, 8, 12, 16, 23, 38, 56, 72, 91]
TARGET = 23


def binary_search(numbers, target):
    low, high = 0, len(numbers) - 1
    while low <= high:
        middle = (low + high) // 2
        if numbers[middle] == target:
            return middle
        if numbers[middle] < target:
            low = middle + 1
        else:
            high = middle - 1
    return -1


def main():
    print(f"Numbers: {NUMBERS}")
    for target in (TARGET, 91, 40):
        index = binary_search(NUMBERS, target)
        if index >= 0:
            print(f"{target} is at index {index}")
        else:
            print(f"{target} is not in the list")


if __name__ == "__main__":
    main()
