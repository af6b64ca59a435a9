LIMIT = 100


def primes_up_to(limit):
    is_prime = [True] * (limit + 1)
    is_prime[0] = is_prime[1] = False
    for number in range(2, int(limit**0.5) + 1):
        if is_prime[number]:
            for multiple in range(number * number, limit + 1, number):
                is_prime[multiple] = False
    return [number for number in range(limit + 1) if is_prime[number]]


def main():
    primes = primes_up_to(LIMIT)
    print(f"There are {len(primes)} primes up to {LIMIT}:")
    print(", ".join(str(prime) for prime in primes))


if __name__ == "__main__":
    main()
