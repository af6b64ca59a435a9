import calendar

YEAR = 2026
MONTH = 5
HEADER = "Mo Tu We Th Fr Sa Su"


def month_lines(year, month):
    gap, days = calendar.monthrange(year, month)
    cells = ["  "] * gap + [f"{day:2}" for day in range(1, days + 1)]
    weeks = [cells[start:start + 7] for start in range(0, len(cells), 7)]
    return [" ".join(week) for week in weeks]


def main():
    title = f"{calendar.month_name[MONTH]} {YEAR}"
    print(title.center(len(HEADER)))
    print(HEADER)
    for line in month_lines(YEAR, MONTH):
        print(line)


if __name__ == "__main__":
    main()
