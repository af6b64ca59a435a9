import json

FILE = "config.json"
INDENT = 4
DEFAULTS = {"volume": 50, "language": "en", "fullscreen": False}


def save_config(path, config):
    with open(path, "w") as file:
        json.dump(config, file, indent=INDENT)


def load_config(path):
    try:
        with open(path) as file:
            return {**DEFAULTS, **json.load(file)}
    except FileNotFoundError:
        return dict(DEFAULTS)


def main():
    config = load_config(FILE)
    print(f"Before: {config}")
    config["volume"] = 80
    save_config(FILE, config)
    print(f"After:  {load_config(FILE)}")


if __name__ == "__main__":
    main()
