from collections import Counter

SIZE = 2
TOP = 5
TEXT = """I like the sea and I like the sun and when the sun is in the sea
I like the evening and the evening is when I like the sun in the sea"""


def parts_of(text):
    return text.lower().split()


def ngrams(words, size):
    return [tuple(words[i:i + size]) for i in range(len(words) - size + 1)]


def main():
    counts = Counter(ngrams(parts_of(TEXT), SIZE))
    print(f"{len(counts)} different groups of {SIZE}, the most common:")
    for group, count in counts.most_common(TOP):
        print(f"{' '.join(group):20} {count}")


if __name__ == "__main__":
    main()
