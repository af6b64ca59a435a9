MESSAGE = "SOS we need help"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CODES = (
    ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- "
    "-. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --.."
).split()
MORSE = dict(zip(LETTERS, CODES))


def to_morse(text):
    return " ".join(MORSE.get(char, "/") for char in text.upper())


def from_morse(signals):
    letters = {code: letter for letter, code in MORSE.items()}
    return "".join(letters.get(code, " ") for code in signals.split())


def main():
    signals = to_morse(MESSAGE)
    print(f"Message: {MESSAGE}")
    print(f"Morse:   {signals}")
    print(f"Decoded: {from_morse(signals)}")


if __name__ == "__main__":
    main()
