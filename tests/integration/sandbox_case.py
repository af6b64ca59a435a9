"""A hostile program as data: its folder, the verdict it must get, and what else must hold.

A case is a folder under `tests/sandbox_cases/` with `program.py` and `case.toml`; the idea comes
from DMOJ's test suite. `complaints` compares a case with what came out of the sandbox, so that the
same check that must be green on a whole box can be shown to go red on a weakened one.
"""

from __future__ import annotations

import threading
import time
import tomllib
import unicodedata
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from sandbox.container import Container
from sandbox.execution import Program, execute
from sandbox.limits import Limits
from sandbox.outcome import Outcome
from sandbox.pool import Pool

CASES = Path(__file__).parent.parent / "sandbox_cases"
MARKER = "MARKER"  # in a program: replaced by a process name that no other run has
ACTIVE_MEDIA_TYPES = ("html", "svg", "xml", "javascript", "pdf", "x-shockwave-flash")
WATCH_SECONDS = 0.05
REAP_SECONDS = 2.0
SLOW_READS = 20


@dataclass(frozen=True, kw_only=True)
class Case:
    """One program and what its run must look like. Times in seconds, sizes in bytes."""

    name: str
    program: str
    description: str
    verdict: str | list[str]
    limits: Mapping[str, Any] = field(default_factory=dict)
    stdin: str = ""
    stdin_times: int = 1
    runs: int = 1
    slow_reader: bool = False
    exit_code: int | None = None
    stdout_contains: list[str] = field(default_factory=list)
    stdout_not_contains: list[str] = field(default_factory=list)
    stderr_contains: list[str] = field(default_factory=list)
    streams_whole: bool = False
    error_type: str | None = None
    error_line: int | None = None
    error_source: str | None = None
    max_error_characters: int | None = None
    artifacts: list[str] = field(default_factory=list)
    artifacts_absent: list[str] = field(default_factory=list)
    artifacts_absent_prefix: list[str] = field(default_factory=list)
    artifacts_never_contain: str | None = None
    max_artifacts: int | None = None
    max_artifact_bytes: int | None = None
    frame: bool = False
    max_duration_seconds: float | None = None
    leaves_no_process: bool = False

    @property
    def verdicts(self) -> list[str]:
        return [self.verdict] if isinstance(self.verdict, str) else self.verdict


class TimingPool(Pool):
    """Notes when it gave a container away: starting one is the machine's time, not the run's."""

    given_at = 0.0

    def take(self, limits: Limits) -> Container:
        container = super().take(limits)
        self.given_at = time.monotonic()
        return container


@dataclass(frozen=True)
class Observation:
    """A run as seen from outside: its outcome, how long it took, and which processes it had."""

    outcome: Outcome
    seconds: float
    streamed: Mapping[str, str]
    seen_processes: int
    left_processes: int


def load(name: str) -> Case:
    """The case of that folder; an unknown key in its `case.toml` is a TypeError."""
    folder = CASES / name
    facts = tomllib.loads((folder / "case.toml").read_text())
    return Case(name=name, program=(folder / "program.py").read_text(), **facts)


def names() -> list[str]:
    return sorted(path.parent.name for path in CASES.glob("*/case.toml"))


def observe(case: Case, pool: TimingPool) -> Observation:
    """Run the case's program once in the sandbox and look on."""
    marker = f"case-{uuid.uuid4().hex[:8]}"
    streamed = {"stdout": "", "stderr": ""}
    pauses = iter(range(SLOW_READS if case.slow_reader else 0))

    def listen(stream: str, text: str) -> None:
        streamed[stream] += text
        if next(pauses, None) is not None:
            time.sleep(0.1)

    with watch(marker if case.leaves_no_process else None) as seen:
        outcome = execute(
            Program(code=case.program.replace(MARKER, marker), stdin=case.stdin * case.stdin_times),
            limits=Limits(**case.limits),
            on_output=listen,
            pool=pool,
        )
    seconds = time.monotonic() - pool.given_at
    left = wait_until_gone(marker) if case.leaves_no_process else set()
    return Observation(outcome, seconds, streamed, len(seen), len(left))


def complaints(case: Case, observation: Observation) -> list[str]:
    """What is wrong with this run: one sentence each, none if the box held."""
    return [
        *_about_the_verdict(case, observation),
        *_about_the_output(case, observation),
        *_about_the_error(case, observation.outcome),
        *_about_the_artifacts(case, observation.outcome),
        *_about_what_is_left(case, observation),
    ]


def _about_the_verdict(case: Case, observation: Observation) -> Iterator[str]:
    outcome = observation.outcome
    if outcome.verdict not in case.verdicts:
        yield f"The verdict is {outcome.verdict} ({outcome.reason}), not {case.verdict}."
    if not outcome.reason or not outcome.reason.isprintable() or len(outcome.reason) > 500:
        yield f"The reason is no sentence: {outcome.reason!r}."
    if case.exit_code is not None and outcome.exit_code != case.exit_code:
        yield f"The exit code is {outcome.exit_code}, not {case.exit_code}."
    if case.max_duration_seconds is not None and observation.seconds > case.max_duration_seconds:
        yield f"The run took {observation.seconds:.1f} s, over {case.max_duration_seconds} s."


def _about_the_output(case: Case, observation: Observation) -> Iterator[str]:
    outcome = observation.outcome
    for text in case.stdout_contains:
        if text not in outcome.stdout:
            yield f"stdout lacks {text!r}."
    for text in case.stdout_not_contains:
        if text in outcome.stdout:
            yield f"stdout has {text!r}."
    for text in case.stderr_contains:
        if text not in outcome.stderr:
            yield f"stderr lacks {text!r}."
    for stream, kept in (("stdout", outcome.stdout), ("stderr", outcome.stderr)):
        if "\0" in kept or "\0" in observation.streamed[stream]:
            yield f"A NUL came out on {stream}."
        if case.streams_whole and observation.streamed[stream] != kept:
            yield f"What was streamed of {stream} is not what was kept."


def _about_the_error(case: Case, outcome: Outcome) -> Iterator[str]:
    error = outcome.error
    if case.error_type is not None and (error is None or error.type != case.error_type):
        yield f"The error is {error and error.type}, not of class {case.error_type}."
    if case.error_line is not None and (error is None or error.line != case.error_line):
        yield f"The error is on line {error and error.line}, not {case.error_line}."
    if error is not None:
        told = repr(error)
        if case.error_source is not None and error.source != case.error_source:
            yield f"The error's line is shown as {error.source!r}."
        if case.max_error_characters is not None and len(told) > case.max_error_characters:
            yield f"The error has {len(told)} characters."
        if "\0" in error.message:
            yield "A NUL came out in the error's message."


def _about_the_artifacts(case: Case, outcome: Outcome) -> Iterator[str]:
    found = {artifact.name: artifact for artifact in outcome.artifacts}
    if len(found) != len(outcome.artifacts):
        yield "Two artifacts have the same name."
    yield from (f"{name} did not come back." for name in case.artifacts if name not in found)
    yield from (f"{name} came back." for name in case.artifacts_absent if name in found)
    for prefix in case.artifacts_absent_prefix:
        yield from (f"{name} came back." for name in found if name.startswith(prefix + "/"))
    if case.max_artifacts is not None and len(found) > case.max_artifacts:
        yield f"{len(found)} artifacts came back."
    size = sum(len(artifact.content) for artifact in outcome.artifacts)
    if case.max_artifact_bytes is not None and size > case.max_artifact_bytes:
        yield f"{size} bytes of artifacts came back."
    if case.frame and not any(artifact.is_frame for artifact in outcome.artifacts):
        yield "No frame of the window came back."
    for artifact in outcome.artifacts:
        yield from (f"{artifact.name!r} {fault}." for fault in _faults_of_a_name(artifact.name))
        if any(word in artifact.media_type for word in ACTIVE_MEDIA_TYPES):
            yield f"{artifact.name!r} came back as {artifact.media_type}, which a browser runs."
        looks_like_png = artifact.content.startswith(b"\x89PNG\r\n\x1a\n")
        if artifact.media_type == "image/png" and not looks_like_png:
            yield f"{artifact.name!r} is called a PNG and is none."
        secret = case.artifacts_never_contain
        if secret is not None and secret.encode() in artifact.content:
            yield f"{artifact.name!r} holds {secret!r}."


def _faults_of_a_name(name: str) -> Iterator[str]:
    path = PurePosixPath(name)
    if not name or path.is_absolute() or ".." in path.parts:
        yield "leads out of its folder"
    if any(unicodedata.category(character) in ("Cc", "Cf", "Cs") for character in name):
        yield "has a character that controls or hides something"
    if any(len(part.encode(errors="replace")) > 255 for part in path.parts):
        yield "is longer than a file's name can be"


def _about_what_is_left(case: Case, observation: Observation) -> Iterator[str]:
    if case.leaves_no_process:
        if not observation.seen_processes:
            yield "None of the run's processes was ever seen, so nothing is proved."
        if observation.left_processes:
            yield f"{observation.left_processes} of the run's processes are still there."


@contextmanager
def watch(marker: str | None) -> Iterator[set[int]]:
    """Gather the host's ids of the processes of that name while the block runs."""
    seen: set[int] = set()
    if marker is None:
        yield seen
        return
    over = threading.Event()

    def look() -> None:
        while not over.wait(WATCH_SECONDS):
            seen.update(processes(marker))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield seen
    finally:
        over.set()
        watcher.join()


def wait_until_gone(marker: str) -> set[int]:
    """The processes of that name that are still there after the grace that the kernel needs."""
    deadline = time.monotonic() + REAP_SECONDS
    while (left := processes(marker)) and time.monotonic() < deadline:
        time.sleep(WATCH_SECONDS)
    return left


def processes(marker: str) -> set[int]:
    """Ids on this machine of the processes of that name; the engine must run on it too."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/comm"):
        try:
            if path.read_text(errors="replace").strip() == marker:
                found.add(int(path.parent.name))
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found
