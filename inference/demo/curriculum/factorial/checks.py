assert factorial(0) == 1
assert factorial(1) == 1
assert factorial(5) == 120
assert factorial(10) == 3628800
try:
    factorial(-1)
except ValueError:
    pass
else:
    raise AssertionError("factorial(-1) should raise ValueError")
