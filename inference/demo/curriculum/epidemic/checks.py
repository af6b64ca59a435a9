history = simulate(DAYS)
assert history[0] == (PEOPLE - 1, 1, 0)
assert len(history) == DAYS + 1
for healthy, sick, recovered in history:
    assert abs(healthy + sick + recovered - PEOPLE) < 0.001
    assert min(healthy, sick, recovered) >= 0
assert history[1][1] > 1
assert history[-1][0] < PEOPLE - 1
assert all(before[2] < after[2] for before, after in zip(history, history[1:]))
assert simulate(400)[-1][1] < 1
