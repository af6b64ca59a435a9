import contextlib
import io
from pathlib import Path

axes = plt.gcf().axes[0]
assert Path("box_plot.png").read_bytes().startswith(b"\x89PNG")
assert len(axes.patches) == 3
assert [label.get_text() for label in axes.get_xticklabels()] == ["1A", "1B", "1C"]
assert axes.get_title() == TITLE
output = io.StringIO()
with contextlib.redirect_stdout(output):
    main()
assert "Class 1A: median 70\n" in output.getvalue()
assert "Class 1B: median 69\n" in output.getvalue()
