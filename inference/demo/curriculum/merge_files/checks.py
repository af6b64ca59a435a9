merged = Path(OUTPUT).read_text()
places = [merged.find(text) for text in TEXTS.values()]
assert -1 not in places
assert places == sorted(places)
Path("test").mkdir()
Path("test", "b.txt").write_text("two\n")
Path("test", "a.txt").write_text("one\n")
Path("test", "c.csv").write_text("three\n")
assert merge_files("test", "test_merged.txt") == 2
lines = Path("test_merged.txt").read_text().splitlines()
assert [line for line in lines if not line.startswith("-")] == ["one", "two"]
