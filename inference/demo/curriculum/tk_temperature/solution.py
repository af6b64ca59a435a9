import tkinter as tk

RESULT = "orange"
START = 20


def to_fahrenheit(celsius):
    return celsius * 9 / 5 + 32


class Converter:
    def __init__(self, root):
        font = ("Helvetica", 28)
        self.text = tk.StringVar()
        entry = tk.Entry(root, textvariable=self.text, font=font, justify="center")
        entry.pack(padx=20, pady=20)
        entry.focus()
        self.result = tk.Label(root, font=font, fg=RESULT, bg="black")
        self.result.pack(fill="x", padx=20, pady=20)
        self.text.trace_add("write", lambda *change: self.convert())
        self.text.set(START)
        root.bind("<Up>", lambda event: self.change(1))
        root.bind("<Down>", lambda event: self.change(-1))

    def convert(self):
        try:
            fahrenheit = to_fahrenheit(float(self.text.get()))
            self.result.config(text=f"{fahrenheit:.1f} °F")
        except ValueError:
            self.result.config(text="Type degrees Celsius")

    def change(self, amount):
        try:
            self.text.set(float(self.text.get()) + amount)
        except ValueError:
            self.text.set(START)


def main():
    root = tk.Tk()
    root.title("Celsius to Fahrenheit")
    Converter(root)
    root.mainloop()


if __name__ == "__main__":
    main()
