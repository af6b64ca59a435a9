from pathlib import Path

lines = plt.gcf().axes[0].lines
x, y = sine_points(1)
assert Path("sine_wave.png").read_bytes().startswith(b"\x89PNG")
assert len(x) >= 100
assert abs(x[-1] - 2 * np.pi) < 0.001
assert np.allclose(y, np.sin(x))
assert abs(lines[0].get_xdata()[-1] - PERIODS * 2 * np.pi) < 0.001
assert any(len(line.get_xdata()) == 2 and set(line.get_ydata()) == {0} for line in lines)
