import math
import random

POINTS = 100000
SEED = 1


def estimate_pi(count):
    inside = 0
    for _ in range(count):
        x, y = random.random(), random.random()
        if x * x + y * y <= 1:
            inside += 1
    return 4 * inside / count


def main():
    random.seed(SEED)
    estimate = estimate_pi(POINTS)
    print(f"Pi from {POINTS} random points: {estimate:.5f}")
    print(f"Difference from math.pi: {abs(estimate - math.pi):.5f}")


if __name__ == "__main__":
    main()
