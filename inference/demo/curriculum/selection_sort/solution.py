import random

COUNT = 8
LARGEST = 99


def selection_sort(numbers):
    result = list(numbers)
    for i in range(len(result)):
        smallest = i
        for j in range(i + 1, len(result)):
            if result[j] < result[smallest]:
                smallest = j
        result[i], result[smallest] = result[smallest], result[i]
    return result


def main():
    numbers = [random.randint(1, LARGEST) for _ in range(COUNT)]
    print(f"Before: {numbers}")
    print(f"After:  {selection_sort(numbers)}")


if __name__ == "__main__":
    main()
