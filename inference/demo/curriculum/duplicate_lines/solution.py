FILE = "names.txt"
RESULT = "unique.txt"
LINES = ["Mina", "Tom", "Ana", "Tom", "Jin", "Mina", "TOM"]


def remove_duplicates(lines):
    seen = set()
    unique = []
    for line in lines:
        if line not in seen:
            seen.add(line)
            unique.append(line)
    return unique


def main():
    with open(FILE, "w") as file:
        file.write("\n".join(LINES))
    with open(FILE) as file:
        lines = file.read().splitlines()
    kept = remove_duplicates(lines)
    with open(RESULT, "w") as file:
        file.write("\n".join(kept))
    print(f"{len(lines)} lines in {FILE}, {len(kept)} lines in {RESULT}:")
    for line in kept:
        print(line)


if __name__ == "__main__":
    main()
