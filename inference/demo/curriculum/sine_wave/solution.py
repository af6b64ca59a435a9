import matplotlib.pyplot as plt
import numpy as np

LINE = "lime"
PERIODS = 2


def sine_points(periods):
    x = np.linspace(0, periods * 2 * np.pi, 400)
    return x, np.sin(x)


def draw_wave(x, y):
    figure, axes = plt.subplots(figsize=(8, 4))
    axes.set_facecolor("black")
    axes.plot(x, y, color=LINE, linewidth=2)
    axes.axhline(0, color="gray")
    axes.set_title("Sine wave")
    axes.set_xlabel("x")
    axes.set_ylabel("sin(x)")
    plt.savefig("sine_wave.png")


def main():
    x, y = sine_points(PERIODS)
    draw_wave(x, y)
    print(f"{PERIODS} periods from x = 0 to x = {x[-1]:.2f}")
    print("Saved sine_wave.png")


if __name__ == "__main__":
    main()
