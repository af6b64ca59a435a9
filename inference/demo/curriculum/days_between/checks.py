import contextlib
import io

assert days_between(date(2024, 1, 1), date(2024, 12, 25)) == 359
assert days_between(date(2024, 12, 25), date(2024, 1, 1)) == 359
assert days_between(date(2024, 2, 28), date(2024, 3, 1)) == 2
assert days_between(date(2024, 5, 5), date(2024, 5, 5)) == 0
output = io.StringIO()
with contextlib.redirect_stdout(output):
    main()
assert ("359 days" if YEAR % 4 == 0 else "358 days") in output.getvalue()
assert f"{YEAR}-12-25 is a {date(YEAR, 12, 25):%A}" in output.getvalue()
