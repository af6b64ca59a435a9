from collections import deque

CAPACITY = 5


class Queue:
    def __init__(self):
        self.items = deque()

    def enqueue(self, item):
        if len(self.items) == CAPACITY:
            raise OverflowError("the queue is full")
        self.items.append(item)

    def dequeue(self):
        if not self.items:
            raise IndexError("the queue is empty")
        return self.items.popleft()

    def front(self):
        return self.items[0]

    def size(self):
        return len(self.items)


def main():
    queue = Queue()
    for name in ("Ada", "Ben", "Cleo"):
        queue.enqueue(name)
        print(f"{name} joins, {queue.size()} waiting")
    print(f"Next: {queue.front()}")
    while queue.size():
        print(f"{queue.dequeue()} leaves, {queue.size()} waiting")


if __name__ == "__main__":
    main()
