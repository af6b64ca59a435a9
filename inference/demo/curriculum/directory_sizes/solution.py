from pathlib import Path

FOLDER = "project"
FILES = {
    "src/main.py": 2400,
    "src/tools/files.py": 900,
    "data/table.csv": 15000,
    "docs/manual.txt": 5200,
}


def make_files(folder):
    for name, size in FILES.items():
        path = Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(size))


def folder_size(folder):
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def main():
    make_files(FOLDER)
    folders = [path for path in Path(FOLDER).iterdir() if path.is_dir()]
    for folder in sorted(folders, key=folder_size, reverse=True):
        print(f"{folder_size(folder):8} bytes in {folder}")
    print(f"{folder_size(Path(FOLDER)):8} bytes in all")


if __name__ == "__main__":
    main()
