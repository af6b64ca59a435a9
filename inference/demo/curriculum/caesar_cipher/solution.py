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
    message = "Meet me at the station at nine!"
    secret = encrypt(message, 3)
    print(f"Message:   {message}")
    print(f"Encrypted: {secret}")
    print(f"Decrypted: {decrypt(secret, 3)}")


if __name__ == "__main__":
    main()
