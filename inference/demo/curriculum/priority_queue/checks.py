def drain(pairs):
    queue = PriorityQueue()
    for priority, item in pairs:
        queue.push(priority, item)
    assert len(queue) == len(pairs)
    return "".join(queue.pop() for _ in pairs)


assert drain([(2, "b"), (1, "a"), (3, "c")]) in ("abc", "cba")
assert drain([(1, "z"), (1, "a"), (1, "m"), (1, "b")]) == "zamb"
assert drain([(5, "x"), (9, "y"), (5, "a"), (9, "c")]) in ("xayc", "ycxa")
assert len(PriorityQueue()) == 0
try:
    PriorityQueue().pop()
except IndexError:
    pass
else:
    raise AssertionError("an empty queue should raise IndexError")
