import matplotlib.pyplot as plt
import numpy as np

TITLE = "Four functions"
WIDTH = 2
FUNCTIONS = {"sin": np.sin, "cos": np.cos, "exp": np.exp, "square": np.square}


def draw_grid(functions):
    x = np.linspace(-3, 3, 200)
    figure, grid = plt.subplots(2, 2, figsize=(8, 6), layout="constrained")
    for axes, (name, function) in zip(grid.flat, functions.items()):
        axes.plot(x, function(x), linewidth=WIDTH)
        axes.set_title(name)
    figure.suptitle(TITLE)
    plt.savefig("subplots.png")


def main():
    draw_grid(FUNCTIONS)
    print("Drawn:", ", ".join(FUNCTIONS))
    print("Saved subplots.png")


if __name__ == "__main__":
    main()
