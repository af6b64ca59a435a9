graph = {"a": "bc", "b": "ae", "c": "ad", "d": "ce", "e": "bd", "x": "y", "y": "x"}
assert breadth_first(graph, "a") == {"a": 0, "b": 1, "c": 1, "e": 2, "d": 2}
assert list(breadth_first(graph, "a")) == ["a", "b", "c", "e", "d"]
assert breadth_first(graph, "x") == {"x": 0, "y": 1}
assert breadth_first({"z": []}, "z") == {"z": 0}
assert set(breadth_first(GRAPH, START)) == set(GRAPH)
