import time
import tkinter as tk

SIZE = 64
DIGITS = "white"
BACKGROUND = "black"


class Clock:
    def __init__(self, root):
        self.root = root
        self.size = SIZE
        self.label = tk.Label(root, font=("Helvetica", SIZE), fg=DIGITS, bg=BACKGROUND)
        self.label.pack(padx=40, pady=40)
        root.bind("<Up>", lambda event: self.resize(8))
        root.bind("<Down>", lambda event: self.resize(-8))
        self.tick()

    def tick(self):
        self.label.config(text=time.strftime("%H:%M:%S"))
        self.root.after(500, self.tick)

    def resize(self, amount):
        self.size = max(16, self.size + amount)
        self.label.config(font=("Helvetica", self.size))


def main():
    root = tk.Tk()
    root.title("Clock")
    root.configure(bg=BACKGROUND)
    Clock(root)
    root.mainloop()


if __name__ == "__main__":
    main()
