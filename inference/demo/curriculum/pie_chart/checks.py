from pathlib import Path

plt.close = lambda figure: None
Path(FILE).unlink()
main()
texts = [text.get_text() for text in plt.gcf().axes[0].texts]
assert Path(FILE).read_bytes().startswith(b"\x89PNG")
assert {"Rent", "Food", "Travel", "Books", "Savings"} <= set(texts)
assert {"43.8%", "25.0%", "9.4%", "6.2%", "15.6%"} <= set(texts)
assert sum(percentages(BUDGET).values()) == 100
