import contextlib
import io
from pathlib import Path

plt.close = lambda figure: None
Path(FILE).unlink()
output = io.StringIO()
with contextlib.redirect_stdout(output):
    main()
axes = plt.gcf().axes[0]
assert Path(FILE).read_bytes().startswith(b"\x89PNG")
assert [bar.get_height() for bar in axes.patches] == list(SALES.values())
assert [text.get_text() for text in axes.texts] == [str(value) for value in SALES.values()]
assert axes.get_title() == "Sales of the week"
assert "Best day: Sat with 31 items" in output.getvalue()
