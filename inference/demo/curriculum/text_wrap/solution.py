WIDTH = 40
TEXT = """The old lighthouse stood alone at the end of the island. Every evening
a man climbed its stairs and lit the lamp, so that the ships could find their way home
through wind and rain."""


def wrap_text(text, width):
    lines = []
    line = ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    lines.append(line)
    return lines


def main():
    print("-" * WIDTH)
    for line in wrap_text(TEXT, WIDTH):
        print(line)
    print("-" * WIDTH)


if __name__ == "__main__":
    main()
