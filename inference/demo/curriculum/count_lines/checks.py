assert count_lines(FILE) == (5, 1, 11)
with open("test.txt", "w") as file:
    file.write("one\n\n  \ntwo three\n")
assert count_lines("test.txt") == (4, 2, 3)
with open("test.txt", "w") as file:
    file.write("")
assert count_lines("test.txt") == (0, 0, 0)
