import random
import tkinter as tk

DIE = "white"
DICE = 1
SIZE = 160
LEFT, MIDDLE, RIGHT = 0.25, 0.5, 0.75
CENTER = [(MIDDLE, MIDDLE)]
TWO = [(LEFT, LEFT), (RIGHT, RIGHT)]
FOUR = TWO + [(LEFT, RIGHT), (RIGHT, LEFT)]
SIX = FOUR + [(LEFT, MIDDLE), (RIGHT, MIDDLE)]
DOTS = {1: CENTER, 2: TWO, 3: TWO + CENTER, 4: FOUR, 5: FOUR + CENTER, 6: SIX}


class Dice:
    def __init__(self, root):
        self.canvas = tk.Canvas(root, width=DICE * SIZE, height=SIZE, bg="gray")
        self.canvas.pack()
        self.total = tk.Label(root, font=("Helvetica", 24))
        self.total.pack()
        tk.Button(root, text="Roll", command=self.roll).pack(fill="x")
        for key in ("<Up>", "<Down>", "<Left>", "<Right>", "<space>"):
            root.bind(key, lambda event: self.roll())
        self.roll()

    def roll(self):
        numbers = [random.randint(1, 6) for _ in range(DICE)]
        self.canvas.delete("all")
        for place, number in enumerate(numbers):
            self.draw(place * SIZE, number)
        self.total.config(text=f"Total: {sum(numbers)}")

    def draw(self, left, number):
        corners = (left + 10, 10, left + SIZE - 10, SIZE - 10)
        self.canvas.create_rectangle(corners, fill=DIE)
        for x, y in DOTS[number]:
            x, y = left + x * SIZE, y * SIZE
            self.canvas.create_oval(x - 12, y - 12, x + 12, y + 12, fill="black")


def main():
    root = tk.Tk()
    root.title("Dice")
    Dice(root)
    root.mainloop()


if __name__ == "__main__":
    main()
