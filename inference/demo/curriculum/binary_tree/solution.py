NUMBERS = [50, 30, 70, 20, 40, 60, 80]
WANTED = 60


class Node:
    def __init__(self, value):
        self.value = value
        self.left = None
        self.right = None


def insert(node, value):
    if node is None:
        return Node(value)
    if value < node.value:
        node.left = insert(node.left, value)
    else:
        node.right = insert(node.right, value)
    return node


def contains(node, value):
    if node is None:
        return False
    if value == node.value:
        return True
    return contains(node.left if value < node.value else node.right, value)


def in_order(node):
    if node is None:
        return []
    return in_order(node.left) + [node.value] + in_order(node.right)


def main():
    root = None
    for number in NUMBERS:
        root = insert(root, number)
    print(f"In order: {in_order(root)}")
    print(f"Contains {WANTED}: {contains(root, WANTED)}")


if __name__ == "__main__":
    main()
