from string import Template

SENDER = "Mina"
GREETING = "Dear"
DAY = "Friday"
GUESTS = ["Tom", "Ana", "Yuna"]
LETTER = Template("""$greeting $name,

I am having a party on $day.
Please come, and bring some music!

Best wishes
$sender
""")


def write_letter(name):
    return LETTER.substitute(name=name, greeting=GREETING, day=DAY, sender=SENDER)


def main():
    for guest in GUESTS:
        path = f"{guest.lower()}.txt"
        with open(path, "w") as file:
            file.write(write_letter(guest))
        print(f"Wrote {path}")
    print(write_letter(GUESTS[0]))


if __name__ == "__main__":
    main()
