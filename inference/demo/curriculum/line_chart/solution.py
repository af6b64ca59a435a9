import matplotlib.pyplot as plt

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun"]
SEOUL = [-2, 1, 6, 13, 18, 23]
BUSAN = [3, 5, 9, 14, 18, 21]
SEOUL_LINE = "red"
BUSAN_LINE = "blue"


def draw_lines(months, lines, path):
    figure, axes = plt.subplots(figsize=(7, 4))
    for name, (values, color) in lines.items():
        axes.plot(months, values, marker="o", color=color, label=name)
    axes.set_title("Mean temperature")
    axes.set_xlabel("Month")
    axes.set_ylabel("Degrees Celsius")
    axes.grid(True)
    axes.legend()
    figure.savefig(path)
    plt.close(figure)


def main():
    lines = {"Seoul": (SEOUL, SEOUL_LINE), "Busan": (BUSAN, BUSAN_LINE)}
    draw_lines(MONTHS, lines, "line_chart.png")
    print(f"Warmest month in Seoul: {MONTHS[SEOUL.index(max(SEOUL))]}")
    print("Saved line_chart.png")


if __name__ == "__main__":
    main()
