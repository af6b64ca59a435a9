import os

with open("kept.txt", "w") as file:
    file.write("kept")
depth = 0
try:
    while depth < 500:
        os.mkdir("d" * 200)
        os.chdir("d" * 200)
        depth += 1
    with open("bottom.txt", "w") as file:
        file.write("at the bottom")
except OSError as error:
    print("stopped:", error)
print(depth, "folders deep")
assert depth > 25, "the path stayed short, so this proves nothing"
