LAST = 10


def to_binary(number):
    digits = str(number % 2)
    while number > 1:
        number //= 2
        digits = str(number % 2) + digits
    return digits


def from_binary(digits):
    number = 0
    for digit in digits:
        number = number * 2 + int(digit)
    return number


def main():
    for number in range(LAST + 1):
        digits = to_binary(number)
        print(f"{number:4} = {digits:>8}")
    print(f"{digits} is {from_binary(digits)} again")


if __name__ == "__main__":
    main()
