from pathlib import Path

FOLDER = "parts"
OUTPUT = "merged.txt"
TEXTS = {
    "part1.txt": "Once there was a small cat.\n",
    "part2.txt": "It climbed the highest tree.\n",
    "part3.txt": "Then it could not get down.\n",
}


def merge_files(folder, output):
    paths = sorted(Path(folder).glob("*.txt"))
    with open(output, "w") as merged:
        for path in paths:
            merged.write(f"--- {path.name} ---\n")
            merged.write(path.read_text())
    return len(paths)


def main():
    Path(FOLDER).mkdir(exist_ok=True)
    for name, text in TEXTS.items():
        Path(FOLDER, name).write_text(text)
    count = merge_files(FOLDER, OUTPUT)
    print(f"{count} files merged into {OUTPUT}:")
    print(Path(OUTPUT).read_text().strip())


if __name__ == "__main__":
    main()
