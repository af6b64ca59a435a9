TEXT = "{[()]}"
PAIRS = {")": "(", "]": "[", "}": "{"}


def is_balanced(text):
    waiting = []
    for char in text:
        if char in PAIRS.values():
            waiting.append(char)
        elif char in PAIRS:
            if not waiting or waiting.pop() != PAIRS[char]:
                return False
    return not waiting


def main():
    for text in [TEXT, "(a + b) * [c]", "(a + b))", "([a)]"]:
        verdict = "balanced" if is_balanced(text) else "not balanced"
        print(f"{text}  {verdict}")


if __name__ == "__main__":
    main()
