stack = Stack()
assert stack.is_empty() and stack.size() == 0
stack.push(1)
stack.push(2)
assert stack.size() == 2 and stack.peek() == 2
assert stack.pop() == 2 and stack.pop() == 1 and stack.is_empty()
for method in (stack.pop, stack.peek):
    try:
        method()
    except IndexError:
        pass
    else:
        raise AssertionError("an empty stack should raise IndexError")
