import random

COUNT = 10


def merge(left, right):
    result, i, j = [], 0, 0
    while i < len(left) and j < len(right):
        if left[i] <= right[j]:
            result.append(left[i])
            i += 1
        else:
            result.append(right[j])
            j += 1
    return result + left[i:] + right[j:]


def merge_sort(numbers):
    if len(numbers) <= 1:
        return list(numbers)
    middle = len(numbers) // 2
    return merge(merge_sort(numbers[:middle]), merge_sort(numbers[middle:]))


def main():
    numbers = [random.randint(1, 99) for _ in range(COUNT)]
    print(f"Before: {numbers}")
    print(f"After:  {merge_sort(numbers)}")


if __name__ == "__main__":
    main()
