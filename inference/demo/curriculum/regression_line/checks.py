import contextlib
import io
from pathlib import Path

axes = plt.gcf().axes[0]
slope, intercept = fit_line([0, 1, 2, 3], [1, 3, 5, 7])
assert abs(slope - 2) < 0.001 and abs(intercept - 1) < 0.001
assert Path("regression_line.png").read_bytes().startswith(b"\x89PNG")
assert len(axes.collections) == 1
assert len(axes.collections[0].get_offsets()) == len(SIZES)
slope, intercept = np.polyfit(SIZES, PRICES, 1)
x, y = axes.lines[0].get_data()
assert np.allclose(y, slope * x + intercept)
output = io.StringIO()
with contextlib.redirect_stdout(output):
    main()
assert f"{NEW_SIZE} square metres: {slope * NEW_SIZE + intercept:.0f} thousand" in output.getvalue()
