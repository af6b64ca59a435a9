things = [("gold", 4, 30), ("ring", 1, 12), ("vase", 3, 20)]
assert knapsack(things, 4) == (32, ["ring", "vase"])
assert knapsack(things, 5) == (42, ["gold", "ring"])
assert knapsack(things, 8) == (62, ["gold", "ring", "vase"])
assert knapsack(things, 0) == (0, [])
assert knapsack([("gold", 4, 30)], 9) == (30, ["gold"])
assert knapsack(ITEMS, CAPACITY)[0] > 0
