import matplotlib.pyplot as plt

COLORS = "YlOrRd"
TITLE = "Visitors in the library"
DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri"]
HOURS = ["9h", "12h", "15h", "18h"]
VISITORS = [
    [8, 25, 31, 12],
    [10, 22, 35, 14],
    [6, 28, 30, 9],
    [9, 27, 38, 17],
    [5, 19, 16, 4],
]


def draw_heatmap(rows):
    figure, axes = plt.subplots(figsize=(6, 5))
    image = axes.imshow(rows, cmap=COLORS)
    figure.colorbar(image)
    axes.set_xticks(range(len(HOURS)), HOURS)
    axes.set_yticks(range(len(DAYS)), DAYS)
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            axes.text(j, i, value, ha="center", va="center")
    axes.set_title(TITLE)
    plt.savefig("heatmap.png")


def main():
    draw_heatmap(VISITORS)
    most, day, hour = max(
        (value, day, hour)
        for day, row in zip(DAYS, VISITORS)
        for hour, value in zip(HOURS, row)
    )
    print(f"Busiest: {day} at {hour} with {most} visitors")
    print("Saved heatmap.png")


if __name__ == "__main__":
    main()
