calls = []


@memoize
def add(a, b):
    calls.append((a, b))
    return a + b


assert add(1, 2) == 3 and add(1, 2) == 3
assert calls == [(1, 2)]
assert add(1, 5) == 6 and add(2, 5) == 7 and add(1, 2) == 3
assert calls == [(1, 2), (1, 5), (2, 5)]
assert add.__name__ == "add"
assert slow_square(NUMBER) == NUMBER * NUMBER
