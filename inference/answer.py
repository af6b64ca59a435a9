"""An answer in the making: what is written so far, and what the next replica is to be asked."""

from __future__ import annotations

from dataclasses import replace

from inference.chat import ChatRequest, Chunk
from inference.repetition import RepetitionGuard

__all__ = ["Answer"]

#: The longest answer that is taken from an engine that does not heed max_tokens.
MAX_ANSWER_CHARS = 1_000_000


class Answer:
    """Adds up one answer over the parts that replicas write of it.

    A part that continues is asked for what is missing only: the tokens of earlier parts are taken
    off `max_tokens` (as Dynamo had to learn in its PR 2038).
    """

    def __init__(self, request: ChatRequest) -> None:
        self._request = request
        self._pieces: list[str] = []
        self._chars = 0
        self._earlier_tokens = 0
        self._part_tokens = 0
        self._prompt_tokens: int | None = None
        self._guard = RepetitionGuard()
        self._skip_space = False

    @property
    def text(self) -> str:
        """What was streamed, without the request's own prefix."""
        if len(self._pieces) > 1:
            self._pieces = ["".join(self._pieces)]
        return self._pieces[0] if self._pieces else ""

    @property
    def tokens(self) -> int:
        """How many tokens were streamed."""
        return self._earlier_tokens + self._part_tokens

    @property
    def is_full(self) -> bool:
        """Whether there is no room for a further token."""
        limit = self._request.max_tokens
        return limit is not None and self.tokens >= limit

    def begin_part(self) -> ChatRequest:
        """The request for whoever writes on."""
        self._earlier_tokens = self.tokens
        self._part_tokens = 0
        prefix = self._request.prefix + self.text
        # White space alone is no message to continue; the engine starts anew, with its own space.
        self._skip_space = bool(prefix) and not prefix.strip()
        limit = self._request.max_tokens
        remaining = None if limit is None else limit - self._earlier_tokens
        return replace(self._request, prefix=prefix, max_tokens=remaining)

    def take(self, chunk: Chunk) -> Chunk:
        """Adds a part's chunk; gives it back as the whole answer's."""
        text = chunk.text
        if self._skip_space and text:
            text = text.lstrip()
            self._skip_space = not text
        if text:
            self._pieces.append(text)
            self._chars += len(text)
        self._part_tokens = chunk.completion_tokens or self._part_tokens
        if self._prompt_tokens is None:
            self._prompt_tokens = chunk.prompt_tokens
        finish = chunk.finish_reason
        if finish is None and text and self._guard.loops(text):
            finish = "repetition"
        if finish is None and self._chars > MAX_ANSWER_CHARS:
            finish = "length"
        return Chunk(text, finish, self._prompt_tokens, self.tokens, chunk.replica)

    def ended(self, reason: str, replica: str) -> Chunk:
        """A last chunk of the pool's own."""
        return Chunk("", reason, self._prompt_tokens, self.tokens, replica)
