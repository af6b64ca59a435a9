assert fibonacci(0) == []
assert fibonacci(1) == [0]
assert fibonacci(10) == [0, 1, 1, 2, 3, 5, 8, 13, 21, 34]
assert fibonacci(20)[-1] == 4181
