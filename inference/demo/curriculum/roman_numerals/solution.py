NUMBER = 1994
NUMERALS = [
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
]


def to_roman(number):
    result = ""
    for value, letters in NUMERALS:
        while number >= value:
            result += letters
            number -= value
    return result


def from_roman(text):
    total = 0
    for value, letters in NUMERALS:
        while text.startswith(letters):
            total += value
            text = text[len(letters) :]
    return total


def main():
    roman = to_roman(NUMBER)
    print(f"{NUMBER} in Roman numerals: {roman}")
    print(f"{roman} as a number: {from_roman(roman)}")


if __name__ == "__main__":
    main()
