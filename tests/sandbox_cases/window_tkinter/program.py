import tkinter

root = tkinter.Tk()
root.title("Arrows")
label = tkinter.Label(root, text="0", font=("sans", 48), width=6)
label.pack(padx=40, pady=40)
presses = 0


def pressed(event):
    global presses
    presses += 1
    label.config(text=str(presses), background=("#fde68a", "#a7f3d0")[presses % 2])


root.bind("<KeyPress>", pressed)
root.mainloop()
