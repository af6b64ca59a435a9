import random

PEOPLE = 23
TRIALS = 5000
DAYS = 365


def same_birthday(people):
    birthdays = [random.randrange(DAYS) for _ in range(people)]
    return len(set(birthdays)) < people


def share(people, trials):
    return sum(same_birthday(people) for _ in range(trials)) / trials


def exact(people):
    different = 1
    for i in range(people):
        different *= (DAYS - i) / DAYS
    return 1 - different


def main():
    print(f"{PEOPLE} people in a room, {TRIALS} trials")
    print(f"simulated chance of a shared birthday: {share(PEOPLE, TRIALS):.1%}")
    print(f"exact chance: {exact(PEOPLE):.1%}")


if __name__ == "__main__":
    main()
