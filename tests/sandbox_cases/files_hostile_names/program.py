import os

names = [
    b"kept.txt",
    b"two\nlines.txt",
    b"carriage\rreturn.txt",
    b"tab\t.txt",
    b"escape\x1b[2J.txt",
    b"bad\xff\xfe.txt",
    b"surrogate\xed\xa0\x80.txt",
    "turned\u202egnp.exe".encode(),
    b"..\\..\\windows.txt",
    b"C:\\windows.txt",
    b"<img src=x onerror=alert(1)>.txt",
    b"-rf",
    b" ",
    b'"; filename="other.html',
]
climber = b"dots.."  # cut to a length from the left, it would begin with ".."
os.mkdir(climber)
names += [climber + b"/" + b"n" * length for length in (146, 147, 148)]
names += [b"same\n", b"same\t", b"same_"]
made = 0
for name in names:
    with open(os.path.join(os.fsencode(os.getcwd()), name), "w") as file:
        file.write("text")
    made += 1
print("made", made)
