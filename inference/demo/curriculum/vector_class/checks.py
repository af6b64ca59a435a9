a, b = Vector(3, 4), Vector(1, -2)
total, difference, triple = a + b, a - b, b * 3
assert (total.x, total.y) == (4, 2)
assert (difference.x, difference.y) == (2, 6)
assert (triple.x, triple.y) == (3, -6)
assert (a.x, a.y) == (3, 4)
assert a.length() == 5 and Vector(0, 0).length() == 0 and Vector(-6, 8).length() == 10
assert str(b) == "(1, -2)"
main()
