import matplotlib.pyplot as plt
import numpy as np

FLOWER = "violet"
PETALS = 6


def flower_points(petals):
    angles = np.linspace(0, 2 * np.pi, 720)
    return angles, 1 + np.cos(petals * angles)


def draw_polar(angles, radii):
    figure, axes = plt.subplots(subplot_kw={"projection": "polar"})
    axes.fill(angles, radii, color=FLOWER)
    axes.plot(angles, radii, color="black")
    axes.set_title("A flower in polar coordinates")
    plt.savefig("polar_plot.png")


def main():
    angles, radii = flower_points(PETALS)
    draw_polar(angles, radii)
    print(f"A flower with {PETALS} petals, largest radius {radii.max():.1f}")
    print("Saved polar_plot.png")


if __name__ == "__main__":
    main()
