from math import gcd

FIRST = (1, 2)
SECOND = (3, 4)


class Fraction:
    def __init__(self, top, bottom):
        if bottom == 0:
            raise ZeroDivisionError("the bottom of a fraction cannot be 0")
        divisor = gcd(top, bottom)
        self.top = top // divisor
        self.bottom = bottom // divisor

    def __add__(self, other):
        top = self.top * other.bottom + other.top * self.bottom
        return Fraction(top, self.bottom * other.bottom)

    def __mul__(self, other):
        return Fraction(self.top * other.top, self.bottom * other.bottom)

    def __eq__(self, other):
        return self.top == other.top and self.bottom == other.bottom

    def __str__(self):
        return f"{self.top}/{self.bottom}"


def main():
    a, b = Fraction(*FIRST), Fraction(*SECOND)
    print(f"{a} + {b} = {a + b}")
    print(f"{a} * {b} = {a * b}")
    print(f"{a} is equal to {b}: {a == b}")


if __name__ == "__main__":
    main()
