FIRST = 1990
LAST = 2030


def is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def main():
    leap_years = [year for year in range(FIRST, LAST + 1) if is_leap(year)]
    print(f"Leap years from {FIRST} to {LAST}:")
    print(", ".join(str(year) for year in leap_years))


if __name__ == "__main__":
    main()
