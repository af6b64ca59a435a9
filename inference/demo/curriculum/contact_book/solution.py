CONTACTS = [
    ("Mina Park", "010-1234"),
    ("Ben Cole", "010-5678"),
    ("Anna Berg", "010-2468"),
]
SEARCH = "Ben"


class ContactBook:
    def __init__(self):
        self.contacts = {}

    def add(self, name, phone):
        self.contacts[name] = phone

    def remove(self, name):
        del self.contacts[name]

    def find(self, text):
        text = text.lower()
        return {n: phone for n, phone in self.contacts.items() if text in n.lower()}


def main():
    book = ContactBook()
    for name, phone in CONTACTS:
        book.add(name, phone)
    for name, phone in book.contacts.items():
        print(f"{name:10} {phone}")
    print(f"Found for {SEARCH}: {book.find(SEARCH)}")
    book.remove("Anna Berg")
    print(f"{len(book.contacts)} contacts left")


if __name__ == "__main__":
    main()
