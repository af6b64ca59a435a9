"""Asking the web process whether it answers, and how warm the model is."""

from __future__ import annotations

import http.client
import json
from typing import Any

__all__ = ["health", "is_serving"]

#: The longest that one question may take, in seconds.
PATIENCE = 5.0


def is_serving(port: int) -> bool:
    """Whether the pages answer."""
    answer = _get(port, "/healthz")
    return answer is not None and answer[0] == 200


def health(port: int) -> dict[str, Any]:
    """What /readyz says about each part; nothing when it does not answer."""
    answer = _get(port, "/readyz")
    if answer is None:
        return {}
    try:
        found = json.loads(answer[1])
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _get(port: int, path: str) -> tuple[int, bytes] | None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read(1_000_000)
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
