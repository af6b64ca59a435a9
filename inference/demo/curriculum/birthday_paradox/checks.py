random.seed(2)
assert abs(exact(23) - 0.5073) < 0.0001
assert exact(1) == 0 and abs(exact(2) - 1 / 365) < 1e-9
assert abs(share(23, 3000) - exact(23)) < 0.05
assert abs(share(40, 3000) - exact(40)) < 0.05
assert not same_birthday(1)
assert same_birthday(DAYS + 1)
