import contextlib
import io

random.seed(5)
assert abs(estimate_pi(20000) - math.pi) < 0.1
assert estimate_pi(1) in (0, 4)
output = io.StringIO()
with contextlib.redirect_stdout(output):
    main()
random.seed(SEED)
expected = estimate_pi(POINTS)
assert f"Pi from {POINTS} random points: {expected:.5f}" in output.getvalue()
assert f"Difference from math.pi: {abs(expected - math.pi):.5f}" in output.getvalue()
