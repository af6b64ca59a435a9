import contextlib
import io
from pathlib import Path

axes = plt.gcf().axes[0]
heights = random_heights(PEOPLE)
assert Path("histogram.png").read_bytes().startswith(b"\x89PNG")
assert len(heights) == PEOPLE
assert len(axes.patches) == BINS
assert sum(bar.get_height() for bar in axes.patches) == PEOPLE
assert all(bar.get_edgecolor() == (0, 0, 0, 1) for bar in axes.patches)
assert len(axes.lines) == 1
assert abs(axes.lines[0].get_xdata()[0] - sum(heights) / len(heights)) < 0.001
output = io.StringIO()
with contextlib.redirect_stdout(output):
    draw_histogram([160, 170, 180])
assert "Mean height of 3 people: 170.0 cm" in output.getvalue()
