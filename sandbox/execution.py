"""Runs one program in one container and says what came of it."""

import codecs
import json
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from sandbox.artifacts import artifact
from sandbox.container import Container
from sandbox.errors import SandboxLost, SandboxUnavailable
from sandbox.keys import MOST_KEYS, keys_in
from sandbox.limits import Limits
from sandbox.outcome import ArtifactFile, ErrorReport, Outcome
from sandbox.pool import Pool, default_pool
from sandbox.verdicts import Facts, Sight, decide

MAX_CODE = 1024 * 1024
MAX_STDIN = 8 * 1024 * 1024
STOP_SECONDS = 0.02
BATCH_SECONDS = 0.03
MAX_WORDS = 2000
SIGKILL_EXIT = 137

OnOutput = Callable[[str, str], None]


@dataclass(frozen=True)
class Program:
    """What to run. `tests` is code that runs after the program, in its names."""

    code: str
    stdin: str | bytes = b""
    tests: str | None = None

    def parts(self) -> dict[bytes, bytes]:
        """As the supervisor wants it. Raises ValueError when it is too large."""
        stdin = self.stdin.encode(errors="replace") if isinstance(self.stdin, str) else self.stdin
        code = self.code.removeprefix("\ufeff").encode(errors="replace")
        tests = (self.tests or "").encode(errors="replace")
        for name, part, most in (
            ("program", code, MAX_CODE),
            ("program's tests", tests, MAX_CODE),
            ("program's input", stdin, MAX_STDIN),
        ):
            if len(part) > most:
                raise ValueError(f"The {name} has {len(part)} bytes; {most} are allowed.")
        return {b"C": code, b"I": stdin, b"T": tests}


def execute(
    program: Program,
    *,
    limits: Limits | None = None,
    on_output: OnOutput | None = None,
    stop: threading.Event | None = None,
    pool: Pool | None = None,
) -> Outcome:
    """Run a program in a container nobody used before, and destroy the container.

    `on_output` gets the name of the stream and text as it comes. Setting `stop` ends the run at
    once. Raises SandboxUnavailable when no container can be had, ValueError for a program that is
    too large.
    """
    limits = limits or Limits()
    parts = program.parts()
    pool = pool or default_pool()
    container = pool.take(limits)
    try:
        execution = _Execution(program, limits, on_output)
        execution.follow(container, parts, stop or threading.Event())
    finally:
        pool.dispose(container)
    return execution.outcome()


@dataclass
class _Stream:
    """One of the program's two outputs, as text that any database takes."""

    name: str
    text: list[str] = field(default_factory=list)

    told: int = 0

    def __post_init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def feed(self, data: bytes, *, final: bool = False) -> None:
        text = storable(self._decoder.decode(data, final))
        if text:
            self.text.append(text)

    def news(self) -> str:
        """What came since the last call."""
        text = "".join(self.text[self.told :])
        self.told = len(self.text)
        return text


class _Execution:
    """Follows one run and collects facts."""

    def __init__(self, program: Program, limits: Limits, on_output: OnOutput | None) -> None:
        self._program = program
        self._limits = limits
        self._on_output = on_output
        self._streams = {b"O": _Stream("stdout"), b"E": _Stream("stderr")}
        self._output_bytes = 0
        self._reports: list[dict[str, Any]] = []
        self._names: list[dict[str, Any]] = []
        self._contents: list[bytearray] = []
        self._artifact_bytes = 0
        self._facts: dict[str, Any] = {}
        self._lost: dict[str, Any] | None = None
        self._stopped = False
        self._took = 0.0
        self._told_at = 0.0

    def follow(
        self, container: Container, parts: dict[bytes, bytes], stop: threading.Event
    ) -> None:
        """Send the program, listen to the end. Returns early when stopped or lost."""
        began = time.monotonic()
        try:
            keys = keys_in(self._program.code)[:MOST_KEYS]
            container.send_job(parts, {**asdict(self._limits), "keys": keys})
            while not self._facts:
                if stop.is_set():
                    self._stopped = True
                    container.kill_program()
                    return
                if time.monotonic() - began > self._limits.longest_seconds:
                    self._facts = {"timed_out": "wall"}
                    return
                for kind, payload in container.frames(STOP_SECONDS):
                    self._hear(kind, payload)
                self._tell(time.monotonic())
        except SandboxLost:
            self._lost = container.end_of()
        finally:
            self._took = time.monotonic() - began
            for stream in self._streams.values():
                stream.feed(b"", final=True)
            self._tell(float("inf"))

    def _hear(self, kind: bytes, payload: bytes) -> None:
        if kind in self._streams:
            self._output_bytes += len(payload)
            if self._output_bytes > self._limits.output_bytes:
                raise SandboxLost("more output than the supervisor lets pass")
            self._streams[kind].feed(payload)
        elif kind == b"D" and self._contents:
            # The supervisor keeps to the limit; the picture of the window comes on top of it.
            self._artifact_bytes += len(payload)
            if self._artifact_bytes > 2 * self._limits.artifact_bytes:
                raise SandboxLost("more artifacts than the supervisor lets pass")
            self._contents[-1] += payload
        elif kind in (b"X", b"N", b"F"):
            self._hear_json(kind, payload)

    def _hear_json(self, kind: bytes, payload: bytes) -> None:
        try:
            message = json.loads(payload)
        except ValueError:
            # Only the program's own report can be no JSON, when the program wrote it.
            return
        if not isinstance(message, dict):
            return
        if kind == b"X":
            self._reports.append(message)
        elif kind == b"F":
            self._facts = message
        elif len(self._names) <= self._limits.artifact_count:
            self._names.append(message)
            self._contents.append(bytearray())

    def _tell(self, now: float) -> None:
        """Pass on what was printed, in batches: a program may print a hundred thousand times."""
        if self._on_output is None or now < self._told_at + BATCH_SECONDS:
            return
        self._told_at = now
        for stream in self._streams.values():
            if text := stream.news():
                self._on_output(stream.name, text)

    def outcome(self) -> Outcome:
        report = next((each for each in self._reports if each.get("kind") == "error"), None)
        passed = any(each.get("kind") == "tests_passed" for each in self._reports)
        sight = self._facts.get("sight", {})
        error = _error(report) if report else None
        lost = self._lost or {}
        oom_kills = self._facts.get("oom_kills", 0) or int(bool(lost.get("OOMKilled")))
        verdict, reason = decide(
            Facts(
                stopped=self._stopped,
                supervisor_lost=self._lost is not None,
                container_killed=lost.get("ExitCode") == SIGKILL_EXIT,
                oom_kills=oom_kills,
                output_exceeded=self._facts.get("output_exceeded", False),
                timed_out=self._facts.get("timed_out", ""),
                exit_code=self._facts.get("exit_code"),
                signal=self._facts.get("signal"),
                reported_error=error is not None,
                reported_in_tests=bool(report and report.get("phase") == "tests"),
                reported_type=error.type if error else "",
                tests_wanted=bool(self._program.tests),
                tests_passed=passed,
                sight=Sight(**{each.name: bool(sight.get(each.name)) for each in fields(Sight)}),
                code=self._program.code,
                wall_seconds=self._limits.wall_seconds,
                memory_bytes=self._limits.memory_bytes,
                output_bytes=self._limits.output_bytes,
            )
        )
        return Outcome(
            verdict=verdict,
            reason=reason,
            exit_code=self._facts.get("exit_code"),
            signal=self._facts.get("signal"),
            duration_ms=self._facts.get("duration_ms", int(self._took * 1000)),
            stdout="".join(self._streams[b"O"].text),
            stderr="".join(self._streams[b"E"].text),
            error=error,
            artifacts=self._artifacts(),
            memory_peak_bytes=self._facts.get("memory_peak_bytes", 0),
            truncated=self._facts.get("output_exceeded", False),
        )

    def _artifacts(self) -> tuple[ArtifactFile, ...]:
        found: dict[str, ArtifactFile] = {}
        for head, content in zip(self._names, self._contents, strict=True):
            is_frame = head.get("is_frame") is True
            each = artifact(str(head.get("name")), bytes(content), is_frame=is_frame)
            # The frame comes first; a file of the program with the same name gives way.
            found.setdefault(each.name, each)
        return tuple(found.values())


def _error(report: dict[str, Any]) -> ErrorReport:
    """The program's report with every part of the right kind and size."""
    line = report.get("line")
    values = report.get("values")
    return ErrorReport(
        type=_one_line(_words(report.get("type"))[:200]) or "Exception",
        message=_words(report.get("message")),
        line=line if type(line) is int and 0 < line < MAX_CODE else None,
        function=_words(report.get("function"))[:200],
        source=_words(report.get("source")),
        values={_words(name)[:80]: _words(value)[:200] for name, value in list(values.items())[:20]}
        if isinstance(values, dict)
        else {},
    )


def _one_line(text: str) -> str:
    """Without line breaks and controls: a class's name stands in the sentence of the verdict."""
    return "".join(letter if letter.isprintable() else " " for letter in text).strip()


def _words(value: object) -> str:
    """Text that any database takes, in place of whatever came."""
    text = value[:MAX_WORDS] if isinstance(value, str) else ""
    return storable(text.encode(errors="replace").decode())


def storable(text: str) -> str:
    """The text without NUL, which PostgreSQL cannot hold."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")


__all__ = ["OnOutput", "Program", "SandboxUnavailable", "execute"]
