import contextlib
import io

with contextlib.redirect_stdout(io.StringIO()) as output:
    main()
assert output.getvalue().count(": passed") == 4
assert len({test.__name__ for test in TESTS}) == 4
right = is_leap
wrong_ways = (
    lambda year: year % 4 == 0,
    lambda year: year % 4 == 0 and year % 100 != 0,
    lambda year: True,
    lambda year: False,
)
for wrong in wrong_ways:
    is_leap = wrong
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            main()
    except AssertionError:
        continue
    raise RuntimeError("the tests miss a wrong rule for leap years")
is_leap = right
assert [year for year in range(1990, 2011) if is_leap(year)] == [1992, 1996, 2000, 2004, 2008]
