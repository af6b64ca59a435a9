with open("test.txt", "w") as file:
    file.write("red, red and red\n")
assert find_and_replace("test.txt", "red", "blue") == 3
with open("test.txt") as file:
    assert file.read() == "blue, blue and blue\n"
assert find_and_replace("test.txt", "red", "blue") == 0
with open(FILE) as file:
    assert file.read() == TEXT.replace(OLD, NEW)
