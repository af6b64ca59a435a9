import time


class Endless:
    def __repr__(self):
        while True:
            time.sleep(1)


def fail():
    value = Endless()
    raise KeyError(value)


fail()
