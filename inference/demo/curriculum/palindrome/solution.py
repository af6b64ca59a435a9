WORD = "level"
EXAMPLES = [WORD, "A man, a plan, a canal: Panama", "python", "토마토", "Never odd or even"]


def is_palindrome(text):
    letters = [char.lower() for char in text if char.isalnum()]
    return letters == letters[::-1]


def main():
    for text in EXAMPLES:
        answer = "is a palindrome" if is_palindrome(text) else "is not a palindrome"
        print(f"{text!r} {answer}")


if __name__ == "__main__":
    main()
