"""Starts a virtual display when a program first asks for one, and whoever watches it.

The door is a socket in the abstract namespace: it needs no file, and the container's own network
namespace keeps it private.
"""

import os
import socket
import subprocess

DOOR = "\0ouroboros-display"
NUMBER = ":1"
SIZE = "1280x960"
RFB_SOCKET = "/tmp/.rfb"  # noqa: S108
MAX_WAITING = 16
HERE = os.path.dirname(os.path.abspath(__file__))


class Display:
    """The display server and the player. Nothing here may block or raise into the supervisor."""

    def __init__(self, python: str, environment: dict[str, str]) -> None:
        self._python = python
        self._environment = environment
        self.door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.door.bind(DOOR)
        self.door.listen(MAX_WAITING)
        self.door.setblocking(False)
        self._waiting: list[socket.socket] = []
        self.ready_pipe: int | None = None
        self.is_up = False
        self.is_lost = False

    def knock(self) -> bool:
        """Someone wants a display. True when this call started the server."""
        try:
            line, _ = self.door.accept()
        except OSError:
            return False
        if self.is_up or self.is_lost or len(self._waiting) >= MAX_WAITING:
            line.close()
            return False
        self._waiting.append(line)
        return self.ready_pipe is None and self._start_server()

    def _start_server(self) -> bool:
        reader, writer = os.pipe()
        command = [
            "Xvnc", NUMBER, "-geometry", SIZE, "-depth", "24", "-SecurityTypes", "None",
            "-rfbport", "-1", "-rfbunixpath", RFB_SOCKET, "-nolisten", "tcp",
            "-extension", "GLX", "-displayfd", str(writer),
        ]  # fmt: skip
        started = self._spawn(command, keep=writer)
        os.close(writer)
        if started is None:
            os.close(reader)
            self._lose()
            return False
        self.ready_pipe = reader
        return True

    def server_spoke(self) -> None:
        """The server wrote its number (it is ready) or closed the pipe (it is gone)."""
        if self.ready_pipe is None:
            return
        self.is_up = bool(os.read(self.ready_pipe, 16))
        # The pipe stays open: the server writes to it once more and would die of a closed one.
        if not self.is_up:
            os.close(self.ready_pipe)
            self._lose()

    def start_player(self, play_seconds: float, keys: list[str]) -> int | None:
        """Start the process that watches windows and presses keys; its pipe, or None.

        Whoever waits for the display is kept waiting until the player looks on, or a drawing that
        ends at once would not be seen.
        """
        reader, writer = os.pipe()
        command = [self._python, f"{HERE}/player.py", str(writer), str(play_seconds), *keys]
        started = self._spawn(command, keep=writer)
        os.close(writer)
        if started is None:
            os.close(reader)
            self.release()
            return None
        os.set_blocking(reader, False)
        return reader

    def _spawn(self, command: list[str], keep: int) -> subprocess.Popen[bytes] | None:
        """Start a process; None when the program used up all processes or memory."""
        try:
            return subprocess.Popen(  # noqa: S603
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[keep],
                env=self._environment,
                cwd="/tmp",  # noqa: S108
                start_new_session=True,
            )
        except OSError:
            return None

    def _lose(self) -> None:
        self.is_lost = True
        self.release()

    def release(self) -> None:
        """Let everybody who waits for the display go on."""
        for line in self._waiting:
            line.close()
        self._waiting.clear()
