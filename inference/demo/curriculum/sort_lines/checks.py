with open(RESULT) as file:
    lines = file.read().splitlines()
assert lines == sorted(LINES, key=str.lower, reverse=REVERSE)
with open("test.txt", "w") as file:
    file.write("b\nC\na\n")
sort_lines("test.txt", "test_sorted.txt")
with open("test_sorted.txt") as file:
    assert file.read() == ("C\nb\na\n" if REVERSE else "a\nb\nC\n")
with open("test.txt") as file:
    assert file.read() == "b\nC\na\n"
