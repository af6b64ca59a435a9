assert load_config("missing.json") == DEFAULTS
assert load_config(FILE) == {**DEFAULTS, "volume": 80}
with open("test.json", "w") as file:
    file.write('{"language": "ko"}')
assert load_config("test.json") == {**DEFAULTS, "language": "ko"}
save_config("test.json", {"volume": 7})
assert load_config("test.json") == {**DEFAULTS, "volume": 7}
with open("test.json") as file:
    assert file.read() == "{\n" + " " * INDENT + '"volume": 7\n}'
