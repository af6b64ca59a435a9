book = ContactBook()
book.add("Tom Reed", "1")
book.add("Tomoko Abe", "2")
book.add("Ida West", "3")
assert book.find("Tom") == {"Tom Reed": "1", "Tomoko Abe": "2"}
assert book.find("tom") == book.find("TOM") == book.find("Tom")
assert book.find("west") == {"Ida West": "3"}
assert book.find("zoe") == {}
book.add("Ida West", "4")
assert book.find("Ida") == {"Ida West": "4"}
book.remove("Tom Reed")
assert list(book.contacts) == ["Tomoko Abe", "Ida West"]
main()
