import pandas as pd

MIN_AGE = 30
CITY = "Seoul"
PEOPLE = [
    ("Minji", 34, "Seoul"),
    ("Tom", 22, "Busan"),
    ("Sora", 61, "Daegu"),
    ("Jun", 29, "Seoul"),
    ("Anna", 64, "Busan"),
    ("Hana", 65, "Seoul"),
    ("Ben", 63, "Jeju"),
]


def select_people(people):
    old_enough = people["age"] >= MIN_AGE
    right_city = people["city"] == CITY
    return people[old_enough & right_city]


def main():
    people = pd.DataFrame(PEOPLE, columns=["name", "age", "city"])
    found = select_people(people)
    print(f"{len(found)} of {len(people)} live in {CITY} and are {MIN_AGE} or older")
    print(found.to_string(index=False))


if __name__ == "__main__":
    main()
