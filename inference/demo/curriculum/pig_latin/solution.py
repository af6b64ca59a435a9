ENDING = "way"
SENTENCE = "Smart apples never explain their green trees"
VOWELS = "aeiou"


def pig_latin(word):
    if word[0] in VOWELS:
        return word + ENDING
    start = 0
    while start < len(word) and word[start] not in VOWELS:
        start += 1
    return word[start:] + word[:start] + "ay"


def translate(sentence):
    return " ".join(pig_latin(word) for word in sentence.lower().split())


def main():
    print(SENTENCE)
    print(translate(SENTENCE))


if __name__ == "__main__":
    main()
