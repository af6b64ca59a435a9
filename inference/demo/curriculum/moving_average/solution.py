WINDOW = 3
PRICES = [20, 22, 21, 25, 27, 24, 28, 31, 30, 33]


def moving_average(values, window):
    averages = []
    for end in range(window, len(values) + 1):
        part = values[end - window : end]
        averages.append(sum(part) / window)
    return averages


def main():
    averages = moving_average(PRICES, WINDOW)
    for day, average in enumerate(averages, start=WINDOW):
        print(f"Day {day:2}: price {PRICES[day - 1]}, average {average:.2f}")


if __name__ == "__main__":
    main()
