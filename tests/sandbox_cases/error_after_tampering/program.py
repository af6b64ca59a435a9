import sys
import traceback


def nothing(*arguments, **names):
    return ""


sys.excepthook = sys.unraisablehook = nothing
for name in dir(traceback):
    if callable(getattr(traceback, name)) and name[0].islower():
        setattr(traceback, name, nothing)
raise ValueError("hidden")
