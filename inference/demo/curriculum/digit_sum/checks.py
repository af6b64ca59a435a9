assert digit_sum(9875) == 29
assert digit_sum(100) == 1
assert digit_sum(0) == 0
assert digit_sum(7) == 7
assert digit_sum(-12) == 3
assert digital_root(9875) == 2
assert digital_root(5) == 5
assert digital_root(999999) == 9
