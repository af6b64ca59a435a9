import random

HIGHEST = 100


def hint(guess, secret):
    if guess < secret:
        return "too low"
    if guess > secret:
        return "too high"
    return "correct"


def play(secret):
    low, high = 1, HIGHEST
    tries = 0
    while True:
        guess = (low + high) // 2
        tries += 1
        answer = hint(guess, secret)
        print(f"Is it {guess}? {answer}")
        if answer == "correct":
            return tries
        if answer == "too low":
            low = guess + 1
        else:
            high = guess - 1


def main():
    tries = play(random.randint(1, HIGHEST))
    print(f"Found after {tries} tries")


if __name__ == "__main__":
    main()
