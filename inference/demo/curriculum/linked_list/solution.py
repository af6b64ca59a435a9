WORDS = ["red", "green", "blue"]


class Node:
    def __init__(self, value):
        self.value = value
        self.next = None


class LinkedList:
    def __init__(self):
        self.head = None

    def append(self, value):
        if self.head is None:
            self.head = Node(value)
            return
        node = self.head
        while node.next:
            node = node.next
        node.next = Node(value)

    def remove(self, value):
        previous, node = None, self.head
        while node and node.value != value:
            previous, node = node, node.next
        if node is None:
            return
        if previous is None:
            self.head = node.next
        else:
            previous.next = node.next

    def __iter__(self):
        node = self.head
        while node:
            yield node.value
            node = node.next


def main():
    words = LinkedList()
    for word in WORDS:
        words.append(word)
    print(" -> ".join(words))
    words.remove("green")
    print(" -> ".join(words))


if __name__ == "__main__":
    main()
