COMMON_YEAR = 2023


def is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def test_leap_year():
    assert is_leap(2024)


def test_common_year():
    assert not is_leap(COMMON_YEAR)


def test_century():
    assert not is_leap(1900)


def test_fourth_century():
    assert is_leap(2000)


TESTS = [test_leap_year, test_common_year, test_century, test_fourth_century]


def main():
    for test in TESTS:
        test()
        print(f"{test.__name__}: passed")
    print(f"{len(TESTS)} tests passed")


if __name__ == "__main__":
    main()
