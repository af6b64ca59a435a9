import matplotlib.pyplot as plt

POINTS = "crimson"
SIZE = 60
HOURS = [1, 2, 2, 3, 4, 5, 5, 6, 7, 8]
MARKS = [52, 55, 61, 60, 68, 71, 75, 78, 84, 90]


def draw_scatter(hours, marks):
    figure, axes = plt.subplots(figsize=(7, 4))
    axes.scatter(hours, marks, s=SIZE, color=POINTS, edgecolors="black")
    axes.set_title("Study time and marks")
    axes.set_xlabel("Hours of study")
    axes.set_ylabel("Mark")
    axes.grid(True)
    plt.savefig("scatter_plot.png")


def main():
    draw_scatter(HOURS, MARKS)
    best = MARKS.index(max(MARKS))
    print(f"Best mark: {MARKS[best]} after {HOURS[best]} hours")
    print("Saved scatter_plot.png")


if __name__ == "__main__":
    main()
