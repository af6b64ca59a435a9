"""Read settings from the environment, and fail loudly where a value makes no sense.

The manner is Healthchecks': one settings file, and helpers that name the variable at fault.
"""

from __future__ import annotations

import os

from django.core.exceptions import ImproperlyConfigured

__all__ = ["envbool", "envfloat", "envint", "envlist", "envstr"]

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


def envstr(name: str, default: str = "") -> str:
    """The variable as text, or the default where it is not set."""
    return os.environ.get(name, default)


def envbool(name: str, default: bool) -> bool:
    """The variable as yes or no. Raises ImproperlyConfigured for anything else."""
    raw = os.environ.get(name)
    if raw is None:
        return default
    value = raw.strip().lower()
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is {raw!r}, which is neither yes nor no; set it to 1 or 0.")


def envint(name: str, default: int, *, minimum: int = 0) -> int:
    """The variable as a whole number of at least `minimum`."""
    raw = os.environ.get(name)
    if raw is None or not raw.strip():
        return default
    try:
        value = int(raw)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {raw!r}, which is not a whole number.") from None
    if value < minimum:
        raise ImproperlyConfigured(f"{name} is {value}; it must be at least {minimum}.")
    return value


def envfloat(name: str, default: float) -> float:
    """The variable as a positive number of seconds or a ratio."""
    raw = os.environ.get(name)
    if raw is None or not raw.strip():
        return default
    try:
        value = float(raw)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {raw!r}, which is not a number.") from None
    if not 0 < value < float("inf"):
        raise ImproperlyConfigured(f"{name} is {raw}; it must be more than 0.")
    return value


def envlist(name: str, default: str = "") -> list[str]:
    """The variable as a list, separated by commas, without empty items."""
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]
