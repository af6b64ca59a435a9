"""What a member does in the page, and what they see there."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from playwright.sync_api import Locator, Page

#: The longest that an answer, its runs and its repairs may take on a busy machine, in milliseconds.
PATIENCE_MS = 240_000
CONVERSATION = re.compile(r"/c/([0-9a-f-]{36})/")


def ask(page: Page, words: str) -> None:
    """Type a message and press Enter, in a new conversation or in the open one."""
    page.locator("textarea[name=body]").click()
    page.keyboard.insert_text(words)
    page.keyboard.press("Enter")


def ask_first(page: Page, address: str, words: str) -> str:
    """Begin a conversation; its id."""
    page.goto(address)
    ask(page, words)
    return wait_for_conversation(page)


def wait_for_conversation(page: Page) -> str:
    """Wait until a conversation is open; its id."""
    page.wait_for_url(CONVERSATION)
    found = CONVERSATION.search(page.url)
    assert found
    return found.group(1)


def wait_until_idle(page: Page) -> None:
    """Wait until nothing is written or run."""
    page.wait_for_selector('#activity[data-busy="false"]', timeout=PATIENCE_MS)


def wait_for_verdict(page: Page, verdict: str) -> Locator:
    """Wait for an attempt with the verdict; the last such."""
    attempts = page.locator(f'.attempt[data-state="{verdict}"]')
    attempts.first.wait_for(timeout=PATIENCE_MS)
    return attempts.last


def answers(page: Page) -> dict[int, str]:
    """The raw text of each answer as the page put it together, by the generation's id."""
    found = page.evaluate(
        """() => [...document.querySelectorAll('.source')].map(
            (source) => [source.id.slice(1, -7), source.textContent])"""
    )
    return {int(pk): text for pk, text in found}


def rendered(page: Page, generation_id: int) -> str:
    """The text of an answer's closed blocks as a reader sees it."""
    text: str = page.evaluate(
        "(id) => document.querySelector(id).textContent", f"#g{generation_id}-blocks"
    )
    return text


def wait_until_streaming(page: Page, characters: int = 20) -> None:
    """Wait until an answer is being written and that much of it has come."""
    page.wait_for_function(
        """(least) => {
            const sources = [...document.querySelectorAll('.source')];
            const writing = document.querySelector('.head[data-state="streaming"]');
            return writing && sources.at(-1).textContent.length >= least;
        }""",
        arg=characters,
        timeout=PATIENCE_MS,
        polling=20,
    )


def wait_until_written(page: Page, characters: int, go_on: Callable[[float], None]) -> None:
    """Let an engine that is held still go on in short steps until so much of an answer has come.

    A fast one would be done with it before a page is looked at.
    """
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while len("".join(answers(page).values())) < characters:
        assert time.monotonic() < deadline, "nothing was written"
        go_on(0.1)
        page.wait_for_timeout(500)


def picture_is_drawn(attempt: Locator) -> bool:
    """Whether the attempt shows a picture that has loaded and is not of one colour."""
    image = attempt.locator("img").first
    image.scroll_into_view_if_needed()
    drawn: bool = image.evaluate(
        """async (image) => {
            await image.decode();
            const canvas = document.createElement('canvas');
            [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
            const context = canvas.getContext('2d');
            context.drawImage(image, 0, 0);
            const data = context.getImageData(0, 0, canvas.width, canvas.height).data;
            const colours = new Set();
            for (let at = 0; at < data.length; at += 4) {
                colours.add(data[at] * 65536 + data[at + 1] * 256 + data[at + 2]);
            }
            return canvas.width > 100 && colours.size > 2;
        }"""
    )
    return drawn


def put_program(page: Page, form: Locator, code: str) -> None:
    """Replace what the open editor holds."""
    editor = form.locator(".cm-content")
    editor.wait_for()
    editor.click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(code)
