import contextlib
import io

write_rows("test.csv", [("tea", 2, 1.5), ("tea", 1, 1.5), ("milk", 3, 2.0)])
assert read_totals("test.csv") == {"tea": 4.5, "milk": 6.0}
output = io.StringIO()
with contextlib.redirect_stdout(output):
    main()
assert output.getvalue().split() == ["apple", "9.60", "bread", "7.50", "cheese", "6.75", "total", "23.85"]
