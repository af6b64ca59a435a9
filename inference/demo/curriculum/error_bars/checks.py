from pathlib import Path

axes = plt.gcf().axes[0]
assert Path("error_bars.png").read_bytes().startswith(b"\x89PNG")
assert len(axes.collections) == 1
first = axes.collections[0].get_segments()[0]
mean, error = statistics.mean(GROWTH["Monday"]), statistics.stdev(GROWTH["Monday"])
assert abs(first[0][1] - (mean - error)) < 0.001
assert abs(first[1][1] - (mean + error)) < 0.001
means, errors = draw_errors({"a": [1, 2, 3], "b": [4, 4, 7]})
assert means == [2, 5]
assert abs(errors[0] - 1) < 0.001
assert abs(errors[1] - 3**0.5) < 0.001
