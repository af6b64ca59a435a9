assert folder_size(Path(FOLDER)) == sum(FILES.values())
assert folder_size(Path(FOLDER, "src")) == 3300
assert folder_size(Path(FOLDER, "data")) == 15000
Path("test", "deep", "deeper").mkdir(parents=True)
assert folder_size(Path("test")) == 0
Path("test", "deep", "deeper", "a.txt").write_text("12345")
Path("test", "b.txt").write_text("123")
assert folder_size(Path("test")) == 8
