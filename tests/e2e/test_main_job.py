"""The main job in a real browser, on the product as `make run` starts it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

from scripts.paths import ROOT
from tests.e2e.chat import (
    answers,
    ask,
    ask_first,
    picture_is_drawn,
    put_program,
    wait_for_verdict,
    wait_until_idle,
    wait_until_streaming,
    wait_until_written,
)
from tests.e2e.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]
PROMPTS = json.loads((ROOT.parent / "shared" / "data" / "seed_prompts.json").read_text())
SNAKE = PROMPTS["coding"][0]["prompt"]


def attempt_rows(stack: Stack, conversation: str) -> list[dict[str, object]]:
    return stack.rows(
        """SELECT a.number, a.origin, a.code, a.best, r.verdict, r.error_type, r.error_line
           FROM conversations_attempt a
           JOIN sandbox_run r ON r.id = a.run_id
           JOIN conversations_message m ON m.id = a.message_id
           WHERE m.conversation_id = ? ORDER BY a.id""",
        conversation.replace("-", ""),
    )


def test_the_articles_korean_prompt_becomes_a_running_game_in_the_page(
    stack: Stack, page: Page
) -> None:
    conversation = ask_first(page, stack.address, SNAKE)
    attempt = wait_for_verdict(page, "ok")
    wait_until_idle(page)
    assert picture_is_drawn(attempt)
    rows = attempt_rows(stack, conversation)
    assert rows[-1]["verdict"] == "ok"
    assert "pygame" in str(rows[-1]["code"])


def test_a_members_edit_that_breaks_the_program_is_repaired_without_a_hand_on_it(
    stack: Stack, page: Page
) -> None:
    conversation = ask_first(page, stack.address, SNAKE)
    wait_for_verdict(page, "ok")
    wait_until_idle(page)
    good = str(attempt_rows(stack, conversation)[-1]["code"])
    broken = good.replace("pygame.time.Clock", "pygame.time.Clok")
    assert broken != good
    page.locator(".code-actions [hx-get]").first.click()
    form = page.locator(".code-form")
    put_program(page, form, broken)
    form.locator("button.is-primary").click()
    wait_for_verdict(page, "error")
    page.wait_for_function(
        """() => [...document.querySelectorAll('.attempt')].at(-1).dataset.state === 'ok'""",
        timeout=240_000,
    )
    wait_until_idle(page)
    rows = attempt_rows(stack, conversation)
    assert [row["origin"] for row in rows[:3]] == ["answer", "edit", "repair"]
    assert rows[1]["error_type"] == "AttributeError"
    assert "Clok" in broken.splitlines()[int(str(rows[1]["error_line"])) - 1]
    assert rows[-1]["verdict"] == "ok"
    assert [bool(row["best"]) for row in rows].count(True) == 1
    if target := os.environ.get("OUROBOROS_SCREENSHOT"):
        last = page.locator(".attempt").last
        assert picture_is_drawn(last)
        last.locator("input[name=words]").scroll_into_view_if_needed()
        page.screenshot(path=target)


def test_a_complaint_in_words_is_answered_with_a_new_program(stack: Stack, page: Page) -> None:
    conversation = ask_first(page, stack.address, SNAKE)
    attempt = wait_for_verdict(page, "ok")
    wait_until_idle(page)
    attempt.locator("input[name=words]").fill("뱀이 자라지 않아요")
    attempt.locator("input[name=words]").press("Enter")
    page.locator(".repair").first.wait_for()
    wait_until_idle(page)
    assert [row["origin"] for row in attempt_rows(stack, conversation)][:2] == [
        "answer",
        "complaint",
    ]


def test_the_next_message_changes_the_program_and_nothing_else(stack: Stack, page: Page) -> None:
    conversation = ask_first(page, stack.address, SNAKE)
    wait_for_verdict(page, "ok")
    wait_until_idle(page)
    ask(page, "뱀을 파란색으로 바꿔 주세요")
    page.wait_for_function(
        """() => document.querySelectorAll('.attempt[data-state="ok"]').length === 2""",
        timeout=240_000,
    )
    wait_until_idle(page)
    assert page.locator("#to-end").is_hidden()
    first, second = (str(row["code"]).splitlines() for row in attempt_rows(stack, conversation))
    changed = [pair for pair in zip(first, second, strict=True) if pair[0] != pair[1]]
    assert [after for _, after in changed] == ['SNAKE = "blue"']


def test_what_a_page_has_put_together_is_the_stored_answer_after_reloads_and_in_a_second_tab(
    stack: Stack, page: Page
) -> None:
    second = page.context.new_page()
    with stack.paused("replica") as go_on:
        conversation = ask_first(page, stack.address, SNAKE)
        for least in (40, 200):
            wait_until_written(page, least, go_on)
            page.reload()
            if least == 40:
                second.goto(page.url)
            # What was written before must come again, while there is more to come.
            wait_until_streaming(page, least)
    wait_until_idle(page)
    wait_until_idle(second)
    assert_pages_equal_the_rows(stack, conversation, page, second)


def test_a_web_process_killed_in_mid_stream_costs_no_character(stack: Stack, page: Page) -> None:
    with stack.paused("replica") as go_on:
        conversation = ask_first(page, stack.address, SNAKE)
        wait_until_written(page, 40, go_on)
        stack.kill("web")
        page.wait_for_selector("body[data-socket=closed]")
    page.wait_for_selector("body[data-socket=open]", timeout=60_000)
    wait_until_idle(page)
    assert_pages_equal_the_rows(stack, conversation, page)


def test_a_generator_killed_in_mid_stream_is_continued_by_the_next(
    stack: Stack, page: Page
) -> None:
    with stack.paused("replica") as go_on:
        conversation = ask_first(page, stack.address, SNAKE)
        wait_until_written(page, 40, go_on)
        stack.kill("generator")
    wait_until_idle(page)
    stored = assert_pages_equal_the_rows(stack, conversation, page)
    assert "```python" in next(iter(stored.values()))
    assert attempt_rows(stack, conversation)[0]["verdict"] == "ok"


def test_a_runner_killed_in_mid_run_runs_the_program_again(stack: Stack, page: Page) -> None:
    conversation = ask_first(page, stack.address, SNAKE)
    page.wait_for_selector('.attempt .head[data-state="running"]', timeout=240_000)
    stack.kill("runner")
    wait_for_verdict(page, "ok")
    rows = stack.rows(
        """SELECT r.deaths, r.verdict FROM sandbox_run r
           JOIN conversations_attempt a ON a.run_id = r.id
           JOIN conversations_message m ON m.id = a.message_id
           WHERE m.conversation_id = ?""",
        conversation.replace("-", ""),
    )
    assert rows == [{"deaths": 1, "verdict": "ok"}]


def assert_pages_equal_the_rows(stack: Stack, conversation: str, *pages: Page) -> dict[int, str]:
    """Each page's own sum of deltas is the stored text; the texts by the generation's id."""
    rows = stack.rows(
        """SELECT g.id, g.text FROM conversations_generation g
           JOIN conversations_message m ON m.id = g.message_id WHERE m.conversation_id = ?""",
        conversation.replace("-", ""),
    )
    stored = {int(row["id"]): str(row["text"]) for row in rows}
    assert stored
    assert all(stored.values())
    for page in pages:
        assert answers(page) == stored
    return stored


def test_the_screenshot_of_the_readme_is_a_picture() -> None:
    picture = Path(ROOT / "docs" / "screenshot.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
