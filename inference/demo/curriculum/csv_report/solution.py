import csv

FILE = "sales.csv"
ROWS = [
    ("apple", 3, 1.20),
    ("bread", 2, 2.50),
    ("cheese", 2, 6.75),
    ("apple", 5, 1.20),
    ("bread", 1, 2.50),
]


def write_rows(path, rows):
    with open(path, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["product", "quantity", "price"])
        writer.writerows(rows)


def read_totals(path):
    totals = {}
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            amount = int(row["quantity"]) * float(row["price"])
            totals[row["product"]] = totals.get(row["product"], 0) + amount
    return totals


def main():
    write_rows(FILE, ROWS)
    totals = read_totals(FILE)
    for product, total in sorted(totals.items()):
        print(f"{product:8} {total:8.2f}")
    print(f"{'total':8} {sum(totals.values()):8.2f}")


if __name__ == "__main__":
    main()
