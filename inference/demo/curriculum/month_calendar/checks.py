sunday_first = HEADER.startswith("Su")
lines = month_lines(2024, 6)
assert lines[0].split() == (["1"] if sunday_first else ["1", "2"])
assert " ".join(lines).split() == [str(day) for day in range(1, 31)]
assert lines[0].startswith(" " * 15)
assert month_lines(2024, 9)[0].startswith(" 1") == sunday_first
assert all(len(line) == 20 for line in lines[:-1])
assert len(" ".join(month_lines(2024, 2)).split()) == 29
