from pathlib import Path

axes = plt.gcf().axes[0]
angles, radii = flower_points(4)
assert Path("polar_plot.png").read_bytes().startswith(b"\x89PNG")
assert axes.name == "polar"
assert abs(angles[-1] - 2 * np.pi) < 0.001
assert np.allclose(radii, 1 + np.cos(4 * angles))
assert len(axes.patches) == 1
assert len(axes.lines[0].get_xdata()) == len(angles)
assert np.allclose(axes.lines[0].get_ydata(), flower_points(PETALS)[1])
