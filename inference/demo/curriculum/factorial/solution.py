LAST = 10


def factorial(number):
    if number < 0:
        raise ValueError("the number must be 0 or more")
    result = 1
    for factor in range(2, number + 1):
        result *= factor
    return result


def main():
    for number in range(LAST + 1):
        print(f"{number:2}! = {factorial(number)}")


if __name__ == "__main__":
    main()
