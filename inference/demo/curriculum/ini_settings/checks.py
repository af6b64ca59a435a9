settings = read_settings(FILE)
assert settings.sections() == ["window", "player"]
assert settings["window"]["height"] == "600"
assert settings["player"]["name"] == PLAYER
assert settings.getint("player", "level") == 3
assert window_size(settings) == (WIDTH, 600)
with open("test.ini", "w") as file:
    file.write("[window]\nwidth = 30\nheight = 20\n")
assert window_size(read_settings("test.ini")) == (30, 20)
