import matplotlib.pyplot as plt

PEAR_COLOR = "palegreen"
WIDTH = 0.8
MONTHS = ["Jan", "Feb", "Mar", "Apr"]
APPLES = [20, 35, 30, 27]
PEARS = [25, 32, 20, 34]


def monthly_totals():
    return [a + p for a, p in zip(APPLES, PEARS)]


def draw_stacked():
    figure, axes = plt.subplots(figsize=(7, 4))
    axes.bar(MONTHS, APPLES, WIDTH, color="tomato", edgecolor="black")
    axes.bar(MONTHS, PEARS, WIDTH, bottom=APPLES, color=PEAR_COLOR, edgecolor="black")
    axes.set_title("Fruit sold")
    axes.set_ylabel("Crates")
    axes.legend(["Apples", "Pears"])
    plt.savefig("stacked_bars.png")


def main():
    draw_stacked()
    for month, total in zip(MONTHS, monthly_totals()):
        print(f"{month}: {total} crates")
    print("Saved stacked_bars.png")


if __name__ == "__main__":
    main()
