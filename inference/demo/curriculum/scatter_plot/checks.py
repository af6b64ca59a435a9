import contextlib
import io
from pathlib import Path

axes = plt.gcf().axes[0]
points = axes.collections[0].get_offsets().tolist()
assert Path("scatter_plot.png").read_bytes().startswith(b"\x89PNG")
assert points == [[x, y] for x, y in zip(HOURS, MARKS)]
assert list(axes.collections[0].get_sizes()) == [SIZE]
assert axes.get_xlabel() == "Hours of study"
assert axes.get_ylabel() == "Mark"
output = io.StringIO()
with contextlib.redirect_stdout(output):
    main()
assert "Best mark: 90 after 8 hours" in output.getvalue()
