import os

os.makedirs("locked/inner")
for name in ("kept.txt", "secret.txt", "locked/inner/file.txt"):
    with open(name, "w") as file:
        file.write("text")
os.chmod("secret.txt", 0)
os.chmod("locked", 0)
