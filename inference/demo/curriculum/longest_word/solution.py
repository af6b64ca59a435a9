COUNT = 3
PUNCTUATION = ".,;:!?"
TEXT = "The hungry caterpillar ate strawberries, chocolate, a sandwich and a watermelon!"


def words_of(text):
    return [word.strip(PUNCTUATION) for word in text.split()]


def longest_word(text):
    longest = ""
    for word in words_of(text):
        if len(word) > len(longest):
            longest = word
    return longest


def main():
    word = longest_word(TEXT)
    print(TEXT)
    print(f"Longest word: {word} ({len(word)} letters)")
    ranking = sorted(words_of(TEXT), key=len, reverse=True)
    print(f"Top {COUNT}: {', '.join(ranking[:COUNT])}")


if __name__ == "__main__":
    main()
