import random

WORDS = ["python", "garden", "window", "planet"]
LIVES = 8
HIDDEN = "_"


def masked(word, guessed):
    return " ".join(letter if letter in guessed else HIDDEN for letter in word)


def play(word, letters):
    guessed = set()
    lives = LIVES
    for letter in letters:
        guessed.add(letter)
        if letter not in word:
            lives -= 1
        print(f"{letter}: {masked(word, guessed)} ({lives} lives)")
        if lives == 0:
            return "lost"
        if set(word) <= guessed:
            return "won"
    return "open"


def main():
    word = random.choice(WORDS)
    print(f"The computer has {play(word, 'etaoinrshdlpgwy')}, the word was {word}")


if __name__ == "__main__":
    main()
