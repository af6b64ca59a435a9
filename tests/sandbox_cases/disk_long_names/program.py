made = 0
for name in ("kept.txt", "n" * 255, "가" * 85):
    with open(name, "w") as file:
        file.write("text")
    made += 1
print("made", made)
