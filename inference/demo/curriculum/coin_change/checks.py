assert sorted(coin_change([1, 5, 10, 25], 41)) == [1, 5, 10, 25]
assert sorted(coin_change([1, 3, 4], 6)) == [3, 3]
assert coin_change([1, 5, 10, 25], 0) == []
assert coin_change([5, 10], 7) is None
assert len(coin_change([2, 7], 16)) == 3
assert sum(coin_change(COINS, AMOUNT)) == AMOUNT
