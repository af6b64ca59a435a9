import tkinter as tk

PEN = "blue"
THICKNESS = 4
COLORS = ["black", "white", "red", "green", "blue", "orange", "purple"]
STEPS = {"Left": (-10, 0), "Right": (10, 0), "Up": (0, -10), "Down": (0, 10)}


class Paint:
    def __init__(self, root):
        self.color = PEN
        self.x, self.y = 300, 200
        self.canvas = tk.Canvas(root, width=600, height=400, bg="lightgray")
        self.canvas.pack()
        for color in COLORS:
            button = tk.Button(root, bg=color, width=4)
            button.config(command=lambda color=color: self.choose(color))
            button.pack(side="left")
        clear = tk.Button(root, text="Clear", command=lambda: self.canvas.delete("all"))
        clear.pack(side="right")
        self.canvas.bind("<Button-1>", self.start)
        self.canvas.bind("<B1-Motion>", lambda event: self.draw_to(event.x, event.y))
        for key in STEPS:
            root.bind(f"<{key}>", self.step)

    def choose(self, color):
        self.color = color

    def start(self, event):
        self.x, self.y = event.x, event.y

    def draw_to(self, x, y):
        line = (self.x, self.y, x, y)
        self.canvas.create_line(line, fill=self.color, width=THICKNESS, capstyle="round")
        self.x, self.y = x, y

    def step(self, event):
        dx, dy = STEPS[event.keysym]
        self.draw_to(self.x + dx, self.y + dy)


def main():
    root = tk.Tk()
    root.title("Paint")
    Paint(root)
    root.mainloop()


if __name__ == "__main__":
    main()
