with open("kept.txt", "w") as file:
    file.write("kept")
with open("sparse.bin", "wb") as file:
    for size in (1 << 40, 1 << 33, 1 << 30, 31 << 20):
        try:
            file.truncate(size)
            print("a sparse file of", size)
            break
        except OSError as error:
            print("refused:", size, error)
print("tried")
