import contextlib
import io

assert table_rows(2) == [[1, 2], [2, 4]]
assert len(table_rows(9)) == 9 and table_rows(9)[-1][-1] == 81
output = io.StringIO()
with contextlib.redirect_stdout(output):
    main()
lines = output.getvalue().splitlines()
assert len(lines) == 10 and lines[-1].split() == ["9"] + [str(9 * column) for column in range(1, 10)]
