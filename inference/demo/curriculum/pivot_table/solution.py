import pandas as pd

STATISTIC = "sum"
TOTAL = "Total"
SALES = [
    ("North", "Q1", 120),
    ("North", "Q1", 80),
    ("North", "Q2", 150),
    ("South", "Q1", 90),
    ("South", "Q3", 60),
    ("West", "Q2", 200),
    ("West", "Q3", 110),
]


def make_pivot(sales):
    return sales.pivot_table(
        index="region",
        columns="quarter",
        values="amount",
        aggfunc=STATISTIC,
        fill_value=0,
        margins=True,
        margins_name=TOTAL,
    )


def main():
    sales = pd.DataFrame(SALES, columns=["region", "quarter", "amount"])
    print(f"The {STATISTIC} of the sales by region and quarter:")
    print(make_pivot(sales).round(1))


if __name__ == "__main__":
    main()
