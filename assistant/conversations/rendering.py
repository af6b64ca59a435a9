"""Markdown to safe HTML, a block at a time.

The splitter watches an answer grow and says where a block has ended, in time that grows with the
new text only. A closed block is rendered once. Rendering trusts nothing: markdown-it runs without
raw HTML, and nh3 sanitizes what comes out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

__all__ = ["Block", "BlockSplitter", "open_fence", "render_blocks", "split_blocks"]

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})[ \t]*([^\s`]*)[^`]*$")
_LIST_ITEM = re.compile(r"^ {0,3}(?:[-*+]|\d{1,9}[.)])(?:\s|$)")
_TAGS = {
    "a", "b", "blockquote", "br", "code", "del", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
    "li", "ol", "p", "pre", "s", "span", "strong", "table", "tbody", "td", "th", "thead", "tr",
    "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "span": {"class"}}
_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(
    ["table", "strikethrough"]
)
_markdown.disable("image")
_formatter = HtmlFormatter(nowrap=True)
MAX_HIGHLIGHTED_CHARS = 100_000


@dataclass(frozen=True)
class Block:
    """One closed block: its place in the answer (characters), its HTML, and its code if any."""

    index: int
    start: int
    end: int
    html: str
    language: str | None = None
    code: str | None = None

    @property
    def is_code(self) -> bool:
        """Whether the block is a fence, that is, can be copied, edited and run."""
        return self.code is not None


class BlockSplitter:
    """Finds the ends of Markdown blocks in a text that only grows.

    A fence ends with its closing line; a list goes on over blank lines as long as items or
    indented lines follow; everything else ends at a blank line or where a fence begins.
    """

    def __init__(self) -> None:
        self.text = ""
        self.start = 0
        self._line_start = 0
        self._fence: str | None = None
        self._list = False
        self._blank_seen = False

    def feed(self, piece: str) -> list[tuple[int, int]]:
        """Take more text; the (start, end) of each block that it closed, in characters."""
        self.text += piece
        closed: list[tuple[int, int]] = []
        while (newline := self.text.find("\n", self._line_start)) != -1:
            line = self.text[self._line_start : newline]
            begin, self._line_start = self._line_start, newline + 1
            closed.extend(self._take_line(line, begin, newline + 1))
        return closed

    def finish(self) -> list[tuple[int, int]]:
        """The text is complete: take its last line, and close what is open."""
        closed: list[tuple[int, int]] = []
        if self._line_start < len(self.text):
            begin, self._line_start = self._line_start, len(self.text)
            closed.extend(self._take_line(self.text[begin:], begin, len(self.text)))
        closed.extend(self._close(len(self.text)))
        return closed

    def _take_line(self, line: str, begin: int, end: int) -> list[tuple[int, int]]:
        if self._fence is not None:
            if re.match(rf"^ {{0,3}}{re.escape(self._fence[0])}{{{len(self._fence)},}}\s*$", line):
                self._fence = None
                return self._close(end)
            return []
        if not line.strip():
            self._blank_seen = True
            return [] if self._list else self._close(end)
        closed: list[tuple[int, int]] = []
        item = _LIST_ITEM.match(line) is not None
        if self._list and self._blank_seen and not item and not line.startswith((" ", "\t")):
            closed.extend(self._close(begin))
        fence = _FENCE.match(line)
        if fence and not self._list:
            closed.extend(self._close(begin))
            self._fence = fence.group(1)
        elif item and not self.text[self.start : begin].strip():
            self._list = True
        self._blank_seen = False
        return closed

    def _close(self, end: int) -> list[tuple[int, int]]:
        start, self.start = self.start, end
        self._list = self._blank_seen = False
        return [(start, end)] if self.text[start:end].strip() else []


def open_fence(text: str) -> tuple[str, str] | None:
    """Where the open text is a fence still being written: its language and the code so far."""
    first, _, rest = text.lstrip("\n").partition("\n")
    match = _FENCE.match(first)
    return (match.group(2).lower(), rest) if match else None


def render_block(source: str, *, index: int, start: int, end: int) -> Block:
    """Render one closed block of Markdown to sanitized HTML."""
    stripped = source.strip("\n")
    fenced = open_fence(stripped)
    if fenced is not None:
        language, code = fenced
        lines = code.split("\n")
        marker = _FENCE.match(stripped.partition("\n")[0])
        assert marker is not None
        if lines and re.fullmatch(rf" {{0,3}}{re.escape(marker.group(1)[0])}{{3,}}\s*", lines[-1]):
            lines.pop()
        code = "\n".join(lines) + ("\n" if lines else "")
        return Block(index, start, end, _highlight(code, language), language, code)
    html = nh3.clean(
        _markdown.render(source),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
    return Block(index, start, end, html)


def split_blocks(text: str) -> list[tuple[int, int]]:
    """The blocks of a complete text, as (start, end) in characters."""
    splitter = BlockSplitter()
    return splitter.feed(text) + splitter.finish()


@lru_cache(maxsize=512)
def render_blocks(text: str) -> tuple[Block, ...]:
    """Every block of a complete answer, rendered."""
    return tuple(
        render_block(text[start:end], index=index, start=start, end=end)
        for index, (start, end) in enumerate(split_blocks(text))
    )


def _highlight(code: str, language: str) -> str:
    """Code with Pygments' spans; plain, escaped text where the language is unknown or too long."""
    try:
        lexer = get_lexer_by_name(language or "text", stripnl=False, ensurenl=False)
    except ClassNotFound:
        lexer = get_lexer_by_name("text", stripnl=False, ensurenl=False)
    if len(code) > MAX_HIGHLIGHTED_CHARS:
        lexer = get_lexer_by_name("text", stripnl=False, ensurenl=False)
    html: str = highlight(code, lexer, _formatter)
    return nh3.clean(html, tags={"span"}, attributes={"span": {"class"}})
