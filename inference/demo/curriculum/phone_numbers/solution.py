import re

SEPARATOR = "-"
PATTERN = r"\b(02|0\d\d)[-. ]?(\d{3,4})[-. ]?(\d{4})\b"
TEXT = """Call Mina at 010-1234-5678 or Tom at 010 9876 5432.
The office is 02-345-6789 and the shop is 031.456.7890.
Our new driver can be reached at 01055556666, room 2024."""


def find_numbers(text):
    return [SEPARATOR.join(parts) for parts in re.findall(PATTERN, text)]


def main():
    numbers = find_numbers(TEXT)
    print(f"{len(numbers)} phone numbers found:")
    for number in numbers:
        print(number)


if __name__ == "__main__":
    main()
