assert str(Fraction(6, 8)) == "3/4"
assert Fraction(2, 4) == Fraction(1, 2)
assert not Fraction(1, 2) == Fraction(1, 3)
assert not Fraction(1, 2) == Fraction(3, 2)
assert Fraction(1, 2) + Fraction(1, 3) == Fraction(5, 6)
assert Fraction(1, 4) + Fraction(1, 4) == Fraction(1, 2)
assert Fraction(2, 3) * Fraction(3, 4) == Fraction(1, 2)
try:
    Fraction(1, 0)
except ZeroDivisionError:
    pass
else:
    raise AssertionError("a bottom of 0 should raise ZeroDivisionError")
