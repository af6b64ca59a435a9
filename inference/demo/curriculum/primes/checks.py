assert primes_up_to(10) == [2, 3, 5, 7]
assert primes_up_to(2) == [2]
assert primes_up_to(49)[-1] == 47
assert primes_up_to(97)[-1] == 97
assert len(primes_up_to(100)) == 25
assert len(primes_up_to(1000)) == 168
