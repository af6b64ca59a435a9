passwords = [make_password(LENGTH) for _ in range(50)]
assert len(set(passwords)) == 50
for password in passwords:
    assert len(password) == LENGTH
    assert any(character.islower() for character in password)
    assert any(character.isupper() for character in password)
    assert any(character.isdigit() for character in password)
assert len(make_password(40)) == 40
assert not all(password[0].islower() for password in passwords)
