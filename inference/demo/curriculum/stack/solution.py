class Stack:
    def __init__(self):
        self.items = []

    def push(self, item):
        self.items.append(item)

    def pop(self):
        if self.is_empty():
            raise IndexError("the stack is empty")
        return self.items.pop()

    def peek(self):
        if self.is_empty():
            raise IndexError("the stack is empty")
        return self.items[-1]

    def is_empty(self):
        return len(self.items) == 0

    def size(self):
        return len(self.items)


def main():
    stack = Stack()
    for item in ("red", "green", "blue"):
        stack.push(item)
        print(f"Push {item}, size {stack.size()}")
    print(f"On top: {stack.peek()}")
    while not stack.is_empty():
        print(f"Pop {stack.pop()}")


if __name__ == "__main__":
    main()
