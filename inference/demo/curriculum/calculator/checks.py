assert calculate("12 + 30") == 42
assert calculate("3 - 8") == -5
assert calculate("6 * 7") == 42
assert calculate("9 / 3") == 3
assert calculate("10 / 3") == round(10 / 3, DIGITS)
for text, error in (("1 / 0", ZeroDivisionError), ("1 ? 2", ValueError)):
    try:
        calculate(text)
    except error:
        pass
    else:
        raise AssertionError(f"calculate({text!r}) should raise {error.__name__}")
main()
