PAIRS = [(48, 36), (17, 5), (270, 192), (100, 75)]


def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


def lcm(a, b):
    return a * b // gcd(a, b)


def main():
    for a, b in PAIRS:
        print(f"gcd({a}, {b}) = {gcd(a, b)}, lcm({a}, {b}) = {lcm(a, b)}")


if __name__ == "__main__":
    main()
