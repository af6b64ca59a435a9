NUMBER = 9875


def digit_sum(number):
    number = abs(number)
    total = 0
    while number > 0:
        total += number % 10
        number //= 10
    return total


def digital_root(number):
    while number > 9:
        number = digit_sum(number)
    return number


def main():
    print(f"Number: {NUMBER}")
    print(f"Sum of its digits: {digit_sum(NUMBER)}")
    print(f"Digital root: {digital_root(NUMBER)}")


if __name__ == "__main__":
    main()
