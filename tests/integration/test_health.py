"""Health, as machines and administrators see it, with a real Redis and the real messages in it."""

from __future__ import annotations

import json
import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from assistant.accounts.models import Member
from assistant.conversations import eventlog, pool_view
from assistant.conversations.pool_view import PoolView, ReplicaView
from assistant.health.parts import CHECK_SECONDS, read_parts
from sandbox.models import Run
from tests.fakes.deaf_server import deaf_server
from tests.people import asked
from tests.services import Server

pytestmark = [pytest.mark.redis, pytest.mark.django_db(transaction=True)]
URL = "http://127.0.0.1:8100"


@pytest.fixture
def administrator(db: None) -> Client:
    """A browser that an administrator is signed in with."""
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(Member.objects.create_superuser("root", password="a long password"))
    return client


def generator_speaks(*replicas: ReplicaView, queued: int = 0, age: float = 0.0) -> None:
    view = PoolView(
        running=True, queued=queued, replicas=list(replicas), written_at=time.time() - age
    )
    pool_view.write_pool(eventlog.client(), view)


def runner_speaks(docker: str = "ok", *, age: float = 0.0, name: str = "one") -> None:
    text = json.dumps({"at": time.time() - age, "docker": docker, "running": 2})
    eventlog.client().set(f"runner:{name}", text)


def launcher_speaks() -> None:
    """One engine, as `manage.py run_replicas` publishes it."""
    engine = {"model": "demo", "url": URL, "state": "ready", "mla": "CPU_MLA"}
    report = {"host": "h", "replicas": [{**engine, "moe": "fused experts", "restarts": 1}]}
    eventlog.client().set("replicas:h", json.dumps(report))


def ready(url: str = URL) -> ReplicaView:
    return ReplicaView(url=url, models=["demo"], state="ready", in_flight=1)


def readyz() -> tuple[int, dict[str, str]]:
    response = Client().get("/readyz")
    return response.status_code, response.json()["parts"]


def test_the_process_answers_without_asking_anybody(
    administrator: Client, redis_server: Server
) -> None:
    redis_server.stop()
    try:
        with CaptureQueriesContext(connection) as queries:
            response = administrator.get("/healthz")
    finally:
        redis_server.start()
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert len(queries) == 0


def test_everything_is_ready_when_all_speak() -> None:
    generator_speaks(ready())
    runner_speaks()
    status, parts = readyz()
    assert status == 200
    assert parts == dict.fromkeys(
        ["database", "redis", "generator", "runner", "docker", "replicas"], "ok"
    )


def test_each_part_that_is_away_says_so_and_what_starts_it() -> None:
    status, parts = readyz()
    assert status == 503
    assert (parts["database"], parts["redis"]) == ("ok", "ok")
    assert "run_generations" in parts["generator"]
    assert "celery" in parts["runner"]
    assert "runner" in parts["docker"]
    assert "generator" in parts["replicas"]


def test_who_has_not_spoken_of_late_is_away() -> None:
    generator_speaks(ready(), age=60)
    runner_speaks(age=60)
    _status, parts = readyz()
    assert "No generator" in parts["generator"]
    assert "No runner" in parts["runner"]


def test_a_runner_without_docker_passes_the_reason_on() -> None:
    runner_speaks("Docker does not answer; start its engine.")
    _status, parts = readyz()
    assert parts["runner"] == "ok"
    assert parts["docker"] == "Docker does not answer; start its engine."


def test_one_runner_that_reaches_docker_is_enough() -> None:
    runner_speaks("Docker does not answer.", name="a")
    runner_speaks(name="b")
    assert readyz()[1]["docker"] == "ok"


@pytest.mark.parametrize(
    ("replica", "words"),
    [
        (ReplicaView(URL, ["demo"], "warming", warming_seconds=12.4), "warming up (12 s)"),
        (ReplicaView(URL, ["demo"], "down", reason="It refused."), "It refused."),
        (ReplicaView(URL, [], "down"), "No replica is ready"),
    ],
)
def test_a_model_that_is_not_ready_says_how_far_it_is(replica: ReplicaView, words: str) -> None:
    generator_speaks(replica)
    status, parts = readyz()
    assert status == 503
    assert words in parts["replicas"]


def test_rubbish_in_redis_is_nobody_speaking() -> None:
    client = eventlog.client()
    client.set("runner:x", "{not json")
    client.set("runner:y", "[1]")
    client.set("runner:z", json.dumps({"at": "yesterday"}))
    client.lpush("runner:list", "x")
    client.set("replicas:x", json.dumps({"replicas": [1, {"restarts": "many"}]}))
    parts = read_parts()
    assert parts.runners == []
    assert [engine.restarts for engine in parts.engines] == [0]


def test_without_redis_the_answer_comes_in_time_and_names_it(redis_server: Server) -> None:
    redis_server.stop()
    try:
        began = time.monotonic()
        status, parts = readyz()
    finally:
        redis_server.start()
    assert time.monotonic() - began < CHECK_SECONDS + 1
    assert status == 503
    assert parts["database"] == "ok"
    assert parts["redis"].startswith("Redis cannot be used")
    assert parts["docker"].startswith("Unknown")


def test_a_redis_that_takes_the_call_and_never_answers_is_given_up(
    settings: Settings,
) -> None:
    with deaf_server() as port:
        settings.REDIS_URL = f"redis://127.0.0.1:{port}/0"
        began = time.monotonic()
        parts = read_parts()
        assert time.monotonic() - began < CHECK_SECONDS + 1
    assert parts.states["redis"] != "ok"
    assert parts.states["database"] == "ok"


def samples() -> dict[str, float]:
    """What /metrics says, by name and labels."""
    response = Client().get("/metrics")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/plain; version=")
    lines = (line for line in response.text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _space, value in (line.rpartition(" ") for line in lines)}


def test_prometheus_gets_what_the_rows_add_up_to(alice: Member) -> None:
    asked(alice)
    Run.objects.create(code="x", wall_seconds=1, status=Run.Status.DONE, verdict="ok")
    generator_speaks(ready(), queued=3)
    runner_speaks()
    found = samples()
    model = pool_view.default_model()
    key = f'ouroboros_generations{{kind="answer",model="{model}",status="queued"}}'
    assert found[key] == 1
    assert found['ouroboros_runs{verdict="ok"}'] == 1
    assert found["ouroboros_queue_depth"] == 3
    assert found[f'ouroboros_replica_ready{{replica="{URL}"}}'] == 1
    assert found['ouroboros_runner_running{runner="one"}'] == 2
    assert found['ouroboros_part_up{part="redis"}'] == 1
    assert found["ouroboros_members"] == 1


def test_a_scrape_costs_the_same_few_queries_whatever_the_rows(alice: Member) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            samples()
        return len(queries)

    few = cost()
    for _time in range(5):
        asked(alice)
    assert cost() == few <= 8


def test_without_redis_prometheus_still_gets_the_rows(redis_server: Server) -> None:
    redis_server.stop()
    try:
        found = samples()
    finally:
        redis_server.start()
    assert found['ouroboros_part_up{part="redis"}'] == 0
    assert found["ouroboros_members"] == 0
    assert "ouroboros_queue_depth" not in found


@pytest.mark.parametrize("sent", [None, "Bearer wrong", "Bearer ", "secret é"])
def test_the_metrics_can_be_kept_for_who_has_the_token(
    settings: Settings, sent: str | None
) -> None:
    settings.METRICS_TOKEN = "secret"
    headers = {"Authorization": sent} if sent else {}
    assert Client().get("/metrics", headers=headers).status_code == 401
    assert Client().get("/metrics", headers={"Authorization": "Bearer secret"}).status_code == 200


def test_the_administrators_page_shows_who_does_what(administrator: Client, alice: Member) -> None:
    asked(alice, "<script>alert(1)</script>")
    generator_speaks(ready(), ReplicaView("http://gpu:8000", ["big"], "down", reason="It refused."))
    runner_speaks()
    launcher_speaks()
    page = administrator.get("/status/").text
    assert "<script>alert" not in page
    for words in ("alice", "CPU_MLA", "fused experts", "It refused.", "Runner one", URL):
        assert words in page, words


def test_the_administrators_page_stands_without_redis(
    administrator: Client, redis_server: Server
) -> None:
    redis_server.stop()
    try:
        response = administrator.get("/status/")
    finally:
        redis_server.start()
    assert response.status_code == 200
    assert "Redis cannot be used" in response.text


def test_an_administrator_stops_a_run(administrator: Client) -> None:
    run = Run.objects.create(code="x", wall_seconds=10, status=Run.Status.RUNNING)
    assert f"/status/runs/{run.pk}/stop" in administrator.get("/status/").text
    response = administrator.post(f"/status/runs/{run.pk}/stop", follow=True)
    assert "The run was asked to stop." in response.text
    run.refresh_from_db()
    assert run.stop_requested


def test_the_page_costs_the_same_queries_whatever_the_rows(
    administrator: Client, alice: Member
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            administrator.get("/status/")
        return len(queries)

    few = cost()
    for _time in range(3):
        asked(alice)
        Run.objects.create(code="x", wall_seconds=10)
    assert cost() == few <= 12


def test_a_page_that_fetches_itself_again_shows_no_sign_in_page_inside() -> None:
    assert Client().get("/status/", headers={"HX-Request": "true"}).status_code == 403
    assert Client().get("/status/").status_code == 302
