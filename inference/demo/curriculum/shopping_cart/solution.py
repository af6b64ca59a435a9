DISCOUNT = 10
LIMIT = 50


class ShoppingCart:
    def __init__(self):
        self.items = {}

    def add(self, name, price, quantity=1):
        _, before = self.items.get(name, (price, 0))
        self.items[name] = (price, before + quantity)

    def remove(self, name):
        del self.items[name]

    def total(self):
        amount = sum(price * quantity for price, quantity in self.items.values())
        if amount >= LIMIT:
            amount -= amount * DISCOUNT / 100
        return round(amount, 2)


def main():
    cart = ShoppingCart()
    cart.add("tea", 4.5, 2)
    cart.add("lamp", 39.9)
    cart.add("tea", 4.5)
    cart.add("mug", 7.25)
    for name, (price, quantity) in cart.items.items():
        print(f"{quantity} x {name:5} {price:6.2f}")
    print(f"Total: {cart.total():.2f}")
    cart.remove("lamp")
    print(f"Without the lamp: {cart.total():.2f}")


if __name__ == "__main__":
    main()
