TASKS = ["buy milk", "call Ben", "write a report"]
DONE_MARK = "x"


class TodoList:
    def __init__(self):
        self.tasks = {}

    def add(self, task):
        self.tasks[task] = False

    def finish(self, task):
        if task not in self.tasks:
            raise KeyError(task)
        self.tasks[task] = True

    def remove(self, task):
        del self.tasks[task]

    def open_tasks(self):
        return [task for task, done in self.tasks.items() if not done]


def show(todo):
    for number, (task, done) in enumerate(todo.tasks.items(), 1):
        mark = DONE_MARK if done else " "
        print(f"{number}. [{mark}] {task}")
    print(f"{len(todo.open_tasks())} still open")


def main():
    todo = TodoList()
    for task in TASKS:
        todo.add(task)
    todo.finish("call Ben")
    show(todo)
    todo.remove("buy milk")
    show(todo)


if __name__ == "__main__":
    main()
