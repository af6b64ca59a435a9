import random
from collections import Counter

ROLLS = 10000
DICE = 2
SIDES = 6


def roll():
    return sum(random.randint(1, SIDES) for _ in range(DICE))


def count_rolls(times):
    return Counter(roll() for _ in range(times))


def main():
    counts = count_rolls(ROLLS)
    for total in range(DICE, DICE * SIDES + 1):
        share = counts[total] / ROLLS
        print(f"{total:2} {share:6.1%} {'#' * round(share * 100)}")
    average = sum(total * count for total, count in counts.items()) / ROLLS
    print(f"average {average:.2f}")


if __name__ == "__main__":
    main()
