from pathlib import Path

figure = plt.gcf()
assert Path("subplots.png").read_bytes().startswith(b"\x89PNG")
assert len(figure.axes) == 4
assert [axes.get_title() for axes in figure.axes] == ["sin", "cos", "exp", "square"]
assert figure.get_suptitle() == TITLE
assert figure.get_layout_engine() is not None
for axes, function in zip(figure.axes, FUNCTIONS.values()):
    line = axes.lines[0]
    assert np.allclose(line.get_ydata(), function(line.get_xdata()))
    assert line.get_linewidth() == WIDTH
