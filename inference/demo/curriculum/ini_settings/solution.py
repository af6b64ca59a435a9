import configparser

FILE = "settings.ini"
WIDTH = 800
HEIGHT = 600
PLAYER = "Mina"


def write_settings(path):
    config = configparser.ConfigParser()
    config["window"] = {"width": WIDTH, "height": HEIGHT}
    config["player"] = {"name": PLAYER, "level": 3}
    with open(path, "w") as file:
        config.write(file)


def read_settings(path):
    settings = configparser.ConfigParser()
    settings.read(path)
    return settings


def window_size(settings):
    window = settings["window"]
    return window.getint("width"), window.getint("height")


def main():
    write_settings(FILE)
    settings = read_settings(FILE)
    for section in settings.sections():
        print(f"[{section}]")
        for key, value in settings[section].items():
            print(f"{key} = {value}")
    width, height = window_size(settings)
    print(f"The window has {width} x {height} pixels.")


if __name__ == "__main__":
    main()
