"""System checks: settings that are well formed one by one and make no sense together.

`manage.py check` and every start show them. Each has an id and says what to set.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

__all__ = ["check_hosts", "check_redis_url", "check_repairs", "check_secret_key"]

REDIS_SCHEMES = ("redis", "rediss", "unix")
LOCAL_HOSTS = {"127.0.0.1", "localhost", "[::1]", "testserver"}
SECRET_KEY_CHARS = 32

Configs = Sequence[AppConfig] | None


@register()
def check_secret_key(app_configs: Configs, **kwargs: Any) -> list[CheckMessage]:
    """A key that can be guessed lets anybody forge a session."""
    served = set(settings.ALLOWED_HOSTS) - LOCAL_HOSTS
    weak = len(settings.SECRET_KEY) < SECRET_KEY_CHARS or settings.SECRET_KEY.startswith("change")
    if not served or not weak:
        return []
    return [
        Error(
            f"SECRET_KEY is short or a placeholder, and the pages are served as {min(served)}.",
            hint="Leave SECRET_KEY unset, so that one is made and kept in the var folder, or set "
            f"it to at least {SECRET_KEY_CHARS} random characters.",
            id="ouroboros.E001",
        )
    ]


@register()
def check_redis_url(app_configs: Configs, **kwargs: Any) -> list[CheckMessage]:
    """The queue and the event log need an address that the client can read."""
    scheme = urlsplit(settings.REDIS_URL).scheme
    if scheme in REDIS_SCHEMES:
        return []
    return [
        Error(
            f"REDIS_URL begins with {scheme!r}, which is no way to reach Redis.",
            hint="Set it to redis://HOST:PORT/0, rediss://HOST:PORT/0 or unix:///PATH?db=0.",
            id="ouroboros.E002",
        )
    ]


@register()
def check_repairs(app_configs: Configs, **kwargs: Any) -> list[CheckMessage]:
    """What is done by default must be allowed."""
    if settings.REPAIRS_DEFAULT <= settings.REPAIRS_CAP:
        return []
    return [
        Error(
            f"REPAIRS_DEFAULT is {settings.REPAIRS_DEFAULT}, more than REPAIRS_CAP allows "
            f"({settings.REPAIRS_CAP}).",
            hint="Raise REPAIRS_CAP or lower REPAIRS_DEFAULT.",
            id="ouroboros.E003",
        )
    ]


@register()
def check_hosts(app_configs: Configs, **kwargs: Any) -> list[CheckMessage]:
    """The WebSockets trust the origins that ALLOWED_HOSTS names."""
    if "*" not in settings.ALLOWED_HOSTS or settings.DEBUG:
        return []
    return [
        Warning(
            "ALLOWED_HOSTS holds '*': any web site may open a member's WebSocket.",
            hint="Name the hosts under which members reach the pages.",
            id="ouroboros.W004",
        )
    ]
