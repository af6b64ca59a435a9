assert to_binary(0) == "0"
assert to_binary(1) == "1"
assert to_binary(10) == "1010"
assert to_binary(255) == "11111111"
assert from_binary("1010") == 10
assert from_binary("0") == 0
assert all(from_binary(to_binary(number)) == number for number in range(300))
