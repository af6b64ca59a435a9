import contextlib
import io
from pathlib import Path

axes = plt.gcf().axes[0]
assert Path("area_chart.png").read_bytes().startswith(b"\x89PNG")
assert len(axes.collections) == 1
area = axes.collections[0].get_paths()[0].vertices
assert area[:, 1].min() == 0
assert area[:, 1].max() == max(RAIN)
assert axes.collections[0].get_alpha() == OPACITY
assert axes.get_ylim()[0] == 0
output = io.StringIO()
with contextlib.redirect_stdout(output):
    main()
assert "Rain in 8 months: 1156 mm" in output.getvalue()
