PRICES = {"water": 100, "juice": 150, "tea": 120}
STOCK = 3
INSERTED = 500


class VendingMachine:
    def __init__(self):
        self.stock = {name: STOCK for name in PRICES}
        self.money = 0

    def insert(self, amount):
        self.money += amount

    def buy(self, name):
        if self.stock[name] == 0:
            raise ValueError(f"{name} is sold out")
        if self.money < PRICES[name]:
            raise ValueError(f"{name} costs {PRICES[name]}, you have {self.money}")
        self.stock[name] -= 1
        self.money -= PRICES[name]

    def change(self):
        money, self.money = self.money, 0
        return money


def main():
    machine = VendingMachine()
    machine.insert(INSERTED)
    for name in ("juice", "juice", "tea", "juice"):
        try:
            machine.buy(name)
            print(f"Here is your {name}, {machine.money} left")
        except ValueError as error:
            print(f"Sorry: {error}")
    print(f"Your change: {machine.change()}")


if __name__ == "__main__":
    main()
