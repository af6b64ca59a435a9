todo = TodoList()
todo.add("read")
todo.add("swim")
todo.add("cook")
assert todo.open_tasks() == ["read", "swim", "cook"]
todo.finish("swim")
assert todo.open_tasks() == ["read", "cook"]
todo.remove("read")
assert todo.open_tasks() == ["cook"]
assert list(todo.tasks) == ["swim", "cook"]
show(todo)
try:
    todo.finish("fly")
except KeyError:
    pass
else:
    raise AssertionError("finishing an unknown task should raise KeyError")
