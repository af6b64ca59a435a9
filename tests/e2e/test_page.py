"""The page itself: Korean composition, keyboard, narrow screens, other people's conversations."""

from __future__ import annotations

import uuid

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.e2e.chat import ask_first, wait_for_conversation, wait_until_idle
from tests.e2e.stack import Stack
from tests.e2e.test_main_job import SNAKE

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]


def messages(stack: Stack, conversation: str) -> list[str]:
    rows = stack.rows(
        "SELECT body FROM conversations_message WHERE conversation_id = ? ORDER BY id",
        conversation.replace("-", ""),
    )
    return [str(row["body"]) for row in rows]


def test_one_enter_sends_one_whole_message_while_korean_is_composed(
    stack: Stack, page: Page
) -> None:
    """Composition as Chromium itself does it, by the protocol that input methods use."""
    page.goto(stack.address)
    box = page.locator("textarea[name=body]")
    box.click()
    keyboard = page.context.new_cdp_session(page)
    page.keyboard.insert_text("안녕하세")
    keyboard.send("Input.imeSetComposition", {"text": "요", "selectionStart": 1, "selectionEnd": 1})
    # The Enter that ends a composition carries the code of the input method.
    keyboard.send(
        "Input.dispatchKeyEvent",
        {"type": "rawKeyDown", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229},
    )
    assert page.url.rstrip("/") == stack.address
    keyboard.send("Input.insertText", {"text": "요"})
    assert box.input_value() == "안녕하세요"
    page.keyboard.press("Enter")
    conversation = wait_for_conversation(page)
    wait_until_idle(page)
    assert messages(stack, conversation) == ["안녕하세요"]


def test_shift_and_enter_breaks_the_line(stack: Stack, page: Page) -> None:
    page.goto(stack.address)
    page.locator("textarea[name=body]").click()
    page.keyboard.type("one")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("two")
    assert page.locator("textarea[name=body]").input_value() == "one\ntwo"


def test_program_and_prompt_with_markup_are_shown_and_never_obeyed(
    stack: Stack, page: Page
) -> None:
    hostile = "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 1'> 안녕"
    conversation = ask_first(page, stack.address, hostile)
    wait_until_idle(page)
    assert page.locator(".message-body").inner_text() == hostile
    assert page.evaluate("window.hacked") is None
    assert messages(stack, conversation) == [hostile]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_scrolls_sideways_at_380_pixels(
    stack: Stack, browser: Browser, signed_in: dict[str, object], scheme: str
) -> None:
    context = browser.new_context(
        storage_state=signed_in,  # type: ignore[arg-type]
        viewport={"width": 380, "height": 760},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    page = context.new_page()
    page.goto(stack.address)
    links = page.locator("nav a[href^='/c/'], aside a[href^='/c/']")
    targets = [links.nth(n).get_attribute("href") for n in range(min(links.count(), 3))]
    for path in ["/", *targets]:
        page.goto(f"{stack.address}{path}")
        widths = page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert widths[0] <= widths[1], path
    context.close()


def test_another_members_conversation_does_not_exist_for_a_stranger(
    stack: Stack, page: Page, browser: Browser
) -> None:
    ask_first(page, stack.address, SNAKE)
    page.keyboard.press("Escape")
    url = page.url
    assert page.goto(url) is not None
    stranger = browser.new_context().new_page()
    stranger.goto(url)
    assert "/sign-in" in stranger.url
    answer = page.goto(f"{stack.address}/c/{uuid.uuid4()}/")
    assert answer is not None
    assert answer.status == 404


def test_a_tab_that_loses_its_network_catches_up(
    stack: Stack, context: BrowserContext, page: Page
) -> None:
    conversation = ask_first(page, stack.address, SNAKE)
    context.set_offline(True)
    page.wait_for_timeout(1500)
    context.set_offline(False)
    wait_until_idle(page)
    assert page.locator(".attempt").count() >= 1
    assert messages(stack, conversation) == [SNAKE]
