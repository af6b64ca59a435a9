import os

os.mkdir("folder")
for name in ("kept.txt", "..looks-like-up", "folder/kept.txt", "folder/../folder/kept.txt", "../up.txt", "/tmp/absolute.txt"):
    try:
        with open(name, "w") as file:
            file.write(name)
        print("wrote", name)
    except OSError as error:
        print("refused:", error)
