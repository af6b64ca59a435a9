"""Plays a program that has a window: watches its frames, presses keys, says what it saw.

It finds the largest window, gives it the focus that a window manager would give it, looks on until
it has drawn itself (a busy machine takes its time), then presses the arrow keys in a square, so
that a snake stays on its board. When that changes nothing it tries the keys that the program asks
for by name, and what starts many games: space, Enter, a click, letters.
Whether the program reads its events at all is asked the way window managers ask it, by
_NET_WM_PING, which toolkits answer by themselves as long as somebody empties their queue.

It only reports; the host decides.
"""

import json
import os
import sys
import time
from dataclasses import asdict, dataclass

from screen import Picture
from wire import pack
from Xlib import XK, X, display, error
from Xlib.ext import xtest
from Xlib.protocol import event

LOOK_ON = 1.0
LOOK_ON_LONGEST = 3.0
STILL_FOR = 0.5
STEP = 0.5
GLANCES = (0.12, 0.3, 0.45)
GONE_AFTER = 1.0
SMALLEST = 24
ARROWS = ("Right", "Down", "Left", "Up")
STARTERS = ("space", "Right", "Return", "Right", "click", "Right", "w", "d", "s", "a", "Down")
NAMED_TRIES = 4


@dataclass
class Sight:
    """What the player saw of the program's windows."""

    opened: bool = False
    drawn: bool = False
    changed: bool = False
    changed_after_keys: bool = False
    can_ping: bool = False
    answered_ping: bool = False
    finished: bool = False
    watched_ms: int = 0


class Screen:
    """The X server as far as the player needs it."""

    def __init__(self) -> None:
        self._display = display.Display(":1")
        self._root = self._display.screen().root
        self._root.change_attributes(event_mask=X.SubstructureNotifyMask)
        self._protocols = self._display.intern_atom("WM_PROTOCOLS")
        self._ping = self._display.intern_atom("_NET_WM_PING")

    def largest_window(self):
        """The largest window that can be seen, or None."""
        best, best_area = None, SMALLEST * SMALLEST - 1
        for window in self._root.query_tree().children:
            try:
                attributes = window.get_attributes()
                geometry = window.get_geometry()
            except error.XError:
                continue
            visible = attributes.map_state == X.IsViewable
            if visible and attributes.win_class == X.InputOutput:
                area = geometry.width * geometry.height
                if area > best_area:
                    best, best_area = window, area
        return best

    def focus(self, window) -> None:
        window.set_input_focus(X.RevertToPointerRoot, X.CurrentTime)
        self._display.sync()

    def picture(self, window) -> Picture | None:
        """What the window shows now; None when it closed meanwhile."""
        try:
            shape = window.get_geometry()
            full = self._root.get_geometry()
            left, top = max(0, -shape.x), max(0, -shape.y)
            width = min(shape.width - left, full.width - max(0, shape.x))
            height = min(shape.height - top, full.height - max(0, shape.y))
            if width <= 0 or height <= 0:
                return None
            image = window.get_image(left, top, width, height, X.ZPixmap, 0xFFFFFFFF)
        except error.XError:
            return None
        return Picture(width, height, bytes(image.data))

    def press(self, key: str, window) -> None:
        if key == "click":
            self._click(window)
            return
        code = self._display.keysym_to_keycode(XK.string_to_keysym(key))
        if not code:
            return
        xtest.fake_input(self._display, X.KeyPress, code)
        self._display.sync()
        time.sleep(0.06)
        xtest.fake_input(self._display, X.KeyRelease, code)
        self._display.sync()

    def _click(self, window) -> None:
        shape = window.get_geometry()
        x, y = shape.x + shape.width // 2, shape.y + shape.height // 2
        xtest.fake_input(self._display, X.MotionNotify, x=x, y=y)
        xtest.fake_input(self._display, X.ButtonPress, 1)
        xtest.fake_input(self._display, X.ButtonRelease, 1)
        self._display.sync()

    def ping(self, window) -> bool:
        """Ask whether the program reads its events; False when its toolkit knows no ping."""
        if self._ping not in (window.get_wm_protocols() or ()):
            return False
        question = event.ClientMessage(
            window=window,
            client_type=self._protocols,
            data=(32, [self._ping, X.CurrentTime, window.id, 0, 0]),
        )
        window.send_event(question, event_mask=X.NoEventMask)
        self._display.flush()
        return True

    def heard_answer(self) -> bool:
        """Whether an answer to a ping came since the last call."""
        heard = False
        while self._display.pending_events():
            message = self._display.next_event()
            if message.type == X.ClientMessage and message.client_type == self._protocols:
                heard = heard or message.data[1][0] == self._ping
        return heard


class Player:
    """Plays for some seconds and tells the supervisor through a pipe."""

    def __init__(self, screen: Screen, pipe: int, seconds: float, keys: list[str]) -> None:
        self._screen = screen
        named = [key for key in keys if key not in (*ARROWS, *STARTERS)]
        self._starters = (*named[:NAMED_TRIES], *STARTERS)
        self._pipe = pipe
        self._seconds = seconds
        self._sight = Sight()
        self._last: Picture | None = None
        self._sent: Picture | None = None
        self._sent_at = 0.0
        self._changed_at = 0.0
        self._pressed = False

    def play(self) -> None:
        """Wait for a window and play it; start anew when it closes and another one opens."""
        self._tell()
        while not self._sight.finished:
            window = self._screen.largest_window()
            if window is None:
                time.sleep(0.05)
                continue
            self._sight.opened = True
            self._tell()
            try:
                self._play_window()
            except error.XError:
                # The window closed under our hands: look for the next one.
                continue

    def _play_window(self) -> None:
        began = seen = time.monotonic()
        keys = iter(ARROWS)
        step = 0
        while True:
            now = time.monotonic()
            self._sight.watched_ms = int((now - began) * 1000)
            window = self._screen.largest_window()
            if window is None:
                if now - seen > GONE_AFTER:
                    return
                time.sleep(0.05)
                continue
            seen = now
            if now - began >= self._seconds:
                self._glance(window)
                self._sight.finished = True
                self._send_picture(force=True)
                self._tell()
                return
            if step % 4 == 0:
                self._sight.can_ping |= self._screen.ping(window)
            if not self._pressed and self._is_settling(began, now):
                self._glance(window)
                time.sleep(0.15)
                continue
            key = next(keys, None)
            if key is None:
                keys = iter(ARROWS if self._sight.changed_after_keys else self._starters)
                continue
            self._step(window, key)
            step += 1

    def _is_settling(self, began: float, now: float) -> bool:
        """Whether the window may still be drawing itself; an animation never settles."""
        moving = now - self._changed_at < STILL_FOR or not self._sight.drawn
        return now - began < (LOOK_ON_LONGEST if moving else LOOK_ON)

    def _step(self, window, key: str) -> None:
        """Press one key and look what it does."""
        self._screen.focus(window)
        self._glance(window)
        self._pressed = True
        began = time.monotonic()
        self._screen.press(key, window)
        for moment in GLANCES:
            time.sleep(max(0.0, began + moment - time.monotonic()))
            self._glance(window)
        self._send_picture()
        self._tell()
        time.sleep(max(0.0, began + STEP - time.monotonic()))

    def _glance(self, window) -> None:
        """Take the window's picture and compare it with the one before."""
        self._sight.answered_ping |= self._screen.heard_answer()
        picture = self._screen.picture(window)
        if picture is None:
            return
        if self._last is not None and picture != self._last:
            self._sight.changed = True
            self._sight.changed_after_keys |= self._pressed
            self._changed_at = time.monotonic()
        self._last = picture
        if not self._sight.drawn and not picture.is_blank:
            self._sight.drawn = True
            self._send_picture(force=True)
            self._tell()

    def _send_picture(self, *, force: bool = False) -> None:
        """Send the newest picture that shows something, at most once a second unless forced."""
        picture = self._last
        now = time.monotonic()
        if picture is None or picture == self._sent or (not force and now - self._sent_at < 1):
            return
        if picture.is_blank and self._sight.drawn:
            return
        self._sent, self._sent_at = picture, now
        self._write(pack(b"P", picture.png()))

    def _tell(self) -> None:
        self._write(pack(b"J", json.dumps(asdict(self._sight)).encode()))

    def _write(self, data: bytes) -> None:
        while data:
            data = data[os.write(self._pipe, data) :]


if __name__ == "__main__":
    import ctypes

    PR_SET_DUMPABLE = 4
    ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    pipe, seconds, *keys = sys.argv[1:]
    Player(Screen(), int(pipe), float(seconds), keys).play()
