assert hint(3, 8) == "too low"
assert hint(9, 8) == "too high"
assert hint(8, 8) == "correct"
for secret in (1, 2, HIGHEST // 3, HIGHEST - 1, HIGHEST):
    assert 1 <= play(secret) <= HIGHEST
main()
