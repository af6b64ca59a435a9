class Hostile(Exception):
    def __str__(self):
        raise RuntimeError("not to be printed")

    __repr__ = __str__


def fail():
    value = Hostile()
    many = ["\0\x1b[2J<script>" * 1000] * 1000
    raise value


fail()
