import time
import tkinter as tk

DIGITS = "green"
SIZE = 64


class Stopwatch:
    def __init__(self, root):
        self.root = root
        self.running = False
        self.seconds = 0
        self.label = tk.Label(root, font=("Helvetica", SIZE), fg=DIGITS, bg="black")
        self.label.pack(padx=80, pady=20)
        tk.Button(root, text="Start or stop", command=self.toggle).pack(fill="x")
        tk.Button(root, text="Reset", command=self.reset).pack(fill="x")
        root.bind("<Up>", lambda event: self.toggle())
        root.bind("<Down>", lambda event: self.reset())
        self.last = time.monotonic()
        self.tick()

    def tick(self):
        now = time.monotonic()
        if self.running:
            self.seconds += now - self.last
        self.last = now
        self.label.config(text=f"{self.seconds:.1f}")
        self.root.after(50, self.tick)

    def toggle(self):
        self.running = not self.running

    def reset(self):
        self.running = False
        self.seconds = 0


def main():
    root = tk.Tk()
    root.title("Stopwatch")
    root.configure(bg="black")
    Stopwatch(root)
    root.mainloop()


if __name__ == "__main__":
    main()
