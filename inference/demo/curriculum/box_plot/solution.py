import statistics

import matplotlib.pyplot as plt

BOXES = "gold"
TITLE = "Marks of three classes"
MARKS = {
    "1A": [55, 61, 64, 68, 70, 72, 75, 79, 98],
    "1B": [48, 52, 58, 66, 69, 74, 80, 86, 91],
    "1C": [60, 62, 65, 66, 67, 70, 71, 73, 76],
}


def draw_boxes(groups):
    marks = list(groups.values())
    figure, axes = plt.subplots(figsize=(7, 4))
    axes.boxplot(marks, patch_artist=True, boxprops={"facecolor": BOXES})
    axes.set_xticks(range(1, len(groups) + 1), list(groups))
    axes.set_title(TITLE)
    axes.set_ylabel("Mark")
    plt.savefig("box_plot.png")


def main():
    draw_boxes(MARKS)
    for name, marks in MARKS.items():
        print(f"Class {name}: median {statistics.median(marks)}")
    print("Saved box_plot.png")


if __name__ == "__main__":
    main()
