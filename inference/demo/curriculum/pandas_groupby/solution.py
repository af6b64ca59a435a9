import pandas as pd

STATISTIC = "mean"
STAFF = [
    ("Mina", "Sales", 3200),
    ("Jun", "Sales", 2900),
    ("Sora", "Research", 4100),
    ("Tom", "Research", 4500),
    ("Anna", "Research", 3700),
    ("Ben", "Support", 2600),
]


def pay_by_team(staff):
    return staff.groupby("team")["pay"].agg(STATISTIC)


def main():
    staff = pd.DataFrame(STAFF, columns=["name", "team", "pay"])
    result = pay_by_team(staff)
    print(f"The {STATISTIC} of the pay in each team:")
    for team, pay in result.items():
        print(f"{team:10} {pay:8.1f}")
    print(f"{'all':10} {staff['pay'].agg(STATISTIC):8.1f}")


if __name__ == "__main__":
    main()
