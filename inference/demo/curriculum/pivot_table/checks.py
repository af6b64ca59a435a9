table = make_pivot(pd.DataFrame(SALES, columns=["region", "quarter", "amount"]))
assert list(table.index) == ["North", "South", "West", TOTAL]
assert list(table.columns) == ["Q1", "Q2", "Q3", TOTAL]
assert table.loc["North", "Q1"] == pd.Series([120, 80]).agg(STATISTIC)
assert table.loc["South", "Q2"] == 0
assert table.loc["West", "Q3"] == pd.Series([110]).agg(STATISTIC)
everything = pd.Series([amount for _, _, amount in SALES]).agg(STATISTIC)
assert abs(table.loc[TOTAL, TOTAL] - everything) < 0.001
