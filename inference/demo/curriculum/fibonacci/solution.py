COUNT = 20


def fibonacci(count):
    numbers = []
    a, b = 0, 1
    for _ in range(count):
        numbers.append(a)
        a, b = b, a + b
    return numbers


def main():
    numbers = fibonacci(COUNT)
    print(f"The first {COUNT} Fibonacci numbers:")
    print(", ".join(str(number) for number in numbers))
    print(f"Sum: {sum(numbers)}")


if __name__ == "__main__":
    main()
