queue = Queue()
assert queue.size() == 0
for number in range(CAPACITY):
    queue.enqueue(number)
assert queue.size() == CAPACITY and queue.front() == 0
try:
    queue.enqueue("one too many")
except OverflowError:
    pass
else:
    raise AssertionError("a full queue should raise OverflowError")
assert [queue.dequeue() for _ in range(CAPACITY)] == list(range(CAPACITY))
assert queue.size() == 0
try:
    queue.dequeue()
except IndexError:
    pass
else:
    raise AssertionError("an empty queue should raise IndexError")
