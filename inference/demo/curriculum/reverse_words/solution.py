SENTENCE = "Python is fun and easy to learn"
SEPARATOR = " "


def reverse_words(sentence):
    words = sentence.split()
    words.reverse()
    return SEPARATOR.join(words)


def main():
    print(f"Before: {SENTENCE}")
    print(f"After:  {reverse_words(SENTENCE)}")


if __name__ == "__main__":
    main()
