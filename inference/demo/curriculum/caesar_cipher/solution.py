MESSAGE = "Meet me at the station at nine!"
SHIFT = 3


def shift_letter(char, shift):
    if char.islower():
        return chr((ord(char) - ord("a") + shift) % 26 + ord("a"))
    if char.isupper():
        return chr((ord(char) - ord("A") + shift) % 26 + ord("A"))
    return char


def encrypt(text, shift):
    return "".join(shift_letter(char, shift) for char in text)


def decrypt(text, shift):
    return encrypt(text, -shift)


def main():
    secret = encrypt(MESSAGE, SHIFT)
    print(f"Message:   {MESSAGE}")
    print(f"Encrypted: {secret}")
    print(f"Decrypted: {decrypt(secret, SHIFT)}")


if __name__ == "__main__":
    main()
