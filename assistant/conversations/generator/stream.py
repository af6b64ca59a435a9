"""One generation while it is written: its text, what of it is published, where its blocks end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from assistant.conversations import eventlog
from assistant.conversations.generator.claims import Usage
from assistant.conversations.rendering import Block, BlockSplitter, render_block

__all__ = ["LiveText", "safe_text"]


def safe_text(text: str) -> str:
    """Text that every store can hold: no NUL (PostgreSQL), no lone surrogates (UTF-8)."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


@dataclass
class LiveText:
    """The text of one streaming generation and the events it still owes the log."""

    generation_id: int
    conversation_id: UUID
    usage: Usage = field(default_factory=Usage)
    _splitter: BlockSplitter = field(default_factory=BlockSplitter)
    _pending: str = ""
    _blocks: list[dict[str, Any]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All that was written, published or not."""
        return self._splitter.text + self._pending

    @property
    def stream_key(self) -> str:
        """The conversation's stream."""
        return eventlog.stream_key(self.conversation_id)

    def add(self, piece: str) -> None:
        """Take what the model wrote."""
        self._pending += piece

    def drain(self) -> list[eventlog.Fields]:
        """The stream entries for what is not yet published: a delta, and blocks that it closed."""
        if not self._pending:
            return []
        piece, self._pending = self._pending, ""
        delta = {
            "generation": self.generation_id,
            "offset": len(self._splitter.text),
            "text": piece,
        }
        return [eventlog.entry("delta", delta), *self._close(self._splitter.feed(piece))]

    def drain_last(self) -> list[eventlog.Fields]:
        """The last stream entries: the text is complete, so every block closes."""
        return [*self.drain(), *self._close(self._splitter.finish())]

    def snapshot(self) -> eventlog.Fields:
        """One entry that says the whole text afresh, for a log that may have lost some of it."""
        self.drain()
        data = {
            "generation": self.generation_id,
            "text": self.text,
            "blocks": self._blocks,
            "open": self.text[self._splitter.start :],
        }
        return eventlog.entry("text", data)

    def _close(self, places: list[tuple[int, int]]) -> list[eventlog.Fields]:
        entries = []
        for start, end in places:
            block = render_block(
                self._splitter.text[start:end], index=len(self._blocks), start=start, end=end
            )
            data = block_data(self.generation_id, block)
            self._blocks.append(data)
            entries.append(eventlog.entry("block", {**data, "open": self._splitter.text[end:]}))
        return entries


def block_data(generation_id: int, block: Block) -> dict[str, Any]:
    """A closed block as the event log holds it."""
    return {
        "generation": generation_id,
        "index": block.index,
        "start": block.start,
        "end": block.end,
        "html": block.html,
        "language": block.language,
        "code": block.is_code,
    }
