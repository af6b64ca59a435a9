from pathlib import Path

figure = plt.gcf()
contours = figure.axes[0].collections[0]
assert Path("contour_plot.png").read_bytes().startswith(b"\x89PNG")
assert 0.9 < height(1, 0) < 1.1
assert 0.55 < height(-1.5, 1) < 0.7
assert height(3, 3) < 0.01
assert len(figure.axes) == 2
assert contours.get_cmap().name == COLORS
assert contours.levels.max() >= 0.9
