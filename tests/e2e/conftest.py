"""A running Ouroboros and a real Chromium for the browser tests."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.e2e.stack import Stack

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """The product, started once for all browser tests."""
    folder = Path(tempfile.mkdtemp(prefix="ouroboros-e2e-"))
    stack = Stack(folder)
    try:
        yield stack
    finally:
        print(stack.output, stack.logs(), sep="\n", file=sys.stderr)
        stack.close()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def signed_in(stack: Stack, browser: Browser) -> dict[str, object]:
    """The administrator's cookies, got by the one-time link that `make run` printed."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(stack.link)
    page.wait_for_selector("textarea[name=body]")
    state = dict(context.storage_state())
    context.close()
    return state


@pytest.fixture
def context(browser: Browser, signed_in: dict[str, object]) -> Iterator[BrowserContext]:
    """A signed-in browser that prefers Korean, as the article's author would have."""
    context = browser.new_context(
        storage_state=signed_in,  # type: ignore[arg-type]
        locale="ko-KR",
        viewport={"width": 1280, "height": 900},
    )
    context.set_default_timeout(60_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page of that browser; an error in its scripts fails the test."""
    page = context.new_page()
    page.on("pageerror", _fail)
    return page


def _fail(error: object) -> None:
    pytest.fail(f"a script of the page failed: {error}")
