import matplotlib.pyplot as plt

PEOPLE = 1000
DAYS = 100
SICK_COLOR = "red"
INFECTION = 0.3
RECOVERY = 0.1


def simulate(days):
    healthy, sick, recovered = PEOPLE - 1, 1, 0
    history = [(healthy, sick, recovered)]
    for _ in range(days):
        infected = INFECTION * sick * healthy / PEOPLE
        cured = RECOVERY * sick
        healthy -= infected
        sick += infected - cured
        recovered += cured
        history.append((healthy, sick, recovered))
    return history


def main():
    healthy, sick, recovered = zip(*simulate(DAYS))
    plt.plot(healthy, color="green", label="healthy")
    plt.plot(sick, color=SICK_COLOR, label="sick")
    plt.plot(recovered, color="gray", label="recovered")
    plt.xlabel("day")
    plt.ylabel("people")
    plt.legend()
    plt.savefig("epidemic.png")
    print(f"At most {max(sick):.0f} of {PEOPLE} people are sick at once")


if __name__ == "__main__":
    main()
