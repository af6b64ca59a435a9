"""The profile leaves out what reaches past a container."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sandbox.seccomp import NEW_NAMESPACES, profile

DANGEROUS = """
mount umount2 unshare setns pivot_root chroot ptrace process_vm_readv process_vm_writev
pidfd_getfd kcmp keyctl add_key request_key io_uring_setup io_uring_enter bpf perf_event_open
userfaultfd init_module finit_module kexec_load reboot swapon settimeofday clock_settime syslog
quotactl open_by_handle_at name_to_handle_at iopl ioperm acct clone socket prlimit64 personality
"""


@pytest.fixture
def rules() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(profile())["syscalls"]
    return found


def free(rules: list[dict[str, Any]]) -> set[str]:
    """The calls that are allowed whatever their arguments."""
    return {
        name
        for rule in rules
        if rule["action"] == "SCMP_ACT_ALLOW" and not rule["args"]
        for name in rule["names"]
    }


def test_what_is_not_named_is_refused() -> None:
    assert json.loads(profile())["defaultAction"] == "SCMP_ACT_ERRNO"


@pytest.mark.parametrize("name", DANGEROUS.split())
def test_a_dangerous_call_is_not_free(name: str, rules: list[dict[str, Any]]) -> None:
    assert name not in free(rules)


@pytest.mark.parametrize("name", ["read", "write", "mmap", "futex", "execve", "connect", "fork"])
def test_an_everyday_call_is_free(name: str, rules: list[dict[str, Any]]) -> None:
    assert name in free(rules)


def test_only_four_families_of_sockets_can_be_made(rules: list[dict[str, Any]]) -> None:
    families = [rule["args"][0]["value"] for rule in rules if rule["names"] == ["socket"]]
    assert sorted(families) == [1, 2, 10, 16]


def test_clone_makes_no_namespaces(rules: list[dict[str, Any]]) -> None:
    [rule] = [rule for rule in rules if rule["names"] == ["clone"]]
    [condition] = rule["args"]
    assert condition["op"] == "SCMP_CMP_MASKED_EQ"
    assert (condition["value"], condition["valueTwo"]) == (NEW_NAMESPACES, 0)
