random.random = lambda: 0.0
random.randint = lambda least, most: 4
waits, left = simulate(40)
assert len(waits) + left == 40
for i, wait in enumerate(waits):
    assert wait == max(0, 4 * (i // TILLS) + i % TILLS - i)
random.random = lambda: 1.0
assert simulate(40) == ([], 0)
main()
