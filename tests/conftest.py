"""What every test shares: the real servers of `tests/services.py`, handed out by marker."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest

pytest_plugins = ["tests.services", "tests.people"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test marked `redis` has an empty Redis, whatever else it asks for."""
    for item in items:
        if item.get_closest_marker("redis") and isinstance(item, pytest.Function):
            item.fixturenames.insert(0, "empty_redis")


def pytest_unconfigure() -> None:
    """Remove the var folder that the tests' settings made."""
    from django.conf import settings

    if settings.configured:
        folder = Path(settings.VAR_DIR)
        if folder.is_relative_to(tempfile.gettempdir()) and folder.name.startswith("ouroboros-"):
            shutil.rmtree(folder, ignore_errors=True)
