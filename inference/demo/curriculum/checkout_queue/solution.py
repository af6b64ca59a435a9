import random
from collections import deque

MINUTES = 120
TILLS = 2
ARRIVAL = 0.5


def simulate(minutes):
    queue = deque()
    free_at = [0] * TILLS
    waits = []
    for minute in range(minutes):
        if random.random() < ARRIVAL:
            queue.append(minute)
        for till in range(TILLS):
            if queue and free_at[till] <= minute:
                waits.append(minute - queue.popleft())
                free_at[till] = minute + random.randint(2, 5)
    return waits, len(queue)


def main():
    waits, left = simulate(MINUTES)
    print(f"{len(waits)} customers served in {MINUTES} minutes")
    print(f"average wait {sum(waits) / max(len(waits), 1):.1f} minutes")
    print(f"longest wait {max(waits, default=0)} minutes")
    print(f"{left} still waiting")


if __name__ == "__main__":
    main()
