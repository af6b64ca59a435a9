assert to_fahrenheit(0) == 32
assert to_fahrenheit(100) == 212
assert to_fahrenheit(-40) == -40
assert to_celsius(32) == 0
assert to_celsius(212) == 100
assert abs(to_celsius(98.6) - 37) < 0.001
assert all(abs(to_celsius(to_fahrenheit(number)) - number) < 0.001 for number in range(-50, 50))
