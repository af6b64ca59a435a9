"""Settings that make no sense are said before anything starts, with what to set."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.checks import CheckMessage
from pytest_django import Settings

from assistant.health import checks

LONG = "k" * 50


def test_the_default_settings_raise_nothing(settings: Settings) -> None:
    settings.SECRET_KEY = LONG
    for check in (
        checks.check_secret_key,
        checks.check_redis_url,
        checks.check_repairs,
        checks.check_hosts,
    ):
        assert check(None) == []


@pytest.mark.parametrize(
    ("check", "changes", "id", "word"),
    [
        (
            checks.check_secret_key,
            {"SECRET_KEY": "short", "ALLOWED_HOSTS": ["team.example"]},
            "ouroboros.E001",
            "team.example",
        ),
        (
            checks.check_secret_key,
            {"SECRET_KEY": "change-me-" + LONG, "ALLOWED_HOSTS": ["team.example"]},
            "ouroboros.E001",
            "placeholder",
        ),
        (checks.check_redis_url, {"REDIS_URL": "http://x"}, "ouroboros.E002", "'http'"),
        (checks.check_redis_url, {"REDIS_URL": "localhost:6379"}, "ouroboros.E002", "Redis"),
        (
            checks.check_repairs,
            {"REPAIRS_DEFAULT": 4, "REPAIRS_CAP": 2},
            "ouroboros.E003",
            "REPAIRS_CAP",
        ),
        (checks.check_hosts, {"ALLOWED_HOSTS": ["*"]}, "ouroboros.W004", "WebSocket"),
    ],
)
def test_what_makes_no_sense_is_named_with_a_remedy(
    settings: Settings,
    check: Callable[[Any], list[CheckMessage]],
    changes: dict[str, object],
    id: str,
    word: str,
) -> None:
    for name, value in changes.items():
        setattr(settings, name, value)
    (found,) = check(None)
    assert found.id == id
    assert word in found.msg
    assert found.hint


def test_a_short_key_is_enough_for_this_machine_alone(settings: Settings) -> None:
    settings.SECRET_KEY = "short"
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
    assert checks.check_secret_key(None) == []
