assert is_leap(2024)
assert is_leap(2000)
assert is_leap(1600)
assert not is_leap(1900)
assert not is_leap(2100)
assert not is_leap(2023)
assert [year for year in range(2010, 2022) if is_leap(year)] == [2012, 2016, 2020]
