import random

COUNT = 10


def sift_down(numbers, root, end):
    while 2 * root + 1 < end:
        child = 2 * root + 1
        if child + 1 < end and numbers[child] < numbers[child + 1]:
            child += 1
        if numbers[root] >= numbers[child]:
            return
        numbers[root], numbers[child] = numbers[child], numbers[root]
        root = child


def heap_sort(numbers):
    result = list(numbers)
    for root in range(len(result) // 2 - 1, -1, -1):
        sift_down(result, root, len(result))
    for end in range(len(result) - 1, 0, -1):
        result[0], result[end] = result[end], result[0]
        sift_down(result, 0, end)
    return result


def main():
    numbers = [random.randint(1, 99) for _ in range(COUNT)]
    print(f"Before: {numbers}")
    print(f"After:  {heap_sort(numbers)}")


if __name__ == "__main__":
    main()
