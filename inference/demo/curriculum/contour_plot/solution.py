import matplotlib.pyplot as plt
import numpy as np

COLORS = "terrain"
LEVELS = 12


def height(x, y):
    hill = np.exp(-((x - 1) ** 2) - y**2)
    small_hill = 0.6 * np.exp(-((x + 1.5) ** 2) - (y - 1) ** 2)
    return hill + small_hill


def draw_contours():
    values = np.linspace(-3, 3, 120)
    x, y = np.meshgrid(values, values)
    figure, axes = plt.subplots(figsize=(7, 5))
    filled = axes.contourf(x, y, height(x, y), levels=LEVELS, cmap=COLORS)
    figure.colorbar(filled, label="Height")
    axes.set_title("Two hills")
    plt.savefig("contour_plot.png")


def main():
    draw_contours()
    print(f"Height of the large hill: {height(1, 0):.2f}")
    print(f"Height of the small hill: {height(-1.5, 1):.2f}")
    print("Saved contour_plot.png")


if __name__ == "__main__":
    main()
