assert gcd(48, 36) == 12
assert gcd(36, 48) == 12
assert gcd(17, 5) == 1
assert gcd(7, 0) == 7
assert lcm(4, 6) == 12
assert lcm(100, 75) == 300
