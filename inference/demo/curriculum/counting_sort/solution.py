import random

COUNT = 12
LARGEST = 9


def counting_sort(numbers):
    counts = [0] * (max(numbers, default=0) + 1)
    for number in numbers:
        counts[number] += 1
    result = []
    for number, count in enumerate(counts):
        result.extend([number] * count)
    return result


def main():
    numbers = [random.randint(0, LARGEST) for _ in range(COUNT)]
    print(f"Before: {numbers}")
    print(f"After:  {counting_sort(numbers)}")


if __name__ == "__main__":
    main()
