"""Process 1 of every container: runs one program, once, and tells the host the facts.

It was there before the program and is the only one that speaks to the host: the program's output
goes through pipes, so it cannot forge a frame, and this process is not dumpable, so the program
cannot open its descriptors or memory under /proc although both have the same user. As process 1
it gets no signal from inside the container.

One thread and one selector, and no process is started once the program runs, except the display:
a program that uses up every process must not stop its own judge.
"""

import ctypes
import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
import time

from cgroup import Counters
from display import NUMBER, Display
from harvest import harvest
from wire import BrokenFrame, FrameReader, pack

WORK = "/sandbox"
HOME = "/tmp/home"  # noqa: S108
MATPLOTLIB = "/opt/matplotlib"
PR_SET_DUMPABLE = 4
CHUNK = 65536
BACKLOG = 512 * 1024
MAX_REPORTS = 8
MAX_REPORT_BYTES = 65536
TICK = 0.1
DRAIN_SECONDS = 1.0
REAP_SECONDS = 3.0


class HostGone(Exception):
    """Nobody reads what we say any more: there is no reason to go on."""


class Host:
    """The other end of standard input and output."""

    def __init__(self) -> None:
        self._frames = FrameReader()
        self._unsent = bytearray()
        os.set_blocking(0, False)
        os.set_blocking(1, False)

    @property
    def is_slow(self) -> bool:
        return len(self._unsent) > BACKLOG

    @property
    def has_unsent(self) -> bool:
        return bool(self._unsent)

    def receive(self) -> list[tuple[bytes, bytes]]:
        try:
            data = os.read(0, CHUNK)
        except BlockingIOError:
            return []
        if not data:
            raise HostGone
        return self._frames.feed(data)

    def send(self, kind: bytes, payload: bytes = b"") -> None:
        self._unsent += pack(kind, payload)
        self.flush()

    def flush(self) -> None:
        """Write as much as the pipe takes now."""
        while self._unsent:
            try:
                sent = os.write(1, self._unsent[:CHUNK])
            except BlockingIOError:
                return
            except OSError as error:
                raise HostGone from error
            del self._unsent[:sent]

    def send_all(self) -> None:
        """Wait until everything is written. The host kills this container when it does not read."""
        os.set_blocking(1, True)
        self.flush()


class Child:
    """The interpreter that is started early and given the program later."""

    def __init__(self, environment: dict[str, str]) -> None:
        input_reader, self.stdin = os.pipe()
        self.stdout, output_writer = os.pipe()
        self.stderr, error_writer = os.pipe()
        control_reader, self._control = os.pipe()
        self.report, report_writer = os.pipe()
        given = (input_reader, output_writer, error_writer, control_reader, report_writer)
        moved = [os.dup(fd) for fd in given]

        def arrange() -> None:
            for target, source in enumerate(moved):
                os.dup2(source, target)

        self._process = subprocess.Popen(
            [sys.executable, "-s", "/opt/ouroboros/child.py"],
            env=environment,
            cwd=WORK,
            start_new_session=True,
            pass_fds=(0, 1, 2, 3, 4),
            preexec_fn=arrange,
        )
        self.pid = self._process.pid
        for fd in (*given, *moved):
            os.close(fd)
        for fd in (self.stdin, self.stdout, self.stderr, self.report):
            os.set_blocking(fd, False)

    def give(self, code: bytes, tests: bytes) -> None:
        job = {"code": code.decode(errors="replace"), "tests": tests.decode(errors="replace")}
        with os.fdopen(self._control, "wb") as control:
            control.write(json.dumps(job).encode())


class Supervisor:
    def __init__(self) -> None:
        environment = prepare()
        self._host = Host()
        self._counters = Counters()
        self._child = Child(environment)
        self._display = Display(sys.executable, environment)
        self._selector = selectors.DefaultSelector()
        self._parts: dict[bytes, bytes] = {}
        self._limits: dict[str, object] = {}
        self._input = memoryview(b"")
        self._output_left = 0
        self._reports = 0
        self._report_buffer = b""
        self._player = FrameReader()
        self._sight: dict[str, object] = {}
        self._picture = b""
        self._status: int | None = None
        self._began = self._deadline = 0.0
        self._cpu_began = 0.0
        self._facts: dict[str, object] = {"timed_out": "", "output_exceeded": False}

    def live(self) -> None:
        """Wait for a program, run it, tell the facts."""
        self._host.send(b"R", json.dumps({"python": sys.version.split()[0]}).encode())
        os.set_blocking(0, True)
        while not self._limits:
            for kind, payload in self._host.receive():
                self._take(kind, payload)
        os.set_blocking(0, False)
        self._start()
        while not self._is_over():
            self._turn(TICK)
        self._finish()

    def _take(self, kind: bytes, payload: bytes) -> None:
        if kind == b"G":
            self._limits = json.loads(payload)
        elif kind == b"K":
            raise HostGone
        else:
            self._parts[kind] = payload

    def _start(self) -> None:
        code = self._parts.get(b"C", b"")
        with open(f"{WORK}/program.py", "wb") as file:
            file.write(code)
        self._input = memoryview(self._parts.get(b"I", b""))
        self._output_left = int(self._limits["output_bytes"])
        watch = self._selector.register
        watch(0, selectors.EVENT_READ, self._hear_host)
        watch(self._display.door, selectors.EVENT_READ, self._open_door)
        watch(self._child.stdout, selectors.EVENT_READ, lambda: self._read_output(b"O"))
        watch(self._child.stderr, selectors.EVENT_READ, lambda: self._read_output(b"E"))
        watch(self._child.report, selectors.EVENT_READ, self._read_report)
        watch(self._child.stdin, selectors.EVENT_WRITE, self._write_input)
        ends, announces = os.pipe()
        os.set_blocking(ends, False)
        os.set_blocking(announces, False)
        watch(ends, selectors.EVENT_READ, lambda: (os.read(ends, 512), self._reap()))
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(announces, warn_on_full_buffer=False)
        self._cpu_began = self._counters.cpu_seconds()
        self._began = time.monotonic()
        self._deadline = self._began + self._limits["wall_seconds"]
        self._child.give(code, self._parts.get(b"T", b""))

    def _turn(self, patience: float) -> None:
        """Serve whoever has something, at most `patience` seconds later."""
        if self._host.has_unsent:
            self._host.flush()
            if self._host.is_slow:
                time.sleep(0.005)
                return
        for key, _ in self._selector.select(patience):
            key.data()

    def _is_over(self) -> bool:
        now = time.monotonic()
        if self._status is not None or self._facts["output_exceeded"]:
            return True
        if self._sight.get("finished"):
            return True
        if now >= self._deadline:
            self._facts["timed_out"] = "wall"
        elif self._counters.cpu_seconds() - self._cpu_began > self._limits["cpu_seconds"]:
            self._facts["timed_out"] = "cpu"
        return bool(self._facts["timed_out"])

    def _hear_host(self) -> None:
        for kind, payload in self._host.receive():
            self._take(kind, payload)

    def _open_door(self) -> None:
        if self._display.knock() and self._display.ready_pipe is not None:
            pipe = self._display.ready_pipe
            self._selector.register(pipe, selectors.EVENT_READ, self._hear_display)

    def _hear_display(self) -> None:
        self._selector.unregister(self._display.ready_pipe)
        self._display.server_spoke()
        if self._display.is_up:
            pipe = self._display.start_player(
                self._limits["play_test_seconds"], self._limits["keys"]
            )
            if pipe is not None:
                watch = self._selector.register
                watch(pipe, selectors.EVENT_READ, lambda: self._hear_player(pipe))

    def _hear_player(self, pipe: int) -> None:
        data = self._read(pipe)
        # Its first word says that it looks on; its end, that nobody will.
        self._display.release()
        if data is None:
            return
        for kind, payload in self._player.feed(data):
            if kind == b"P":
                self._picture = payload
            else:
                self._see(json.loads(payload))

    def _see(self, sight: dict[str, object]) -> None:
        if sight["opened"] and not self._sight.get("opened"):
            # The play-test gets its full time, however late the window opened.
            margin = self._limits["play_test_seconds"] + 3
            self._deadline = max(self._deadline, time.monotonic() + margin)
        self._sight = sight

    def _read(self, pipe: int) -> bytes | None:
        """What is in the pipe, or None; at its end it is not watched any more."""
        try:
            data = os.read(pipe, CHUNK)
        except BlockingIOError:
            return None
        if not data:
            self._selector.unregister(pipe)
            os.close(pipe)
            return None
        return data

    def _read_output(self, stream: bytes) -> None:
        data = self._read(self._child.stdout if stream == b"O" else self._child.stderr)
        if data is None:
            return
        if len(data) > self._output_left:
            self._facts["output_exceeded"] = True
            data = data[: self._output_left]
        self._output_left -= len(data)
        if data:
            self._host.send(stream, data)

    def _read_report(self) -> None:
        data = self._read(self._child.report)
        if data is None:
            return
        *lines, self._report_buffer = (self._report_buffer + data).split(b"\n")
        self._report_buffer = self._report_buffer[:MAX_REPORT_BYTES]
        for line in lines:
            if self._reports < MAX_REPORTS and len(line) <= MAX_REPORT_BYTES:
                self._reports += 1
                self._host.send(b"X", line)

    def _write_input(self) -> None:
        try:
            while self._input:
                self._input = self._input[os.write(self._child.stdin, self._input[:CHUNK]) :]
        except BlockingIOError:
            return
        except OSError:
            # The program closed its standard input; what is left has no reader.
            self._input = memoryview(b"")
        self._selector.unregister(self._child.stdin)
        os.close(self._child.stdin)

    def _reap(self) -> None:
        """Collect whoever died; as process 1 this one inherits everybody's orphans."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if pid == self._child.pid:
                self._status = status

    def _finish(self) -> None:
        duration = time.monotonic() - self._began
        ended_by_itself = self._status
        self._kill_everyone()
        self._drain()
        facts = self._facts | {
            "duration_ms": int(duration * 1000),
            "exit_code": None,
            "signal": None,
            "oom_kills": self._counters.oom_kills(),
            "memory_peak_bytes": self._counters.memory_peak(),
            "sight": self._sight,
        }
        if ended_by_itself is not None:
            if os.WIFSIGNALED(ended_by_itself):
                facts["signal"] = os.WTERMSIG(ended_by_itself)
            else:
                facts["exit_code"] = os.WEXITSTATUS(ended_by_itself)
        os.set_blocking(1, True)
        self._send_artifacts()
        self._host.send(b"F", json.dumps(facts).encode())
        self._host.send_all()

    def _kill_everyone(self) -> None:
        """End every process but this one, and collect them all."""
        deadline = time.monotonic() + REAP_SECONDS
        while time.monotonic() < deadline:
            try:
                os.kill(-1, signal.SIGKILL)
            except ProcessLookupError:
                return
            self._reap()
            time.sleep(0.001)

    def _drain(self) -> None:
        """Read what the dead left in their pipes."""
        deadline = time.monotonic() + DRAIN_SECONDS
        while time.monotonic() < deadline:
            ready = [key for key, events in self._selector.select(0) if key.fd != 0]
            if not ready:
                return
            for key in ready:
                key.data()

    def _send_artifacts(self) -> None:
        found = harvest(
            WORK,
            count=int(self._limits["artifact_count"]),
            total_bytes=int(self._limits["artifact_bytes"]),
            name_bytes=int(self._limits["artifact_name_bytes"]),
            program=self._parts.get(b"C", b""),
        )
        if self._picture:
            self._send_file("window.png", self._picture, is_frame=True)
        for name, content in found:
            self._send_file(name.decode("utf-8", "replace"), content, is_frame=False)

    def _send_file(self, name: str, content: bytes, *, is_frame: bool) -> None:
        self._host.send(b"N", json.dumps({"name": name, "is_frame": is_frame}).encode())
        for start in range(0, len(content), CHUNK):
            self._host.send(b"D", content[start : start + CHUNK])


def prepare() -> dict[str, str]:
    """Lay out the temporary folders and give the environment that programs see."""
    os.makedirs("/tmp/.X11-unix", mode=0o1777, exist_ok=True)  # noqa: S108
    os.makedirs(HOME, exist_ok=True)
    shutil.copytree(MATPLOTLIB, f"{HOME}/matplotlib", dirs_exist_ok=True)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return {
        "PATH": os.environ.get("PATH", "/usr/local/bin:/usr/bin:/bin"),
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
        "LANG": "C.UTF-8",
        "HOME": HOME,
        "MPLCONFIGDIR": f"{HOME}/matplotlib",
        "MPLBACKEND": "module://figure_files",
        "DISPLAY": NUMBER,
        "SDL_VIDEODRIVER": "x11",
        "SDL_AUDIODRIVER": "dummy",
        "PYGAME_HIDE_SUPPORT_PROMPT": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }


if __name__ == "__main__":
    supervisor = Supervisor()
    ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    try:
        supervisor.live()
    except (HostGone, BrokenFrame):
        # The end of process 1 is the end of every process here, and it shall be a quick one.
        os._exit(1)
