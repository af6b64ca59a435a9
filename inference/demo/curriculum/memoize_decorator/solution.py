import time
from functools import wraps

NUMBER = 12
PAUSE = 0.2


def memoize(function):
    results = {}

    @wraps(function)
    def wrapper(*arguments):
        if arguments not in results:
            results[arguments] = function(*arguments)
        return results[arguments]

    return wrapper


@memoize
def slow_square(number):
    time.sleep(PAUSE)
    return number * number


def main():
    for attempt in ("first", "second"):
        start = time.perf_counter()
        result = slow_square(NUMBER)
        seconds = time.perf_counter() - start
        print(f"{attempt} call: {result} after {seconds:.2f} seconds")


if __name__ == "__main__":
    main()
