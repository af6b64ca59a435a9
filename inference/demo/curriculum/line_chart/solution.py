import matplotlib.pyplot as plt

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun"]
SEOUL = [-2, 1, 6, 13, 18, 23]
BUSAN = [3, 5, 9, 14, 18, 21]


def draw_lines(months, lines, path):
    figure, axes = plt.subplots(figsize=(7, 4))
    for name, values in lines.items():
        axes.plot(months, values, marker="o", label=name)
    axes.set_title("Mean temperature")
    axes.set_xlabel("Month")
    axes.set_ylabel("Degrees Celsius")
    axes.grid(True)
    axes.legend()
    figure.savefig(path)
    plt.close(figure)


def main():
    draw_lines(MONTHS, {"Seoul": SEOUL, "Busan": BUSAN}, "line_chart.png")
    print(f"Warmest month in Seoul: {MONTHS[SEOUL.index(max(SEOUL))]}")
    print("Saved line_chart.png")


if __name__ == "__main__":
    main()
