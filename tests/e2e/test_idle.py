"""The idle stack: how much memory it takes, and what its health says."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path

import pytest

from tests.e2e.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]
LIMIT_BYTES = 5 * 1000**3


def private_bytes(pid: int) -> int:
    """What a process holds, with its share of what it shares with others (PSS)."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def test_the_idle_stack_with_its_replica_takes_at_most_5_gb(stack: Stack) -> None:
    stack.wait_until_warm()
    pids = stack.pids()
    assert stack.pids("replica")
    total = sum(private_bytes(pid) for pid in pids)
    print(f"{len(pids)} processes hold {total / 1e9:.2f} GB")
    assert 0.5e9 < total < LIMIT_BYTES


def test_every_part_is_ready(stack: Stack) -> None:
    stack.wait_until_warm()
    with urllib.request.urlopen(f"{stack.address}/readyz", timeout=10) as answer:
        said = json.loads(answer.read())
    assert answer.status == 200
    assert set(said["parts"].values()) == {"ok"}, said
