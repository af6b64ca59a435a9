assert remove_duplicates(["b", "a", "b", "c", "a"]) == ["b", "a", "c"]
assert remove_duplicates([]) == []
assert remove_duplicates(["x", "x", "x"]) == ["x"]
with open(RESULT) as file:
    assert file.read().splitlines() == remove_duplicates(LINES)
assert remove_duplicates(LINES)[:4] == ["Mina", "Tom", "Ana", "Jin"]
