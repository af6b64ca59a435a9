graph = {"a": "bc", "b": "ade", "c": "a", "d": "b", "e": "b", "x": "y", "y": "x"}
assert depth_first(graph, "a", []) == ["a", "b", "d", "e", "c"]
assert depth_first(graph, "c", []) == ["c", "a", "b", "d", "e"]
assert depth_first(graph, "x", []) == ["x", "y"]
assert depth_first({"z": []}, "z", []) == ["z"]
assert sorted(depth_first(GRAPH, START, [])) == sorted(GRAPH)
