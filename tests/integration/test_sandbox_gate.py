"""The hostile programs notice when a protection is gone.

Green cases prove nothing if they would be green on any box. So each test here takes one protection
away from the container's create arguments and shows that the case that guards it goes red, and red
for that reason. The idea is that of ironclaw's escape probes.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from sandbox import config, engine
from tests.integration.sandbox_case import Observation, TimingPool, complaints, load, observe

pytestmark = pytest.mark.docker

Weaken = Callable[[dict[str, Any]], None]


@pytest.fixture
def pool() -> Iterator[TimingPool]:
    """One that keeps no container waiting: each is made with the arguments of the moment."""
    pool = TimingPool(config.current())
    yield pool
    pool.close()


def run_weakened(
    monkeypatch: pytest.MonkeyPatch, pool: TimingPool, name: str, weaken: Weaken
) -> Observation:
    """Run a case once in a box that lacks a protection, and see that it goes red."""
    case = load(name)
    assert not complaints(case, observe(case, pool)), "red on the whole box: this proves nothing"
    usual = engine.create_arguments
    weakened: list[dict[str, Any]] = []

    def create_arguments(*given: Any, **named: Any) -> dict[str, Any]:
        arguments = usual(*given, **named)
        weaken(arguments)
        assert arguments != usual(*given, **named), "nothing was taken away"
        weakened.append(copy.deepcopy(arguments))
        return arguments

    monkeypatch.setattr(engine, "create_arguments", create_arguments)
    observation = observe(case, pool)
    assert weakened, "the container was made without these arguments"
    assert complaints(case, observation), observation
    return observation


def test_a_network_makes_the_box_go_red(monkeypatch: pytest.MonkeyPatch, pool: TimingPool) -> None:
    def connect(arguments: dict[str, Any]) -> None:
        arguments.pop("network_disabled", None)
        arguments["host_config"]["network_mode"] = "bridge"

    outcome = run_weakened(monkeypatch, pool, "network_interfaces", connect).outcome
    assert outcome.verdict == "error"
    assert "eth0" in outcome.stdout


def test_a_root_user_makes_the_box_go_red(
    monkeypatch: pytest.MonkeyPatch, pool: TimingPool
) -> None:
    def crown(arguments: dict[str, Any]) -> None:
        arguments["user"] = "0:0"
        folders = arguments["host_config"]["tmpfs"]
        for path, options in folders.items():
            folders[path] = options.replace("uid=10001,gid=10001", "uid=0,gid=0")

    outcome = run_weakened(monkeypatch, pool, "escape_identity", crown).outcome
    assert outcome.verdict == "error"
    assert outcome.error is not None
    assert outcome.error.message.startswith("user ['0'")


def test_no_limit_on_memory_makes_the_box_go_red(
    monkeypatch: pytest.MonkeyPatch, pool: TimingPool
) -> None:
    def unbind(arguments: dict[str, Any]) -> None:
        arguments["host_config"]["mem_limit"] = 0
        arguments["host_config"]["memswap_limit"] = 0

    outcome = run_weakened(monkeypatch, pool, "memory_bytearray", unbind).outcome
    assert outcome.verdict == "ok"
    assert "640 MiB were to be had" in outcome.stdout


def drop(option: str) -> Weaken:
    """Take that option out of the container's host configuration."""

    def weaken(arguments: dict[str, Any]) -> None:
        del arguments["host_config"][option]

    return weaken


def allow_system_calls(arguments: dict[str, Any]) -> None:
    arguments["host_config"]["security_opt"] = ["no-new-privileges:true", "seccomp=unconfined"]


def allow_new_privileges(arguments: dict[str, Any]) -> None:
    options = arguments["host_config"]["security_opt"]
    options.remove("no-new-privileges:true")


def open_wide_folders(arguments: dict[str, Any]) -> None:
    folders = arguments["host_config"]["tmpfs"]
    for path in folders:
        folders[path] = "rw,size=1g,mode=0700,uid=10001,gid=10001"


def allow_big_files(arguments: dict[str, Any]) -> None:
    open_wide_folders(arguments)
    drop("ulimits")(arguments)


def enlarge_shared_memory(arguments: dict[str, Any]) -> None:
    arguments["host_config"]["shm_size"] = 1 << 30


@pytest.mark.parametrize(
    ("name", "weaken"),
    [
        ("disk_big_file", allow_big_files),
        ("disk_core_dump", drop("ulimits")),
        ("disk_inodes", open_wide_folders),
        ("escape_identity", allow_new_privileges),
        ("escape_identity", allow_system_calls),
        ("escape_identity", drop("cap_drop")),
        ("escape_new_namespaces", allow_system_calls),
        ("escape_other_calling_conventions", allow_system_calls),
        ("escape_system_calls", allow_system_calls),
        ("escape_system_files", drop("read_only")),
        ("memory_dev_shm", enlarge_shared_memory),
        ("memory_tmp", open_wide_folders),
        ("network_addresses", drop("network_mode")),
        ("network_to_the_host_kernel", allow_system_calls),
        ("process_thread_bomb", drop("pids_limit")),
    ],
)
def test_any_other_protection_that_is_gone_makes_the_box_go_red(
    monkeypatch: pytest.MonkeyPatch, pool: TimingPool, name: str, weaken: Weaken
) -> None:
    outcome = run_weakened(monkeypatch, pool, name, weaken).outcome
    assert outcome.verdict != "internal_error"
