import statistics

import matplotlib.pyplot as plt

MARKERS = "orangered"
CAP = 5
GROWTH = {
    "Monday": [4.1, 3.8, 4.5, 4.0],
    "Tuesday": [5.2, 6.1, 5.6, 5.9],
    "Wednesday": [7.3, 7.9, 6.5, 8.1],
    "Thursday": [8.0, 8.2, 8.9, 8.5],
}


def draw_errors(groups):
    means = [statistics.mean(values) for values in groups.values()]
    errors = [statistics.stdev(values) for values in groups.values()]
    figure, axes = plt.subplots(figsize=(7, 4))
    axes.errorbar(list(groups), means, yerr=errors, fmt="ko", mfc=MARKERS, capsize=CAP)
    axes.set_title("Plant growth with standard deviation")
    axes.set_ylabel("Centimetres")
    plt.savefig("error_bars.png")
    return means, errors


def main():
    means, errors = draw_errors(GROWTH)
    for name, mean, error in zip(GROWTH, means, errors):
        print(f"{name}: {mean:.2f} ± {error:.2f} cm")
    print("Saved error_bars.png")


if __name__ == "__main__":
    main()
