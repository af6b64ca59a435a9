from datetime import date

YEAR = 2026
NAMES = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def day_name(day):
    return NAMES[day.weekday()]


def is_weekend(day):
    return day.weekday() >= 5


def main():
    for month, day in [(1, 1), (7, 4), (10, 31), (12, 25)]:
        when = date(YEAR, month, day)
        note = " (weekend)" if is_weekend(when) else ""
        print(f"{when} is a {day_name(when)}{note}")


if __name__ == "__main__":
    main()
