import contextlib
import io

assert table_rows(2) == [[1, 2], [2, 4]]
assert len(table_rows(9)) == 9 and table_rows(9)[-1][-1] == 81
output = io.StringIO()
with contextlib.redirect_stdout(output):
    main()
lines = [line for line in output.getvalue().splitlines() if "-" not in line]
assert len(lines) == SIZE + 1
assert lines[-1].split() == [str(SIZE), *(str(SIZE * column) for column in range(1, SIZE + 1))]
