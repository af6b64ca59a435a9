account = BankAccount("Ada")
account.deposit(100)
account.withdraw(40)
assert account.owner == "Ada" and account.balance == 60
account.withdraw(60)
assert account.balance == 0
for action, amount in ((account.withdraw, 1), (account.deposit, 0), (account.deposit, -5)):
    try:
        action(amount)
    except ValueError:
        pass
    else:
        raise AssertionError(f"{action.__name__}({amount}) should raise ValueError")
