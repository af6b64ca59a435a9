LETTERS = "abc"


def permutations(letters):
    if len(letters) <= 1:
        return [letters]
    result = []
    for i, letter in enumerate(letters):
        for rest in permutations(letters[:i] + letters[i + 1 :]):
            result.append(letter + rest)
    return result


def main():
    orders = permutations(LETTERS)
    print(f"{LETTERS} has {len(orders)} orders:")
    for order in orders:
        print(order)


if __name__ == "__main__":
    main()
