import random

STEPS = [(0, 1), (0, -1), (1, 0), (-1, 0)]
LENGTH = 30
MARK = "#"


def random_walk(length):
    x, y = 0, 0
    path = [(x, y)]
    for _ in range(length):
        dx, dy = random.choice(STEPS)
        x += dx
        y += dy
        path.append((x, y))
    return path


def main():
    path = random_walk(LENGTH)
    for y in range(6, -7, -1):
        row = [MARK if (x, y) in path else "." for x in range(-12, 13)]
        print("".join(row))
    print(f"Start: {path[0]}, end: {path[-1]}, steps: {len(path) - 1}")


if __name__ == "__main__":
    main()
