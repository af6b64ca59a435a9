NUMBERS = [33, 10, 55, 71, 29, 3, 18, 10]


def quicksort(numbers):
    if len(numbers) <= 1:
        return list(numbers)
    pivot = numbers[len(numbers) // 2]
    smaller = [number for number in numbers if number < pivot]
    equal = [number for number in numbers if number == pivot]
    larger = [number for number in numbers if number > pivot]
    return quicksort(smaller) + equal + quicksort(larger)


def main():
    print(f"Before: {NUMBERS}")
    print(f"After:  {quicksort(NUMBERS)}")


if __name__ == "__main__":
    main()
