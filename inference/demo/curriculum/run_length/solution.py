from itertools import groupby

TEXT = "WWWWBBBWWC"


def compress(text):
    return "".join(f"{len(list(group))}{char}" for char, group in groupby(text))


def decompress(packed):
    text, count = "", ""
    for char in packed:
        if char.isdigit():
            count += char
        else:
            text += char * int(count)
            count = ""
    return text


def main():
    packed = compress(TEXT)
    print(f"Text:       {TEXT}")
    print(f"Compressed: {packed}")
    print(f"Restored:   {decompress(packed)}")


if __name__ == "__main__":
    main()
