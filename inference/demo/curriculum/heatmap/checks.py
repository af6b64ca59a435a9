import contextlib
import io
from pathlib import Path

figure = plt.gcf()
axes = figure.axes[0]
assert Path("heatmap.png").read_bytes().startswith(b"\x89PNG")
assert axes.images[0].get_array().tolist() == VISITORS
assert [label.get_text() for label in axes.get_xticklabels()] == HOURS
assert [label.get_text() for label in axes.get_yticklabels()] == DAYS
assert len(figure.axes) == 2
for text in axes.texts:
    x, y = text.get_position()
    assert text.get_text() == str(VISITORS[y][x])
output = io.StringIO()
with contextlib.redirect_stdout(output):
    main()
assert "Busiest: Thu at 15h with 38 visitors" in output.getvalue()
