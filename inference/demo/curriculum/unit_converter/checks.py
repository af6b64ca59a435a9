import math

assert math.isclose(convert(1, "km", "m"), 1000)
assert math.isclose(convert(250, "cm", "m"), 2.5)
assert math.isclose(convert(1, "inch", "mm"), 25.4)
assert math.isclose(convert(2, "mile", "km"), 3.218688)
assert math.isclose(convert(3, "foot", "foot"), 3)
try:
    convert(1, "m", "hour")
except KeyError:
    pass
else:
    raise AssertionError("an unknown unit should raise KeyError")
