WORD = "listen"
CANDIDATES = ["silent", "enlist", "notes", "onset", "earth", "thing", "tables", "eat"]


def letters_of(word):
    return sorted(word.lower())


def is_anagram(first, second):
    return first.lower() != second.lower() and letters_of(first) == letters_of(second)


def find_anagrams(word, candidates):
    return [candidate for candidate in candidates if is_anagram(word, candidate)]


def main():
    found = find_anagrams(WORD, CANDIDATES)
    print(f"Anagrams of {WORD}: {', '.join(found)}")


if __name__ == "__main__":
    main()
