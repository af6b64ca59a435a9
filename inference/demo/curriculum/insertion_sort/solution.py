NUMBERS = [29, 10, 14, 37, 13, 5]


def insertion_sort(numbers):
    result = list(numbers)
    for i in range(1, len(result)):
        value = result[i]
        j = i - 1
        while j >= 0 and result[j] > value:
            result[j + 1] = result[j]
            j -= 1
        result[j + 1] = value
    return result


def main():
    print(f"Before: {NUMBERS}")
    print(f"After:  {insertion_sort(NUMBERS)}")


if __name__ == "__main__":
    main()
