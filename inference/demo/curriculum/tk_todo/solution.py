import tkinter as tk

PAPER = "lightyellow"
SIZE = 16
TASKS = ["Buy milk", "Water the plants", "Call grandma"]


class TodoList:
    def __init__(self, root):
        font = ("Helvetica", SIZE)
        self.entry = tk.Entry(root, font=font)
        self.entry.pack(fill="x", padx=10, pady=10)
        self.tasks = tk.Listbox(root, font=font, bg=PAPER, width=30, height=10)
        self.tasks.pack(fill="both", expand=True, padx=10)
        self.tasks.insert("end", *TASKS)
        tk.Button(root, text="Add", font=font, command=self.add).pack(fill="x")
        tk.Button(root, text="Done", font=font, command=self.remove).pack(fill="x")
        self.entry.bind("<Return>", lambda event: self.add())
        self.entry.bind("<Down>", lambda event: self.tasks.focus())
        self.tasks.bind("<Return>", lambda event: self.remove())
        self.entry.focus()

    def add(self):
        task = self.entry.get().strip()
        if task:
            self.tasks.insert("end", task)
            self.entry.delete(0, "end")

    def remove(self):
        for place in self.tasks.curselection():
            self.tasks.delete(place)


def main():
    root = tk.Tk()
    root.title("To-do list")
    TodoList(root)
    root.mainloop()


if __name__ == "__main__":
    main()
