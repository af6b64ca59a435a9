from math import hypot

FACTOR = 3


class Vector:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y)

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor)

    def length(self):
        return hypot(self.x, self.y)

    def __str__(self):
        return f"({self.x}, {self.y})"


def main():
    a, b = Vector(3, 4), Vector(1, -2)
    print(f"{a} + {b} = {a + b}")
    print(f"{a} - {b} = {a - b}")
    print(f"{a} * {FACTOR} = {a * FACTOR}")
    print(f"The length of {a} is {a.length()}")


if __name__ == "__main__":
    main()
