from pathlib import Path

FOLDER = "photos"
PREFIX = "holiday"
DIGITS = 3
START = 1
NAMES = ["IMG_4101.jpg", "IMG_4102.jpg", "IMG_4107.jpg", "notes.txt"]


def rename_photos(folder, prefix):
    paths = sorted(Path(folder).glob("*.jpg"))
    for number, path in enumerate(paths, start=START):
        name = f"{prefix}_{str(number).zfill(DIGITS)}.jpg"
        path.rename(path.with_name(name))
        print(f"{path.name} -> {name}")


def main():
    Path(FOLDER).mkdir(exist_ok=True)
    for name in NAMES:
        Path(FOLDER, name).touch()
    rename_photos(FOLDER, PREFIX)


if __name__ == "__main__":
    main()
