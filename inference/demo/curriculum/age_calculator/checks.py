assert age_on(date(2000, 5, 10), date(2020, 5, 10)) == 20
assert age_on(date(2000, 5, 10), date(2020, 5, 9)) == 19
assert age_on(date(2000, 5, 10), date(2020, 6, 1)) == 20
assert age_on(date(2000, 5, 10), date(2020, 4, 30)) == 19
assert age_on(date(2020, 1, 1), date(2020, 12, 31)) == 0
assert age_on(date(1999, 12, 31), date(2000, 1, 1)) == 0
