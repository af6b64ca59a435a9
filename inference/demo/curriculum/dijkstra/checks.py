roads = {"a": {"b": 1, "d": 9}, "b": {"c": 2}, "c": {"d": 3}, "d": {}, "e": {}}
assert dijkstra(roads, "a", "d") == (6, ["a", "b", "c", "d"])
assert dijkstra(roads, "a", "a") == (0, ["a"])
assert dijkstra(roads, "a", "e") == (None, [])
assert dijkstra(ROADS, "Seoul", "Daegu") == (295, ["Seoul", "Wonju", "Andong", "Daegu"])
assert dijkstra(ROADS, START, GOAL)[0] == dijkstra(ROADS, GOAL, START)[0]
