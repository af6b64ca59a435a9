import contextlib
import io

assert moving_average([1, 2, 3, 4], 2) == [1.5, 2.5, 3.5]
assert moving_average([2, 4, 6, 8, 10], 3) == [4, 6, 8]
assert moving_average([5, 7], 1) == [5, 7]
assert moving_average([3, 3, 6], 3) == [4]
output = io.StringIO()
with contextlib.redirect_stdout(output):
    main()
assert f"Day {WINDOW:2}: price {PRICES[WINDOW - 1]}" in output.getvalue()
assert "Day 10: price 33" in output.getvalue()
