cart = ShoppingCart()
assert cart.total() == 0
cart.add("pen", 2, 3)
assert cart.total() == 6
cart.add("pen", 2)
cart.add("pad", 1.5, 2)
assert cart.total() == 11
cart.remove("pad")
assert cart.total() == 8
cart.remove("pen")
cart.add("chair", LIMIT)
assert cart.total() == round(LIMIT * (100 - DISCOUNT) / 100, 2)
cart.remove("chair")
cart.add("stool", LIMIT - 1)
assert cart.total() == LIMIT - 1
