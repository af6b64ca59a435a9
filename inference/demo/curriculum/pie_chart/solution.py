import matplotlib.pyplot as plt

BUDGET = {"Rent": 700, "Food": 400, "Travel": 150, "Books": 100, "Savings": 250}
FILE = "pie_chart.png"


def percentages(values):
    total = sum(values.values())
    return {name: 100 * value / total for name, value in values.items()}


def draw_pie(values, path):
    figure, axes = plt.subplots(figsize=(5, 5))
    axes.pie(list(values.values()), labels=list(values.keys()), autopct="%1.1f%%")
    axes.set_title("Monthly budget")
    figure.savefig(path)
    plt.close(figure)


def main():
    draw_pie(BUDGET, FILE)
    for name, percent in percentages(BUDGET).items():
        print(f"{name:10} {percent:5.1f} %")
    print(f"Saved {FILE}")


if __name__ == "__main__":
    main()
