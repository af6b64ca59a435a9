from collections import Counter

FILE = "server.log"
LEVEL = "ERROR"
LOG = """2025-05-01 08:00:12 INFO Server started
2025-05-01 08:02:30 DEBUG Cache is empty
2025-05-01 08:03:45 WARNING Disk is almost full
2025-05-01 08:10:02 ERROR Database not found
2025-05-01 08:11:17 INFO New user Mina
2025-05-01 08:15:33 ERROR Page took too long
2025-05-01 08:20:00 CRITICAL Server stopped
"""


def parse_log(path):
    entries = []
    with open(path) as file:
        for line in file:
            date, time, level, message = line.strip().split(" ", 3)
            entries.append((time, level, message))
    return entries


def messages_of(entries, wanted):
    return [f"{time} {message}" for time, level, message in entries if level == wanted]


def main():
    with open(FILE, "w") as file:
        file.write(LOG)
    entries = parse_log(FILE)
    for name, count in Counter(level for _, level, _ in entries).items():
        print(f"{name:8} {count}")
    print(f"Lines of level {LEVEL}:")
    for message in messages_of(entries, LEVEL):
        print(message)


if __name__ == "__main__":
    main()
