"""The health checks of the containers: `python deploy/health.py web|generator|runner|replica`.

Light on purpose (it runs every few seconds): no Django. The generator and the runner say in Redis
that they live; what they last said is what is looked at.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import time
import urllib.error
import urllib.request

import redis

#: Seconds after which a process that says nothing counts as away.
STALE = 20.0
PATIENCE = 5.0


def answers(url: str) -> bool:
    """Whether the address answers well."""
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE) as response:  # noqa: S310
            return bool(response.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def speaks(keys: str) -> bool:
    """Whether a process with such a key in Redis has spoken of late."""
    url = os.environ["REDIS_URL"]
    with redis.Redis.from_url(url, socket_timeout=PATIENCE, decode_responses=True) as client:
        for key in client.scan_iter(keys):
            said = json.loads(str(client.get(key) or "{}"))
            at = said.get("at", said.get("written_at"))
            if at is None or time.time() - at < STALE:
                return bool(said)
    return False


def main(name: str) -> int:
    """0 when the process of this name is well."""
    checks = {
        "web": lambda: answers("http://127.0.0.1:8000/healthz"),
        "generator": lambda: speaks("pool:status"),
        "runner": lambda: speaks(f"runner:*{socket.gethostname()}*"),
        "replica": lambda: answers("http://127.0.0.1:8000/health"),
    }
    return 0 if checks[name]() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
