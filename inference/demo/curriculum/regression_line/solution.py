import matplotlib.pyplot as plt
import numpy as np

POINTS = "lightblue"
NEW_SIZE = 100
SIZES = [45, 52, 60, 68, 75, 84, 92, 110]
PRICES = [210, 240, 285, 300, 345, 370, 420, 495]


def fit_line(x, y):
    slope, intercept = np.polyfit(x, y, 1)
    return slope, intercept


def draw_line(slope, intercept):
    x = np.array([min(SIZES), max(SIZES)])
    figure, axes = plt.subplots(figsize=(7, 4))
    axes.scatter(SIZES, PRICES, color=POINTS, edgecolors="black")
    axes.plot(x, slope * x + intercept, color="black")
    axes.set_title("Price of flats")
    axes.set_xlabel("Square metres")
    plt.savefig("regression_line.png")


def main():
    slope, intercept = fit_line(SIZES, PRICES)
    draw_line(slope, intercept)
    print(f"price = {slope:.2f} * size + {intercept:.2f}")
    print(f"{NEW_SIZE} square metres: {slope * NEW_SIZE + intercept:.0f} thousand")
    print("Saved regression_line.png")


if __name__ == "__main__":
    main()
