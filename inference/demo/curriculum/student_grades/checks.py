assert Student("Ida", [80, 90, 100]).average() == 90
assert Student("Ida", [75]).average() == 75
assert Student("Ida", [90, 90]).grade() == "A"
assert Student("Ida", [100, 79]).grade() == "B"
assert Student("Ida", [PASS_MARK]).grade() == "C"
assert Student("Ida", [79]).grade() == "C"
assert Student("Ida", [PASS_MARK - 1, PASS_MARK]).grade() == "F"
assert Student("Ida", [0]).grade() == "F"
main()
