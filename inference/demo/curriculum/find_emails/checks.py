assert find_emails("Write to a.b@c.de, please.") == ["a.b@c.de"]
assert find_emails("x@y.com and x@y.com and z+1@y.co.kr") == ["x@y.com", "z+1@y.co.kr"]
assert find_emails("no address here, only an @ sign") == []
assert find_emails("me@home") == []
expected = ["mina.lee@example.com", "tom@school.example.org", "help-desk@example.net"]
assert [email.lower() for email in find_emails(TEXT)] == expected
