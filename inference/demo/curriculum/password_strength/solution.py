import string

PASSWORDS = ["cat", "sunshine", "Sunshine7", "Sun!shine7#Rain"]
MIN_LENGTH = 8


def missing(password):
    rules = {
        f"{MIN_LENGTH} characters": len(password) >= MIN_LENGTH,
        "a small letter": any(c.islower() for c in password),
        "a capital letter": any(c.isupper() for c in password),
        "a digit": any(c.isdigit() for c in password),
        "a symbol": any(c in string.punctuation for c in password),
    }
    return [rule for rule, kept in rules.items() if not kept]


def strength(password):
    count = len(missing(password))
    if count == 0:
        return "strong"
    return "medium" if count <= 2 else "weak"


def main():
    for password in PASSWORDS:
        lacks = ", ".join(missing(password)) or "nothing"
        print(f"{password}: {strength(password)}, lacks {lacks}")


if __name__ == "__main__":
    main()
