import tkinter as tk

BUTTON = "orange"
SIZE = 24
KEYS = "789/456*123-0.=+"


class Calculator:
    def __init__(self, root):
        self.text, font = "", ("Helvetica", SIZE)
        self.display = tk.Label(root, text="0", font=("Helvetica", 2 * SIZE), anchor="e")
        self.display.grid(row=0, column=0, columnspan=4, sticky="ew")
        for place, key in enumerate(KEYS):
            button = tk.Button(root, text=key, width=4, bg=BUTTON, font=font)
            button.config(command=lambda key=key: self.press(key))
            button.grid(row=1 + place // 4, column=place % 4)
        clear = tk.Button(root, text="Clear", command=self.clear, font=font)
        clear.grid(row=5, column=0, columnspan=4, sticky="ew")
        root.bind("<Key>", lambda event: self.press(event.char))
        root.bind("<Return>", lambda event: self.press("="))
        root.bind("<Right>", lambda event: event.widget.tk_focusNext().focus())
        root.bind("<Left>", lambda event: event.widget.tk_focusPrev().focus())

    def press(self, key):
        if key == "=":
            self.text = self.result()
        elif key and key in KEYS:
            self.text = self.text.replace("Error", "") + key
        self.display.config(text=self.text or "0")

    def result(self):
        try:
            return f"{eval(self.text):.10g}"
        except (SyntaxError, TypeError, ArithmeticError):
            return "Error"

    def clear(self):
        self.text = ""
        self.display.config(text="0")


def main():
    root = tk.Tk()
    root.title("Calculator")
    Calculator(root)
    root.mainloop()


if __name__ == "__main__":
    main()
