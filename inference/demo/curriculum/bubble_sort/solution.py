NUMBERS = [64, 34, 25, 12, 22, 11, 90]


def bubble_sort(numbers):
    result = list(numbers)
    for end in range(len(result) - 1, 0, -1):
        swapped = False
        for i in range(end):
            if result[i] > result[i + 1]:
                result[i], result[i + 1] = result[i + 1], result[i]
                swapped = True
        if not swapped:
            break
    return result


def main():
    print(f"Before: {NUMBERS}")
    print(f"After:  {bubble_sort(NUMBERS)}")


if __name__ == "__main__":
    main()
