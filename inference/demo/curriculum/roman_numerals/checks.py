assert to_roman(1994) == "MCMXCIV"
assert to_roman(4) == "IV"
assert to_roman(9) == "IX"
assert to_roman(388) == "CCCLXXXVIII"
assert from_roman("MCMXCIV") == 1994
assert from_roman("III") == 3
assert all(from_roman(to_roman(number)) == number for number in range(1, 4000))
