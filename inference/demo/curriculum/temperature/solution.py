STEP = 10


def to_fahrenheit(celsius):
    return celsius * 9 / 5 + 32


def to_celsius(fahrenheit):
    return (fahrenheit - 32) * 5 / 9


def main():
    print("Celsius  Fahrenheit")
    for celsius in range(-20, 101, STEP):
        print(f"{celsius:7}  {to_fahrenheit(celsius):10.1f}")
    print(f"98.6 degrees Fahrenheit are {to_celsius(98.6):.1f} degrees Celsius")


if __name__ == "__main__":
    main()
