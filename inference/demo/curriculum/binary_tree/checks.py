root = None
assert in_order(root) == [] and not contains(root, 1)
for number in (5, 3, 8, 1, 4, 9, 5):
    root = insert(root, number)
assert in_order(root) == [1, 3, 4, 5, 5, 8, 9]
assert all(contains(root, number) for number in (5, 3, 8, 1, 4, 9))
assert not any(contains(root, number) for number in (0, 2, 6, 10))
assert root.value == 5 and root.left.value == 3 and root.right.value == 8
