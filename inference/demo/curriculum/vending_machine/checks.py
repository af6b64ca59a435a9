machine = VendingMachine()
machine.insert(200)
machine.insert(50)
machine.buy("juice")
assert machine.money == 250 - PRICES["juice"]
assert machine.stock["juice"] == STOCK - 1 and machine.stock["tea"] == STOCK
assert machine.change() == 250 - PRICES["juice"]
assert machine.money == 0 and machine.change() == 0


def refused(name):
    before = (machine.money, dict(machine.stock))
    try:
        machine.buy(name)
    except ValueError:
        return before == (machine.money, machine.stock)
    return False


assert refused("tea")
machine.insert(PRICES["water"] * (STOCK + 1))
for _ in range(STOCK):
    machine.buy("water")
assert machine.stock["water"] == 0
assert refused("water")
assert machine.change() == PRICES["water"]
