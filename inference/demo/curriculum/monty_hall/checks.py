random.seed(4)
assert abs(win_share(False, 4000) - 1 / DOORS) < 0.05
assert abs(win_share(True, 4000) - (DOORS - 1) / DOORS) < 0.05
assert win_share(True, 10) <= 1
