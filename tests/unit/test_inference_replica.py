"""The states of a replica, and what moves it between them."""

from __future__ import annotations

import pytest

from inference.addresses import ReplicaAddress
from inference.replica import Replica, Thresholds


def replica(*, local: bool = False) -> Replica:
    address = ReplicaAddress("http://host:1", "demo", local=local)
    return Replica(address, Thresholds(eject_after=3, return_after=2))


def test_it_begins_warming_and_is_ready_at_the_first_answer() -> None:
    made = replica()
    assert made.status().state == "warming"
    assert made.status().warming_seconds is not None
    assert not made.routable
    made.probe_answered()
    assert made.status().state == "ready"
    assert made.status().warming_seconds is None


def test_one_missed_probe_makes_it_a_last_resort_and_three_eject_it() -> None:
    made = replica()
    made.probe_answered()
    states = []
    for _ in range(3):
        made.probe_missed("slow")
        states.append((made.state, made.routable))
    assert states == [("unhealthy", True), ("unhealthy", True), ("ejected", False)]
    assert made.status().reason == "slow"


def test_an_ejected_one_returns_after_as_many_answers_as_it_takes() -> None:
    made = replica()
    made.probe_answered()
    made.lost("gone")
    assert made.state == "ejected"
    made.probe_answered()
    assert made.state == "ejected"
    made.probe_answered()
    assert (made.state, made.reason) == ("ready", "")


def test_one_that_is_started_here_warms_again_when_it_is_lost() -> None:
    made = replica(local=True)
    made.probe_answered()
    made.lost("gone")
    assert made.state == "warming"
    made.probe_answered()
    assert made.state == "ready"


@pytest.mark.parametrize(("local", "patience"), [(False, 120.0), (True, 600.0)])
def test_one_that_never_comes_up_is_not_called_warming_for_ever(
    monkeypatch: pytest.MonkeyPatch, local: bool, patience: float
) -> None:
    now = 1000.0
    monkeypatch.setattr("inference.replica.time.time", lambda: now)
    made = replica(local=local)
    now += patience
    made.lost("gone")
    assert made.state == "warming"
    now += 1.0
    made.lost("gone")
    assert made.state == "ejected"
    made.probe_answered()
    made.probe_answered()
    assert made.state == "ready"


def test_one_that_answers_probes_and_fails_requests_is_left_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 1000.0
    monkeypatch.setattr("inference.replica.time.monotonic", lambda: now)
    made = replica()
    made.probe_answered()
    for _ in range(3):
        made.request_failed("500")
        made.probe_answered()
    assert made.state == "ejected"
    now += 9.0
    made.probe_answered()
    assert made.state == "ejected"
    now += 2.0
    made.probe_answered()
    assert made.state == "ready"


def test_a_token_clears_every_doubt() -> None:
    made = replica()
    made.probe_answered()
    made.request_failed("500")
    made.request_failed("500")
    assert made.state == "unhealthy"
    made.token_came()
    made.request_failed("500")
    made.request_failed("500")
    assert made.state == "unhealthy"


def test_probes_leave_the_load_as_it_is() -> None:
    made = replica()
    with made.occupied(), made.occupied():
        made.probe_answered()
        made.probe_missed("slow")
        made.lost("gone")
        assert made.in_flight == 2
    assert made.in_flight == 0


def test_the_load_is_given_back_when_an_answer_fails() -> None:
    made = replica()
    with pytest.raises(KeyError), made.occupied():
        raise KeyError
    assert made.in_flight == 0


def test_a_full_queue_is_remembered_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("inference.replica.time.monotonic", lambda: now)
    made = replica()
    made.busy(5.0)
    assert made.is_busy
    now += 5.0
    assert not made.is_busy
