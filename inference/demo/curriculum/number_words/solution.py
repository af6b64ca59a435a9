NUMBER = 2475
ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen "
    "fourteen fifteen sixteen seventeen eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def in_words(number):
    if number < 20:
        return ONES[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return TENS[tens - 2] + (f"-{ONES[ones]}" if ones else "")
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        words = f"{ONES[hundreds]} hundred"
    else:
        thousands, rest = divmod(number, 1000)
        words = f"{in_words(thousands)} thousand"
    return f"{words} {in_words(rest)}" if rest else words


def main():
    for number in [7, 19, 80, 342, NUMBER]:
        print(f"{number}: {in_words(number)}")


if __name__ == "__main__":
    main()
