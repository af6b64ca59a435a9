for guest in GUESTS:
    with open(f"{guest.lower()}.txt") as file:
        letter = file.read()
    assert letter == write_letter(guest)
    assert letter.startswith(f"{GREETING} {guest},\n")
    assert f"a party on {DAY}." in letter
    assert letter.endswith(f"Best wishes\n{SENDER}\n")
assert "$" not in write_letter("Zoe")
