"""Markdown blocks: where they end, and that nothing hostile survives them."""

from __future__ import annotations

import random

import pytest

from assistant.conversations.rendering import BlockSplitter, open_fence, render_blocks, split_blocks

ANSWER = """# Title

A paragraph with **bold** and `code`.
Its second line.

- one
- two

  still two
- three

| a | b |
|---|---|
| 1 | 2 |

Here it is:
```python
def f():

    return "```"
```
After it.

~~~
tilde
~~~
"""


def pieces(text: str, seed: int) -> list[str]:
    """The text cut at random, as an engine's tokens would."""
    chance = random.Random(seed)
    out, at = [], 0
    while at < len(text):
        step = chance.randint(1, 7)
        out.append(text[at : at + step])
        at += step
    return out


@pytest.mark.parametrize("seed", range(20))
def test_blocks_end_at_the_same_places_however_the_text_arrives(seed: int) -> None:
    splitter = BlockSplitter()
    places = [place for piece in pieces(ANSWER, seed) for place in splitter.feed(piece)]
    places += splitter.finish()
    assert places == split_blocks(ANSWER)
    assert len(places) == 8


def test_every_character_that_is_not_blank_belongs_to_one_block() -> None:
    covered = "".join(ANSWER[start:end] for start, end in split_blocks(ANSWER))
    assert covered.split() == ANSWER.split()


def test_a_fence_keeps_its_code_character_for_character() -> None:
    code = [block for block in render_blocks(ANSWER) if block.is_code]
    assert [block.language for block in code] == ["python", ""]
    assert code[0].code == 'def f():\n\n    return "```"\n'


def test_a_fence_without_an_end_is_code_to_the_end() -> None:
    (block,) = render_blocks("```python\nprint(1)\nprint(2)")
    assert block.code == "print(1)\nprint(2)\n"


def test_an_empty_fence_is_an_empty_program() -> None:
    (block,) = render_blocks("```python\n```\n")
    assert block.code == ""


def test_an_open_fence_shows_its_language_and_the_code_so_far() -> None:
    assert open_fence("```Python\nprint(1)\npri") == ("python", "print(1)\npri")
    assert open_fence("no fence") is None


def test_a_list_goes_on_over_blank_lines_and_a_table_is_a_table() -> None:
    html = "".join(block.html for block in render_blocks(ANSWER))
    assert html.count("<ul>") == 1
    assert "<td>1</td>" in html


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[click](javascript:alert(1))",
        "![x](http://127.0.0.1/x.png)",
        "<svg/onload=alert(1)>",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "```html\n<script>alert(1)</script>\n```",
        '```"><script>alert(1)</script>\nx\n```',
        "`</code><script>alert(1)</script>`",
    ],
)
def test_hostile_markdown_becomes_harmless(hostile: str) -> None:
    html = "".join(block.html for block in render_blocks(hostile)).lower()
    assert html
    for tag in ("<script", "<img", "<svg", 'onerror="', 'href="javascript', 'href="data'):
        assert tag not in html


def test_the_work_grows_with_the_text_and_not_with_its_square() -> None:
    """Counted in lines looked at, not in seconds: each line is taken once."""
    lines = 2_000
    splitter = BlockSplitter()
    taken = 0
    original = splitter._take_line

    def counting(line: str, begin: int, end: int) -> list[tuple[int, int]]:
        nonlocal taken
        taken += 1
        return original(line, begin, end)

    splitter._take_line = counting  # type: ignore[method-assign]
    for number in range(lines):
        for piece in ("print(", str(number), ")\n"):
            splitter.feed(piece)
    splitter.finish()
    assert taken == lines
