"""Stop, measured on the real parts: the engine is free and the container is gone."""

from __future__ import annotations

import subprocess
import time

import pytest
from playwright.sync_api import Page

from tests.e2e.chat import ask_first, wait_until_idle, wait_until_written
from tests.e2e.stack import Stack, wait_for
from tests.e2e.test_main_job import SNAKE

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]
#: The promise is 0.25 s; a machine that is shared with others gets room.
ROOM_SECONDS = 2.0


def containers(stack: Stack) -> set[str]:
    """The containers of this stack's runner, at work or waiting."""
    listed = subprocess.run(
        ["docker", "ps", "-q", "--no-trunc", "--filter", f"label=ouroboros.sandbox={stack.owner}"],
        check=True,
        capture_output=True,
        text=True,
    )
    return set(listed.stdout.split())


def test_stop_frees_the_engine(stack: Stack, page: Page) -> None:
    with stack.paused("replica") as go_on:
        ask_first(page, stack.address, SNAKE)
        wait_until_written(page, 30, go_on)
    assert stack.engine_running() == 1
    began = time.monotonic()
    page.keyboard.press("Escape")
    wait_for(lambda: stack.engine_running() == 0, 30)
    took = time.monotonic() - began
    print(f"the engine was free {took * 1000:.0f} ms after Stop (asked over HTTP)")
    wait_until_idle(page)
    assert page.locator('.head[data-state="stopped"]').count() == 1
    assert took < ROOM_SECONDS


def test_stop_kills_the_container(stack: Stack, page: Page) -> None:
    ask_first(page, stack.address, SNAKE)
    page.wait_for_selector('.attempt .head[data-state="running"]', timeout=240_000)
    time.sleep(1.5)
    before = containers(stack)
    running = stack.rows("SELECT id FROM sandbox_run WHERE status = 'running'")
    assert len(running) == 1
    began = time.monotonic()
    page.keyboard.press("Escape")
    assert before
    wait_for(lambda: bool(before - containers(stack)), 30)
    took = time.monotonic() - began
    print(f"the container was gone {took * 1000:.0f} ms after Stop (asked with docker ps)")
    wait_until_idle(page)
    assert page.locator('.attempt[data-state="stopped"]').count() == 1
    assert took < ROOM_SECONDS
