import contextlib
import io

for count in range(1, 7):
    pegs = {"A": list(range(count, 0, -1)), "B": [], "C": []}
    moves = hanoi(count, "A", "C", "B")
    assert len(moves) == 2**count - 1
    for disk, source, target in moves:
        assert pegs[source].pop() == disk
        assert not pegs[target] or pegs[target][-1] > disk
        pegs[target].append(disk)
    assert pegs["C"] == list(range(count, 0, -1))
output = io.StringIO()
with contextlib.redirect_stdout(output):
    main()
assert output.getvalue().startswith("1. ")
assert output.getvalue().splitlines()[-2].endswith(" C")
