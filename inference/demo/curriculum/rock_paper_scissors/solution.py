import random

ROUNDS = 5
PLAYER = "Ada"
BEATS = {"rock": ["scissors"], "scissors": ["paper"], "paper": ["rock"]}


def winner(first, second):
    if first == second:
        return "nobody"
    return PLAYER if second in BEATS[first] else "computer"


def main():
    wins = {PLAYER: 0, "computer": 0, "nobody": 0}
    for number in range(1, ROUNDS + 1):
        first = random.choice(list(BEATS))
        second = random.choice(list(BEATS))
        result = winner(first, second)
        wins[result] += 1
        print(f"Round {number}: {first} against {second}, {result} wins")
    print(f"{PLAYER} {wins[PLAYER]}, computer {wins['computer']}")


if __name__ == "__main__":
    main()
