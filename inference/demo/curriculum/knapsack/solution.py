CAPACITY = 10
ITEMS = [
    ("tent", 5, 60),
    ("stove", 3, 40),
    ("camera", 2, 45),
    ("guitar", 4, 35),
    ("book", 1, 10),
]


def knapsack(items, capacity):
    best = [(0, [])] * (capacity + 1)
    for name, weight, value in items:
        for room in range(capacity, weight - 1, -1):
            total, names = best[room - weight]
            if total + value > best[room][0]:
                best[room] = (total + value, names + [name])
    return best[capacity]


def main():
    total, names = knapsack(ITEMS, CAPACITY)
    print(f"Pack {', '.join(names)}")
    print(f"Value: {total}")


if __name__ == "__main__":
    main()
