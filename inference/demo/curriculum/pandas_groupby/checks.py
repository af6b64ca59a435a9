import contextlib
import io

rows = [("A", "x", 20), ("B", "x", 10), ("C", "y", 50), ("D", "x", 30), ("E", "x", 40)]
result = pay_by_team(pd.DataFrame(rows, columns=["name", "team", "pay"]))
assert sorted(result.index) == ["x", "y"]
assert result["x"] == pd.Series([20, 10, 30, 40]).agg(STATISTIC)
assert result["y"] == 50
output = io.StringIO()
with contextlib.redirect_stdout(output):
    main()
lines = output.getvalue().splitlines()
assert len(lines) == 5
total = pd.Series([pay for _, _, pay in STAFF]).agg(STATISTIC)
assert lines[-1].split() == ["all", f"{total:.1f}"]
