NUMBER = 360


def prime_factors(number):
    factors = []
    divisor = 2
    while divisor * divisor <= number:
        while number % divisor == 0:
            factors.append(divisor)
            number //= divisor
        divisor += 1
    if number > 1:
        factors.append(number)
    return factors


def main():
    factors = prime_factors(NUMBER)
    terms = [str(factor) for factor in factors]
    print(f"{NUMBER} = {' x '.join(terms)}")


if __name__ == "__main__":
    main()
