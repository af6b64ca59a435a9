VOWELS = "aeiou"
TEXT = "The quick brown fox jumps over the lazy dog"


def count_vowels(text):
    counts = {vowel: 0 for vowel in VOWELS}
    for char in text.lower():
        if char in counts:
            counts[char] += 1
    return counts


def main():
    counts = count_vowels(TEXT)
    print(TEXT)
    for vowel, count in counts.items():
        print(f"{vowel}: {count}")
    print(f"Vowels in all: {sum(counts.values())}")


if __name__ == "__main__":
    main()
