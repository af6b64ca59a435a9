"""Docker's engine: found, or started for as long as we run and stopped at the end."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from scripts.console import Step
from scripts.debian import search_path
from scripts.errors import SetupError
from scripts.parent import die_with_parent
from scripts.paths import LOGS, RUN
from scripts.shell import CommandError, output, run

__all__ = ["DockerEngine", "ensure"]

#: The longest that an engine may take to answer, in seconds. A full disk of containers slows it.
PATIENCE = 60.0
CONTAINERD_PID = Path("/var/run/docker/containerd/containerd.pid")


@dataclass
class DockerEngine:
    """The engine that answers. `process` or `unit` is set when it is ours to stop."""

    version: str
    process: subprocess.Popen[bytes] | None = None
    unit: bool = False

    def stop(self) -> None:
        """Stop the engine when we started it; leave it alone otherwise."""
        if self.unit:
            output(["systemctl", "stop", "docker.socket", "docker.service"], seconds=60)
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(5)


def ensure() -> DockerEngine:
    """The engine that answers here, started if need be. Raises SetupError when there is none."""
    if version := _version():
        return DockerEngine(version)
    if "DOCKER_HOST" in os.environ:
        raise SetupError(
            f"No Docker engine answers at DOCKER_HOST={os.environ['DOCKER_HOST']}: start it there, "
            "or unset DOCKER_HOST to use the one of this machine."
        )
    if os.geteuid() != 0:
        raise SetupError(_why_not_for_a_user())
    with Step("Start Docker's engine", usually=4) as step:
        if Path("/run/systemd/system").exists():
            return _start_unit()
        return _start_process(step)


def _start_unit() -> DockerEngine:
    try:
        run(["systemctl", "start", "docker.service"])
    except CommandError as error:
        raise SetupError(
            f"Docker's service does not start ({error.tail}): look at `journalctl -u docker`."
        ) from error
    return DockerEngine(_wait(None), unit=True)


def _start_process(step: Step) -> DockerEngine:
    program = shutil.which("dockerd", path=search_path())
    if program is None:
        raise SetupError("There is no Docker engine here: run `apt-get install docker.io`.")
    _forget_dead_containerd()
    log = LOGS / "dockerd.log"
    # A pid file of our own: the usual one, left by an engine that was killed, would stop it.
    with log.open("ab") as file:
        process = subprocess.Popen(
            [program, "--pidfile", str(RUN / "dockerd.pid")],
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent,
            env={**os.environ, "PATH": search_path()},
        )
    engine = DockerEngine("", process=process)
    try:
        engine.version = _wait(process, step)
    except BaseException:
        engine.stop()
        raise
    return engine


def _forget_dead_containerd(pidfile: Path = CONTAINERD_PID) -> None:
    """Remove the pid file that an engine's containerd left when both were killed.

    dockerd takes its process for alive while it is a zombie, or once the number is another's, and
    waits in vain for it.
    """
    try:
        stat = Path(f"/proc/{int(pidfile.read_text())}/stat").read_text()
    except (OSError, ValueError):
        return
    name, _, rest = stat.partition("(")[2].rpartition(")")
    if name != "containerd" or rest.split()[0] == "Z":
        pidfile.unlink(missing_ok=True)


def _wait(process: subprocess.Popen[bytes] | None, step: Step | None = None) -> str:
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE:
        if version := _version():
            return version
        if process is not None and process.poll() is not None:
            break
        if step is not None:
            step.at("waiting for its first answer")
        time.sleep(0.2)
    raise SetupError(
        f"Docker's engine does not start: its reason is at the end of {LOGS / 'dockerd.log'} "
        f"({_last_line(LOGS / 'dockerd.log')})."
    )


def _version() -> str | None:
    return output(["docker", "version", "--format", "{{.Server.Version}}"], seconds=10)


def _why_not_for_a_user() -> str:
    socket = Path("/var/run/docker.sock")
    if socket.exists() and not os.access(socket, os.R_OK | os.W_OK):
        return (
            "Docker runs, but you may not talk to it: run `sudo usermod -aG docker $USER`, "
            "sign in again, then start again."
        )
    return (
        "Docker's engine is not running, and starting it needs root: run "
        "`sudo systemctl start docker` (or `sudo dockerd`), then start again."
    )


def _last_line(path: Path) -> str:
    try:
        lines = path.read_text(errors="replace").strip().splitlines()
    except OSError:
        return "no log was written"
    return lines[-1][-300:] if lines else "it said nothing"
