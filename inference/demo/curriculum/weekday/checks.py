assert day_name(date(2024, 12, 25)) == NAMES[2]
assert day_name(date(2026, 1, 1)) == NAMES[3]
assert day_name(date(1969, 7, 20)) == NAMES[6]
assert is_weekend(date(1969, 7, 20))
assert is_weekend(date(2024, 6, 1))
assert not is_weekend(date(2024, 12, 25))
assert not is_weekend(date(2024, 5, 31))
