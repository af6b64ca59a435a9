assert to_time(0) == "00:00:00"
assert to_time(59) == "00:00:59"
assert to_time(60) == "00:01:00"
assert to_time(3725) == "01:02:05"
assert to_time(86399) == "23:59:59"
assert to_time(100000) == "27:46:40"
assert to_seconds("01:02:05") == 3725
assert to_seconds(to_time(54321)) == 54321
