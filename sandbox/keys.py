"""Which keys a program asks for, read from its code.

The play-test presses them, so that a game which starts with P is started; and a program that asks
for none may show a picture that keeps still. Escape and Q are left out: they end programs.
"""

from __future__ import annotations

import re

__all__ = ["MOST_KEYS", "asks_for_keys", "keys_in"]

MOST_KEYS = 8

PYGAME_KEY = re.compile(r"\bK_(\w+)")
TK_KEY = re.compile(r"<(?:Key(?:Press|Release)?-)?(Left|Right|Up|Down|space|[A-Za-z0-9]|F\d{1,2})>")
TK_LETTER = re.compile(r"\.bind(?:_all)?\(\s*[\"']([A-Za-z0-9])[\"']")
TURTLE_KEY = re.compile(r"\.?onkey(?:press|release)?\([^\n]*?[\"'](\w+)[\"']\s*\)")
ANY_KEY = re.compile(r"<Key(?:Press|Release)?>|\bkeysym\b|\bonkey(?:press|release)?\(")
ANY_PYGAME_KEY = re.compile(r"\bKEYDOWN\b|\bKEYUP\b|\bkey\.get_pressed\b")

# What pygame calls a key and what X calls it, where that is not the same but for the case.
X_NAMES = {
    "SPACE": "space",
    "RETURN": "Return",
    "TAB": "Tab",
    "BACKSPACE": "BackSpace",
    "DELETE": "Delete",
    "LEFT": "Left",
    "RIGHT": "Right",
    "UP": "Up",
    "DOWN": "Down",
    "LSHIFT": "Shift_L",
    "RSHIFT": "Shift_R",
    "LCTRL": "Control_L",
    "RCTRL": "Control_R",
    "ESCAPE": "Escape",
}
ENDERS = frozenset({"Escape", "q", "Q"})


def keys_in(code: str) -> tuple[str, ...]:
    """The keys that the code names, as X names them, in the order of their first mention."""
    named = [X_NAMES.get(name, name) for name in PYGAME_KEY.findall(code)]
    for pattern in (TK_KEY, TK_LETTER, TURTLE_KEY):
        named += pattern.findall(code)
    return tuple(dict.fromkeys(key for key in named if key not in ENDERS))


def asks_for_keys(code: str) -> bool:
    """Whether the program wants keys for anything but to be ended."""
    if keys_in(code) or ANY_KEY.search(code):
        return True
    return bool(ANY_PYGAME_KEY.search(code)) and not PYGAME_KEY.search(code)
