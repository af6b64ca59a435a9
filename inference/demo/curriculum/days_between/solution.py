from datetime import date

YEAR = 2024


def days_between(start, end):
    return abs((end - start).days)


def main():
    start = date(YEAR, 1, 1)
    end = date(YEAR, 12, 25)
    print(f"From {start} to {end}: {days_between(start, end)} days")
    print(f"{end} is a {end.strftime('%A')}")


if __name__ == "__main__":
    main()
