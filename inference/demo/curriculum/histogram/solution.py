import random

import matplotlib.pyplot as plt

BARS = "teal"
BINS = 12
PEOPLE = 500


def random_heights(count):
    random.seed(1)
    return [random.gauss(170, 8) for _ in range(count)]


def draw_histogram(heights):
    mean = sum(heights) / len(heights)
    figure, axes = plt.subplots(figsize=(7, 4))
    axes.hist(heights, bins=BINS, color=BARS, edgecolor="black")
    axes.axvline(mean, color="black", linestyle="--")
    axes.set_title("Heights")
    axes.set_xlabel("Height in cm")
    axes.set_ylabel("People")
    plt.savefig("histogram.png")
    print(f"Mean height of {len(heights)} people: {mean:.1f} cm")


def main():
    draw_histogram(random_heights(PEOPLE))
    print("Saved histogram.png")


if __name__ == "__main__":
    main()
