"""What becomes of runs whose runner died, and of tasks that Redis forgot."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.dispatch import Signal
from django.utils import timezone
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

from sandbox import running as runs
from sandbox import services, sweeping
from sandbox.claims import Claim, Claims, holder_is_gone, new_holder, renew
from sandbox.models import Run
from sandbox.outcome import ArtifactFile, ErrorReport, Outcome
from sandbox.running import claim_run, end_run, release_run
from sandbox.services import create_run, request_stop
from sandbox.signals import run_ended, run_started
from sandbox.verdicts import Verdict

pytestmark = pytest.mark.django_db

PAST = timedelta(seconds=-60)


class Listener:
    """Remembers the runs that a signal was sent for."""

    def __init__(self, signal: Signal) -> None:
        self.runs: list[Run] = []
        signal.connect(self)
        self._signal = signal

    def __call__(self, *, run: Run, **_kwargs: object) -> None:
        self.runs.append(run)

    def close(self) -> None:
        self._signal.disconnect(self)


@pytest.fixture
def ended():
    listener = Listener(run_ended)
    yield listener.runs
    listener.close()


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The runs that were handed to Celery, which is not there."""
    calls: list[object] = []
    monkeypatch.setattr(services, "_send", calls.append)
    return calls


def running(**fields: object) -> Run:
    run = create_run(code="print(1)")
    assert claim_run(run.pk, "elsewhere/1-1/abc") is not None
    Run.objects.filter(pk=run.pk).update(**fields)
    run.refresh_from_db()
    return run


def test_only_one_of_two_runners_gets_a_run() -> None:
    listener = Listener(run_started)
    run = create_run(code="print(1)")
    assert claim_run(run.pk, "one") is not None
    assert claim_run(run.pk, "two") is None
    assert Run.objects.get(pk=run.pk).claimed_by == "one"
    assert len(listener.runs) == 1
    listener.close()


def test_an_outcome_is_stored_with_its_error_and_files(ended: list[Run]) -> None:
    run = running()
    outcome = Outcome(
        verdict=Verdict.ERROR,
        reason="The program raised KeyError.",
        exit_code=1,
        stdout="out",
        error=ErrorReport(type="KeyError", message="'x'", line=3, values={"d": "{}"}),
        artifacts=(ArtifactFile(name="a.txt", media_type="text/plain", content=b"hi"),),
    )
    stored = end_run(run, outcome, holder=run.claimed_by)
    assert stored is not None
    printed = stored.as_json()
    assert printed["verdict"] == "error"
    assert printed["error"]["line"] == 3
    assert printed["artifacts"] == [
        {"name": "a.txt", "media_type": "text/plain", "size": 2, "is_frame": False}
    ]
    assert ended == [run]


def test_what_a_runner_says_after_it_lost_its_claim_is_dropped(ended: list[Run]) -> None:
    run = running()
    outcome = Outcome(verdict=Verdict.OK, reason="The program ran to its end.")
    assert end_run(run, outcome, holder="somebody else") is None
    assert Run.objects.get(pk=run.pk).status == Run.Status.RUNNING
    assert ended == []


def test_a_run_whose_lease_ran_out_starts_again_once(
    sent: list[object], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    run = running(lease_until=timezone.now() + PAST)
    with django_capture_on_commit_callbacks(execute=True):
        sweeping.start_again_what_died()
    run.refresh_from_db()
    assert (run.status, run.deaths, run.claimed_by) == (Run.Status.QUEUED, 1, "")
    assert sent == [run.pk]


def test_the_second_death_is_ours_to_answer_for(ended: list[Run], sent: list[object]) -> None:
    run = running(lease_until=timezone.now() + PAST, deaths=1)
    sweeping.start_again_what_died()
    run.refresh_from_db()
    assert (run.status, run.verdict) == (Run.Status.DONE, Verdict.INTERNAL_ERROR)
    assert ended == [run]
    assert sent == []


def test_a_run_whose_lease_holds_is_left_alone(sent: list[object]) -> None:
    run = running()
    sweeping.start_again_what_died()
    run.refresh_from_db()
    assert run.status == Run.Status.RUNNING
    assert sent == []


def test_a_dead_process_of_this_host_is_not_waited_for() -> None:
    mine = new_holder()
    assert not holder_is_gone(mine)
    host, process, claim = mine.split("/")
    assert holder_is_gone(f"{host}/4194305-{process.partition('-')[2]}/{claim}")
    assert not holder_is_gone(f"another-host/4194305-1/{claim}"), "nobody here can tell"


def test_a_stopped_run_whose_runner_died_stays_stopped(ended: list[Run]) -> None:
    run = running(lease_until=timezone.now() + PAST, stop_requested=True)
    sweeping.start_again_what_died()
    run.refresh_from_db()
    assert run.verdict == Verdict.STOPPED
    assert ended == [run]


def test_a_shutdown_gives_a_run_back_unharmed() -> None:
    run = running()
    release_run(run, run.claimed_by)
    run.refresh_from_db()
    assert (run.status, run.deaths) == (Run.Status.QUEUED, 0)


def test_a_lost_task_is_sent_again_only_when_the_queue_is_empty(
    sent: list[object],
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    lost, fresh = create_run(code="1"), create_run(code="2")
    Run.objects.filter(pk=lost.pk).update(queued_at=timezone.now() + PAST)
    with django_capture_on_commit_callbacks(execute=True):
        monkeypatch.setattr(sweeping, "tasks_in_queue", lambda: 3)
        sweeping.queue_again_what_was_lost()
    assert sent == []
    with django_capture_on_commit_callbacks(execute=True):
        monkeypatch.setattr(sweeping, "tasks_in_queue", lambda: 0)
        sweeping.queue_again_what_was_lost()
    assert sent == [lost.pk]
    assert fresh.pk not in sent


def test_a_renewal_sees_the_stop_that_redis_did_not_bring() -> None:
    run = running()
    claim = Claim(run.pk, run.claimed_by)
    renew(claim)
    assert not claim.stop.is_set()
    Run.objects.filter(pk=run.pk).update(stop_requested=True)
    renew(claim)
    assert claim.stop.is_set()


def test_a_renewal_ends_a_run_that_somebody_else_has_by_now() -> None:
    run = running()
    claim = Claim(run.pk, "an older claim")
    renew(claim)
    assert claim.stop.is_set()


def test_a_queued_run_that_is_stopped_is_never_claimed() -> None:
    run = create_run(code="1")
    request_stop([run.pk])
    assert claim_run(run.pk, "one") is None
    assert Run.objects.get(pk=run.pk).verdict == Verdict.STOPPED


def test_a_limit_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="wall_seconds"):
        create_run(code="1", wall_seconds=0)


@pytest.mark.parametrize("is_ending", [False, True])
def test_a_run_that_is_taken_while_the_runner_ends_goes_back_to_the_queue(
    is_ending: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between taking a run and holding its claim, the runner may be told to end."""
    ours = Claims()
    monkeypatch.setattr(ours, "_start_threads", lambda: None)
    monkeypatch.setattr(runs, "claims", lambda: ours)
    monkeypatch.setattr(
        runs, "attempt", lambda _run, _claim: Outcome(verdict=Verdict.OK, reason="")
    )
    if is_ending:
        ours.abandon_all()
    run = create_run(code="print(1)")
    ended = runs.execute_run(run.pk)
    run.refresh_from_db()
    assert (ended is None, run.status) == (is_ending, "queued" if is_ending else "done")
