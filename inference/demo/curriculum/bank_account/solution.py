OWNER = "Mina"
BALANCE = 100


class BankAccount:
    def __init__(self, owner, balance=0):
        self.owner = owner
        self.balance = balance

    def deposit(self, amount):
        if amount <= 0:
            raise ValueError("a deposit must be more than 0")
        self.balance += amount

    def withdraw(self, amount):
        if amount > self.balance:
            raise ValueError("not enough money in the account")
        self.balance -= amount


def main():
    account = BankAccount(OWNER, BALANCE)
    account.deposit(50)
    print(f"{account.owner} has {account.balance} after a deposit of 50")
    account.withdraw(30)
    print(f"{account.owner} has {account.balance} after taking out 30")
    try:
        account.withdraw(500)
    except ValueError as error:
        print(f"Taking out 500: {error}")


if __name__ == "__main__":
    main()
