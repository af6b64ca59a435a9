def factorial(number):
    if number < 0:
        raise ValueError("a factorial needs a number of 0 or more")
    result = 1
    for factor in range(2, number + 1):
        result *= factor
    return result


def main():
    for number in range(11):
        print(f"{number:2}! = {factorial(number)}")


if __name__ == "__main__":
    main()
