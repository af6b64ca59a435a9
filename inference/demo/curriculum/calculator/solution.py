import operator

CALCULATIONS = ["12 + 30", "7.5 - 2", "6 * 7", "10 / 3", "5 / 0"]
DIGITS = 2
OPERATORS = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


def calculate(text):
    left, sign, right = text.split()
    if sign not in OPERATORS:
        raise ValueError(f"unknown operator {sign}")
    return round(OPERATORS[sign](float(left), float(right)), DIGITS)


def main():
    for text in CALCULATIONS:
        try:
            print(f"{text} = {calculate(text)}")
        except ZeroDivisionError:
            print(f"{text}: cannot divide by zero")


if __name__ == "__main__":
    main()
