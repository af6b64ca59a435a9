import os

made = 0
try:
    for number in range(5000):
        with open(f"{number:05}.txt", "w") as file:
            file.write("text")
        made += 1
except OSError as error:
    print("stopped:", error)
print("made", made)
assert made > 500, "hardly any could be made, so this proves nothing"
