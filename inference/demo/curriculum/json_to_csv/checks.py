with open("test.json", "w") as file:
    file.write('[{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]')
json_to_csv("test.json", "test.csv")
with open("test.csv") as file:
    assert file.read().replace(";", ",").split() == ["a,b", "1,x", "2,y"]
with open(CSV_FILE) as file:
    lines = file.read().replace(";", ",").split()
assert lines == ["name,age,city", "Mina,31,Seoul", "Tom,25,London", "Ana,42,Madrid"]
