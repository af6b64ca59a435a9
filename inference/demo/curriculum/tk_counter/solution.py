import tkinter as tk


class Counter:
    def __init__(self, root):
        self.count = 0
        self.label = tk.Label(root, text="0", font=("Helvetica", 64))
        self.label.pack(padx=80, pady=20)
        tk.Button(root, text="Add one", command=lambda: self.add(1)).pack(fill="x")
        tk.Button(root, text="Take one away", command=lambda: self.add(-1)).pack(fill="x")
        tk.Button(root, text="Reset", command=self.reset).pack(fill="x")
        root.bind("<Up>", lambda event: self.add(1))
        root.bind("<Down>", lambda event: self.add(-1))

    def add(self, amount):
        self.count += amount
        self.label.config(text=str(self.count))

    def reset(self):
        self.count = 0
        self.label.config(text="0")


def main():
    root = tk.Tk()
    root.title("Counter")
    Counter(root)
    root.mainloop()


if __name__ == "__main__":
    main()
