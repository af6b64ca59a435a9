random.seed(5)
counts = count_rolls(5000)
assert sum(counts.values()) == 5000
assert min(counts) >= DICE and max(counts) <= DICE * SIDES
average = sum(total * count for total, count in counts.items()) / 5000
assert abs(average - DICE * (SIDES + 1) / 2) < 0.4
assert DICE == 1 or any(total % DICE for total in counts)
main()
