import matplotlib.pyplot as plt

AREA = "mediumseagreen"
OPACITY = 0.6
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug"]
RAIN = [21, 25, 46, 72, 103, 130, 395, 364]


def draw_area(months, values):
    figure, axes = plt.subplots(figsize=(8, 4))
    axes.fill_between(months, values, color=AREA, alpha=OPACITY)
    axes.plot(months, values, color="black")
    axes.set_title("Rain by month")
    axes.set_ylabel("Millimetres")
    axes.set_ylim(bottom=0)
    plt.savefig("area_chart.png")


def main():
    draw_area(MONTHS, RAIN)
    print(f"Rain in {len(MONTHS)} months: {sum(RAIN)} mm")
    print("Saved area_chart.png")


if __name__ == "__main__":
    main()
