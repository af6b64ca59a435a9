START = 27


def collatz(number):
    sequence = [number]
    while number != 1:
        if number % 2 == 0:
            number = number // 2
        else:
            number = 3 * number + 1
        sequence.append(number)
    return sequence


def main():
    sequence = collatz(START)
    print(" -> ".join(str(number) for number in sequence))
    print(f"Steps: {len(sequence) - 1}")
    print(f"Highest number: {max(sequence)}")


if __name__ == "__main__":
    main()
