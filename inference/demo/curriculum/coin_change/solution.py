AMOUNT = 63
COINS = [1, 5, 10, 25]


def coin_change(coins, amount):
    best = {0: []}
    for total in range(1, amount + 1):
        ways = [best[total - coin] + [coin] for coin in coins if total - coin in best]
        if ways:
            best[total] = min(ways, key=len)
    return best.get(amount)


def main():
    used = coin_change(COINS, AMOUNT)
    print(f"{AMOUNT} cents with {len(used)} coins: {used}")


if __name__ == "__main__":
    main()
