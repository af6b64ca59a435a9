TEXT = "Hello, Python!"


def reverse_string(text):
    result = ""
    for char in text:
        result = char + result
    return result


def main():
    print(f"Text:     {TEXT}")
    print(f"Reversed: {reverse_string(TEXT)}")


if __name__ == "__main__":
    main()
