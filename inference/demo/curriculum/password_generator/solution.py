import secrets
import string

LENGTH = 12
COUNT = 3
SYMBOLS = "!#$%&*?"


def make_password(length):
    kinds = [string.ascii_lowercase, string.ascii_uppercase, string.digits, SYMBOLS]
    characters = [secrets.choice(kind) for kind in kinds]
    while len(characters) < length:
        characters.append(secrets.choice("".join(kinds)))
    secrets.SystemRandom().shuffle(characters)
    return "".join(characters)


def main():
    for _ in range(COUNT):
        print(make_password(LENGTH))


if __name__ == "__main__":
    main()
