from datetime import date

YEAR = 1995
MONTH = 8


def age_on(birthday, today):
    had_birthday = (today.month, today.day) >= (birthday.month, birthday.day)
    age = today.year - birthday.year
    return age if had_birthday else age - 1


def main():
    birthday = date(YEAR, MONTH, 20)
    today = date.today()
    print(f"Born on {birthday}, today is {today}")
    print(f"Age: {age_on(birthday, today)} years")


if __name__ == "__main__":
    main()
