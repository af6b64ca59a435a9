"""Docker as the sandbox uses it: fixed create arguments, labels, and the connection.

Nothing from a program, a model or a member ever stands in these arguments.
"""

import os
import socket
import time
from functools import cache
from pathlib import Path
from typing import Any

import docker
from docker.errors import DockerException, ImageNotFound, NotFound
from docker.utils import kwargs_from_env
from requests.exceptions import RequestException

from sandbox.config import Config
from sandbox.errors import SandboxUnavailable
from sandbox.limits import Limits
from sandbox.seccomp import profile

USER = "10001:10001"
OWNER_LABEL = "ouroboros.sandbox"
HOST_LABEL = "ouroboros.sandbox.host"
PROCESS_LABEL = "ouroboros.sandbox.process"
ENGINE_SECONDS = 30
SHM_BYTES = 64 * 1024 * 1024
STALE_SECONDS = 60
FAILURES = (DockerException, RequestException, OSError)


def create_arguments(image: str, limits: Limits, config: Config) -> dict[str, Any]:
    """Every protection of a container, in one place.

    `image` is the image's id, not its name, so that nobody can put another image behind it.
    """
    folder = (
        f"rw,nosuid,nodev,noexec,size={limits.folder_bytes},"
        f"nr_inodes={limits.folder_entries},mode=0700,uid=10001,gid=10001"
    )
    return {
        "image": image,
        "user": USER,
        "hostname": "sandbox",
        "stdin_open": True,
        "tty": False,
        "labels": {
            OWNER_LABEL: config.owner,
            HOST_LABEL: socket.gethostname(),
            PROCESS_LABEL: process_name(os.getpid()),
        },
        "host_config": {
            "network_mode": "none",
            "cap_drop": ["ALL"],
            "security_opt": ["no-new-privileges:true", f"seccomp={profile()}"],
            "read_only": True,
            "tmpfs": {"/tmp": folder, "/sandbox": folder},  # noqa: S108
            "mem_limit": limits.memory_bytes,
            "memswap_limit": limits.memory_bytes,
            "pids_limit": limits.processes,
            "nano_cpus": 1_000_000_000,
            "ulimits": [
                {"Name": "nofile", "Soft": limits.open_files, "Hard": limits.open_files},
                {"Name": "fsize", "Soft": limits.file_bytes, "Hard": limits.file_bytes},
                {"Name": "core", "Soft": 0, "Hard": 0},
            ],
            "ipc_mode": "private",
            "shm_size": SHM_BYTES,
            "log_config": {"Type": "none", "Config": {}},
            "privileged": False,
            **({"runtime": config.runtime} if config.runtime else {}),
        },
    }


class Engine:
    """One process's connection to Docker. Safe to use from many threads."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._api: Any
        try:
            self._api = docker.APIClient(
                version="auto",
                timeout=ENGINE_SECONDS,
                max_pool_size=64,
                **kwargs_from_env(),
            )
        except FAILURES as error:
            raise unavailable(error) from error
        self._image = self._find_image()

    def _find_image(self) -> str:
        try:
            return str(self._api.inspect_image(self._config.image)["Id"])
        except ImageNotFound as error:
            raise SandboxUnavailable(
                f"The sandbox is unavailable: its image {self._config.image} is not built;"
                " run sandbox/image/build.py."
            ) from error
        except FAILURES as error:
            raise unavailable(error) from error

    def close(self) -> None:
        """Give back the idle connections."""
        self._api.close()

    def start(self, limits: Limits) -> tuple[str, Any]:
        """Create a container, attach to it, start it; its id and the attached socket."""
        arguments = create_arguments(self._image, limits, self._config)
        host_config = self._api.create_host_config(**arguments.pop("host_config"))
        try:
            container = str(self._api.create_container(**arguments, host_config=host_config)["Id"])
        except FAILURES as error:
            raise unavailable(error) from error
        try:
            line = self._api.attach_socket(
                container, params={"stdin": 1, "stdout": 1, "stderr": 1, "stream": 1}
            )
            self._api.start(container)
        except FAILURES as error:
            self.destroy(container)
            raise unavailable(error) from error
        return container, line

    def destroy(self, container: str) -> None:
        """Kill and remove a container. One that is gone already is fine."""
        try:
            self._api.remove_container(container, force=True, v=True)
        except NotFound:
            return
        except FAILURES as error:
            if "already in progress" not in str(error):
                raise unavailable(error) from error

    def end_of(self, container: str) -> dict[str, Any]:
        """Docker's word on how a container ended; empty when it does not know it."""
        try:
            state: dict[str, Any] = self._api.inspect_container(container)["State"]
        except FAILURES:
            return {}
        return state

    def inspect(self, container: str) -> dict[str, Any]:
        details: dict[str, Any] = self._api.inspect_container(container)
        return details

    def reap_orphans(self) -> int:
        """Remove containers whose runner is gone; how many there were.

        A runner on this host is gone when its process is. One on another host (another container
        of Compose) is gone when its container has ended: a supervisor ends by itself when
        nobody holds its standard input.
        """
        try:
            found = self._api.containers(
                all=True, filters={"label": f"{OWNER_LABEL}={self._config.owner}"}
            )
        except FAILURES as error:
            raise unavailable(error) from error
        orphans = [each["Id"] for each in found if is_orphan(each)]
        for container in orphans:
            self.destroy(container)
        return len(orphans)


def is_orphan(container: dict[str, Any]) -> bool:
    labels = container["Labels"]
    if labels.get(HOST_LABEL) == socket.gethostname():
        return not is_alive(labels.get(PROCESS_LABEL, ""))
    age = time.time() - float(container["Created"])
    return container["State"] in ("exited", "dead", "created") and age > STALE_SECONDS


@cache
def process_name(pid: int) -> str:
    """A process and the moment it began, for numbers are used again."""
    return f"{pid}-{began(pid)}"


def is_alive(name: str) -> bool:
    pid, _, moment = name.partition("-")
    return pid.isdigit() and began(int(pid)) == moment


def began(pid: int) -> str:
    """When a process began, in the kernel's ticks; empty for one that does not exist."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return "gone"
    return text.rpartition(")")[2].split()[19]


def unavailable(error: Exception) -> SandboxUnavailable:
    """Docker's refusal as one sentence."""
    if isinstance(error, RequestException | OSError) or "connection" in str(error).lower():
        return SandboxUnavailable(
            "The sandbox is unavailable: Docker does not answer; start its engine or check"
            " that this process may use it."
        )
    return SandboxUnavailable(f"The sandbox is unavailable: Docker refused ({short(error)}).")


def short(error: Exception) -> str:
    explanation = getattr(error, "explanation", None) or error
    return " ".join(str(explanation).split())[:300]
