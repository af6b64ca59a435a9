numbers = LinkedList()
assert list(numbers) == []
for number in (1, 2, 3, 4):
    numbers.append(number)
assert list(numbers) == [1, 2, 3, 4]
numbers.remove(2)
assert list(numbers) == [1, 3, 4]
numbers.remove(1)
assert list(numbers) == [3, 4]
numbers.remove(9)
numbers.remove(4)
assert list(numbers) == [3]
numbers.append(5)
assert list(numbers) == [3, 5]
