from collections import Counter

TEXT = "the cat sat on the mat and the dog sat on the cat"
TOP = 5


def word_frequency(text):
    words = text.lower().split()
    return Counter(words)


def main():
    counts = word_frequency(TEXT)
    print(f"Words: {sum(counts.values())}, different words: {len(counts)}")
    for word, count in counts.most_common(TOP):
        print(f"{word:6} {count} {'*' * count}")


if __name__ == "__main__":
    main()
