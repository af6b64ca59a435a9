def names_in(folder):
    return sorted(path.name for path in Path(folder).iterdir())


def expected(prefix, count):
    return [f"{prefix}_{START + i:0{DIGITS}}.jpg" for i in range(count)]


assert names_in(FOLDER) == sorted(expected(PREFIX, 3) + ["notes.txt"])
Path("test").mkdir()
for name in ["x.jpg", "b.jpg", "list.txt"]:
    Path("test", name).write_text(name)
rename_photos("test", "cat")
assert names_in("test") == expected("cat", 2) + ["list.txt"]
assert Path("test", expected("cat", 2)[0]).read_text() == "b.jpg"
