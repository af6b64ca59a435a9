"""Asks the supervisor for a display as soon as a program imports something that opens windows.

A display takes a tenth of a second and some memory to start, and most programs need none. Every
Python in the box loads this module, so a program that a program starts gets its display too.
"""

import socket
import sys
from importlib.machinery import ModuleSpec

DOOR = "\0ouroboros-display"
WINDOW_MAKERS = frozenset({"pygame", "tkinter", "_tkinter", "turtle", "Xlib"})


class DisplayOnDemand:
    """An import hook that finds nothing: it only notices the names that go past."""

    def find_spec(
        self, name: str, _path: object = None, _target: object = None
    ) -> ModuleSpec | None:
        if name in WINDOW_MAKERS:
            sys.meta_path.remove(self)
            wait_for_display()
        return None


def wait_for_display() -> None:
    """Knock at the supervisor's door and wait until it closes the line: the display is up."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(5.0)
        try:
            line.connect(DOOR)
            line.recv(1)
        except OSError:
            return


sys.meta_path.insert(0, DisplayOnDemand())
