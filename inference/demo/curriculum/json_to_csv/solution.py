import csv
import json

JSON_FILE = "people.json"
CSV_FILE = "people.csv"
PEOPLE = [
    {"name": "Mina", "age": 31, "city": "Seoul"},
    {"name": "Tom", "age": 25, "city": "London"},
    {"name": "Ana", "age": 42, "city": "Madrid"},
]


def json_to_csv(json_path, csv_path):
    with open(json_path) as file:
        rows = json.load(file)
    with open(csv_path, "w", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def main():
    with open(JSON_FILE, "w") as file:
        json.dump(PEOPLE, file)
    json_to_csv(JSON_FILE, CSV_FILE)
    print(f"{JSON_FILE} became {CSV_FILE}:")
    with open(CSV_FILE) as file:
        print(file.read().strip())


if __name__ == "__main__":
    main()
