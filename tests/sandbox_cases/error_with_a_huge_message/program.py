raise ValueError("m" * 300_000)
