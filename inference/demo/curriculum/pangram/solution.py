from string import ascii_lowercase

SENTENCES = ["The quick brown fox jumps over the lazy dog", "Hello, world!"]


def missing_letters(text):
    return [letter for letter in ascii_lowercase if letter not in text.lower()]


def is_pangram(text):
    return not missing_letters(text)


def main():
    for sentence in SENTENCES:
        print(sentence)
        print("  Pangram:", "yes" if is_pangram(sentence) else "no")
        print("  Missing:", " ".join(missing_letters(sentence)) or "nothing")


if __name__ == "__main__":
    main()
