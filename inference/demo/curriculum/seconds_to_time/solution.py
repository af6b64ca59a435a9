SECONDS = 3725


def to_time(total):
    minutes, seconds = divmod(total, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}"


def to_seconds(text):
    hours, minutes, seconds = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds)


def main():
    text = to_time(SECONDS)
    print(f"{SECONDS} seconds are {text}")
    print(f"{text} is {to_seconds(text)} seconds")


if __name__ == "__main__":
    main()
