import matplotlib.pyplot as plt

SALES = {"Mon": 12, "Tue": 18, "Wed": 9, "Thu": 22, "Fri": 27, "Sat": 31, "Sun": 16}
BARS = "steelblue"
FILE = "bar_chart.png"


def draw_bars(values, path):
    figure, axes = plt.subplots(figsize=(7, 4))
    bars = axes.bar(list(values.keys()), list(values.values()), color=BARS)
    axes.bar_label(bars)
    axes.set_title("Sales of the week")
    axes.set_xlabel("Day")
    axes.set_ylabel("Items sold")
    figure.savefig(path)
    plt.close(figure)


def main():
    draw_bars(SALES, FILE)
    best = max(SALES, key=SALES.get)
    print(f"Best day: {best} with {SALES[best]} items")
    print(f"Saved {FILE}")


if __name__ == "__main__":
    main()
