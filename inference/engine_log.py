"""Reads in an engine's log what it chose to run on, and why it failed.

vLLM picks its attention and mixture-of-experts code by the processor and the checkpoint, and says
so only in its log. The lines are those of vLLM 0.32:

    Using CPU_MLA backend.                                       (CPU; AMX_MLA with AMX)
    Using FLASH_ATTN_MLA attention backend out of potential …    (CUDA)
    Using CPUUnquantizedExperts MoE backend                      (X86CPUUnquantizedExperts with AMX)
    Using TRITON Unquantized MoE backend out of potential …
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field

__all__ = ["EngineFacts", "LogReader"]

MLA = re.compile(r"Using (?:AttentionBackendEnum\.)?(\w*MLA\w*)(?: attention)? backend\b")
MOE_CLASS = re.compile(r"Using '?(\w+Experts\w*)'? MoE backend")
MOE_KIND = re.compile(r"Using '?(\w+)'? \w+ MoE backend\b")
MOE_DEFAULT = re.compile(r"Using default MoE config")
KV_TOKENS = re.compile(r"KV cache size: ([\d,]+) tokens")
PREFIX = re.compile(r"^\((?:\w+)(?: \w+)* pid=\d+\)\s*")
STAMP = re.compile(r"^(?:INFO|WARNING|ERROR) \d\d-\d\d [\d:]+ (?:\[[^\]]*\] )?")
#: An exception's last line: the class, perhaps with its module, and the words.
EXCEPTION = re.compile(r"^(?:[\w.]+\.)?([A-Z]\w*(?:Error|Exception)): (.+)")
#: Says only that another process has failed, which has said why already, if it could.
HOLLOW = ("Engine core initialization failed", "WorkerProc initialization failed", "EngineDead")

MAX_LINE_BYTES = 16 * 1024
TAIL_LINES = 20


@dataclass
class EngineFacts:
    """What a start of an engine has said of itself; empty where it has not yet."""

    mla: str = ""
    moe: str = ""
    moe_tuned: bool = True
    kv_tokens: int = 0
    error: str = ""
    tail: deque[str] = field(default_factory=lambda: deque(maxlen=TAIL_LINES))


class LogReader:
    """Takes an engine's output in pieces of any size and keeps what matters of it."""

    def __init__(self) -> None:
        self.facts = EngineFacts()
        self._rest = b""

    def feed(self, piece: bytes) -> None:
        """Reads on. A line longer than `MAX_LINE_BYTES` is read up to there."""
        *lines, self._rest = (self._rest + piece).split(b"\n")
        self._rest = self._rest[:MAX_LINE_BYTES]
        for line in lines:
            self._line(line[:MAX_LINE_BYTES].decode("utf-8", "replace").rstrip())

    def _line(self, line: str) -> None:
        text = STAMP.sub("", PREFIX.sub("", line)).strip()
        if not text:
            return
        facts = self.facts
        facts.tail.append(text)
        if "backend" in text or "config" in text:
            if found := MLA.search(text):
                facts.mla = found[1]
            found = MOE_CLASS.search(text) or (None if facts.moe else MOE_KIND.search(text))
            if found:
                facts.moe = found[1]
            if MOE_DEFAULT.search(text):
                facts.moe_tuned = False
        elif found := KV_TOKENS.search(text):
            facts.kv_tokens = int(found[1].replace(",", ""))
        found = EXCEPTION.match(text)
        if found and not (facts.error and any(word in text for word in HOLLOW)):
            facts.error = f"{found[1]}: {found[2]}"
