assert winner("rock", "scissors") == PLAYER
assert winner("scissors", "paper") == PLAYER
assert winner("paper", "rock") == PLAYER
assert winner("scissors", "rock") == "computer"
assert winner("paper", "scissors") == "computer"
assert winner("rock", "paper") == "computer"
for hand in BEATS:
    assert winner(hand, hand) == "nobody"
main()
