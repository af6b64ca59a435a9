"""Docker's engine started and stopped by set-up, in namespaces of its own beside the real one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.paths import ROOT

pytestmark = [
    pytest.mark.docker,
    pytest.mark.skipif(os.geteuid() != 0, reason="namespaces of one's own need root"),
]

#: The engine's usual places, empty: no socket, no containers, no network but a loopback.
ALONE = """
set -eu
mount -t tmpfs tmpfs /run
mkdir "$1/docker" && mount --bind "$1/docker" /var/lib/docker
ip link set lo up
exec "$2" -c "$3"
"""
PROGRAM = """
import time
from scripts import docker_engine
from scripts.paths import make_folders
from scripts.shell import output

make_folders()
assert output(["docker", "version"]) is None, "need a machine without an engine"
ours = docker_engine.ensure()
assert ours.process is not None and ours.version
print("started", ours.version)
theirs = docker_engine.ensure()
assert theirs.process is None, "an engine that runs already is not ours"
theirs.stop()
assert output(["docker", "version"]) is not None, "and is left alone"
print("left alone")
ours.stop()
assert output(["docker", "version"]) is None
print("stopped")
# What an engine leaves that was killed does not keep the next one from starting.
killed = docker_engine.ensure()
killed.process.kill()
killed.process.wait()
time.sleep(1)  # its containerd follows it
again = docker_engine.ensure()
print("started again", flush=True)
again.stop()
"""


def test_an_engine_is_started_where_none_runs_and_only_that_one_is_stopped(tmp_path: Path) -> None:
    done = subprocess.run(
        ["unshare", "--mount", "--net", "sh", "-c", ALONE, "sh", tmp_path, sys.executable, PROGRAM],
        cwd=ROOT,
        env={**os.environ, "VAR_DIR": str(tmp_path / "var"), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    log = tmp_path / "var" / "log" / "dockerd.log"
    said = done.stdout + done.stderr + (log.read_text()[-3000:] if log.exists() else "")
    assert done.returncode == 0, said
    lines = [line for line in done.stdout.splitlines() if line[0] not in "·✓ "]
    assert [line.split(" ")[0] for line in lines] == ["started", "left", "stopped", "started"]


def test_an_engine_that_refuses_is_one_sentence_with_the_place_of_its_reason(
    tmp_path: Path,
) -> None:
    broken = "import scripts.docker_engine as d, scripts.paths as p, scripts.install as i, sys\n"
    broken += "p.make_folders(); sys.exit(i.guarded(lambda: d.ensure() and 0))"
    ruin = ALONE.replace("exec", "mkdir -p /run/docker.sock/in-the-way\nexec", 1)
    done = subprocess.run(
        ["unshare", "--mount", "--net", "sh", "-c", ruin, "sh", tmp_path, sys.executable, broken],
        cwd=ROOT,
        env={**os.environ, "VAR_DIR": str(tmp_path / "var"), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Docker's engine does not start" in done.stderr
    assert "dockerd.log" in done.stderr
    assert "Traceback" not in done.stderr
