import contextlib
import io

write_rows("test.csv", [("tea", 2, 1.5), ("tea", 1, 1.5), ("milk", 3, 2.0)])
assert read_totals("test.csv") == {"tea": 4.5, "milk": 6.0}
output = io.StringIO()
with contextlib.redirect_stdout(output):
    main()
words = output.getvalue().split()
assert sorted(words[:-2]) == ["13.50", "7.50", "9.60", "apple", "bread", "cheese"]
assert words[-2:] == ["total", "30.60"]
