FIRST = "kitten"
SECOND = "sitting"


def edit_distance(first, second):
    previous = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        current = [i]
        for j, b in enumerate(second, 1):
            change = previous[j - 1] + (a != b)
            current.append(min(previous[j] + 1, current[j - 1] + 1, change))
        previous = current
    return previous[-1]


def main():
    distance = edit_distance(FIRST, SECOND)
    print(f"{FIRST} -> {SECOND}: {distance} edits")


if __name__ == "__main__":
    main()
