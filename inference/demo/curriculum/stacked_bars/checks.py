from pathlib import Path

axes = plt.gcf().axes[0]
apples, pears = axes.patches[:4], axes.patches[4:]
assert Path("stacked_bars.png").read_bytes().startswith(b"\x89PNG")
assert [bar.get_height() for bar in apples] == APPLES
assert [bar.get_height() for bar in pears] == PEARS
assert [bar.get_y() for bar in pears] == APPLES
assert all(abs(bar.get_width() - WIDTH) < 0.001 for bar in axes.patches)
assert [text.get_text() for text in axes.get_legend().get_texts()] == ["Apples", "Pears"]
assert monthly_totals() == [45, 67, 50, 61]
