import tkinter as tk

STEP = 1
NUMBER = "black"


class Counter:
    def __init__(self, root):
        self.count = 0
        self.label = tk.Label(root, text="0", font=("Helvetica", 64), fg=NUMBER)
        self.label.pack(padx=80, pady=20)
        tk.Button(root, text=f"+{STEP}", command=lambda: self.add(STEP)).pack(fill="x")
        tk.Button(root, text=f"-{STEP}", command=lambda: self.add(-STEP)).pack(fill="x")
        tk.Button(root, text="Reset", command=self.reset).pack(fill="x")
        root.bind("<Up>", lambda event: self.add(STEP))
        root.bind("<Down>", lambda event: self.add(-STEP))

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
