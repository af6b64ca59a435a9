"""What came of a run: plain values that go to the database, to pages and to the model."""

import base64
from dataclasses import dataclass, field
from typing import Any

from sandbox.verdicts import Verdict


@dataclass(frozen=True, kw_only=True)
class ErrorReport:
    """An exception that nobody caught, as the program's own interpreter described it.

    `line`, `function`, `source` and `values` belong to the innermost frame of the program's own
    code. The program can forge all of it, so it explains a verdict and never makes a good one.
    """

    type: str
    message: str
    line: int | None = None
    function: str = ""
    source: str = ""
    values: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {
            "type": self.type,
            "message": self.message,
            "line": self.line,
            "function": self.function,
            "source": self.source,
            "values": self.values,
        }


@dataclass(frozen=True, kw_only=True)
class ArtifactFile:
    """A file from the program's work folder, or the last frame of its window."""

    name: str
    media_type: str
    content: bytes = field(repr=False)
    is_frame: bool = False

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "media_type": self.media_type,
            "size": len(self.content),
            "is_frame": self.is_frame,
            "content_base64": base64.b64encode(self.content).decode(),
        }


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The result of one run. `reason` is one sentence for people."""

    verdict: Verdict
    reason: str
    exit_code: int | None = None
    signal: int | None = None
    duration_ms: int = 0
    stdout: str = ""
    stderr: str = ""
    error: ErrorReport | None = None
    artifacts: tuple[ArtifactFile, ...] = ()
    memory_peak_bytes: int = 0
    truncated: bool = False

    @property
    def frame(self) -> ArtifactFile | None:
        """The last picture of the program's window."""
        return next((artifact for artifact in self.artifacts if artifact.is_frame), None)

    def to_json(self) -> dict[str, Any]:
        return {
            "verdict": self.verdict.value,
            "reason": self.reason,
            "exit_code": self.exit_code,
            "signal": self.signal,
            "duration_ms": self.duration_ms,
            "stdout": self.stdout,
            "stderr": self.stderr,
            "truncated": self.truncated,
            "error": self.error.to_json() if self.error else None,
            "artifacts": [artifact.to_json() for artifact in self.artifacts],
        }
