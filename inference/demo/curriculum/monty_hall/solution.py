import random

GAMES = 10000
DOORS = 3


def play(switch):
    doors = list(range(DOORS))
    car = random.choice(doors)
    chosen = random.choice(doors)
    goats = [door for door in doors if door not in (car, chosen)]
    opened = random.sample(goats, DOORS - 2)
    if switch:
        chosen = next(door for door in doors if door != chosen and door not in opened)
    return chosen == car


def win_share(switch, games):
    return sum(play(switch) for _ in range(games)) / games


def main():
    print(f"{GAMES} games with {DOORS} doors")
    print(f"staying wins {win_share(False, GAMES):.1%}")
    print(f"switching wins {win_share(True, GAMES):.1%}")


if __name__ == "__main__":
    main()
