AMOUNT = 5
METRES = {
    "mm": 0.001,
    "cm": 0.01,
    "m": 1,
    "km": 1000,
    "inch": 0.0254,
    "foot": 0.3048,
    "mile": 1609.344,
}
CONVERSIONS = [("km", "mile"), ("foot", "cm"), ("inch", "mm"), ("m", "foot")]


def convert(amount, source, target):
    return amount * METRES[source] / METRES[target]


def main():
    for source, target in CONVERSIONS:
        result = convert(AMOUNT, source, target)
        print(f"{AMOUNT} {source} = {result:.2f} {target}")


if __name__ == "__main__":
    main()
