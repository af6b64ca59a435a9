import contextlib
import io

assert [fizzbuzz(number) for number in (1, 3, 5, 15, 30, 98)] == ["1", "Fizz", "Buzz", "FizzBuzz", "FizzBuzz", "98"]
output = io.StringIO()
with contextlib.redirect_stdout(output):
    main()
assert sorted(output.getvalue().split()) == sorted(fizzbuzz(number) for number in range(1, LAST + 1))
