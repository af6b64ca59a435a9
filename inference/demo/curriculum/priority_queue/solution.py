import heapq

JOBS = [(3, "write report"), (1, "put out fire"), (2, "answer mail"), (3, "clean desk")]


class PriorityQueue:
    def __init__(self):
        self.heap = []
        self.count = 0

    def push(self, priority, item):
        heapq.heappush(self.heap, (priority, self.count, item))
        self.count += 1

    def pop(self):
        return heapq.heappop(self.heap)[2]

    def __len__(self):
        return len(self.heap)


def main():
    queue = PriorityQueue()
    for priority, job in JOBS:
        queue.push(priority, job)
    while queue:
        print(queue.pop())


if __name__ == "__main__":
    main()
