import contextlib
import io
from pathlib import Path

plt.close = lambda figure: None
Path("line_chart.png").unlink()
output = io.StringIO()
with contextlib.redirect_stdout(output):
    main()
axes = plt.gcf().axes[0]
assert Path("line_chart.png").read_bytes().startswith(b"\x89PNG")
assert [list(line.get_ydata()) for line in axes.lines] == [SEOUL, BUSAN]
assert [text.get_text() for text in axes.get_legend().get_texts()] == ["Seoul", "Busan"]
assert axes.get_title() == "Mean temperature"
assert axes.xaxis.get_gridlines()[0].get_visible()
assert "Warmest month in Seoul: Jun" in output.getvalue()
