assert random_walk(0) == [(0, 0)]
walks = [random_walk(50) for _ in range(20)]
steps = {
    (bx - ax, by - ay) for walk in walks for (ax, ay), (bx, by) in zip(walk, walk[1:])
}
assert all(len(walk) == 51 and walk[0] == (0, 0) for walk in walks)
assert steps == {(0, 1), (0, -1), (1, 0), (-1, 0)}
