assert collatz(1) == [1]
assert collatz(2) == [2, 1]
assert collatz(6) == [6, 3, 10, 5, 16, 8, 4, 2, 1]
assert collatz(7)[:4] == [7, 22, 11, 34]
assert len(collatz(27)) == 112
assert max(collatz(27)) == 9232
