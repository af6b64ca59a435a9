"""Every address of the site, walked by who has no business there.

A new address is walked without being named here; one with a new kind of argument fails the walk
until WALKED says what to put in.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from assistant.accounts.models import Member
from assistant.conversations import eventlog
from assistant.conversations.models import Attempt, CodeBlock, Conversation, Generation, Message
from sandbox.models import Artifact, Run
from sandbox.verdicts import Verdict
from tests.people import asked

pytestmark = [pytest.mark.redis, pytest.mark.django_db(transaction=True)]

#: Answered to anybody: health, and what one needs in order to sign in.
PUBLIC = {"/healthz", "/readyz", "/metrics", "/sign-in/", "/admin/login/"}
REFUSALS = {401, 403, 404, 405}
_ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")


@dataclass(frozen=True)
class Address:
    """A path with Alice's ids in it, its name, and whether it names something of hers."""

    path: str
    name: str
    holds_ids: bool


@pytest.fixture
def walked(alice: Member) -> list[Address]:
    """Every address, about a finished conversation of Alice's."""
    message = asked(alice)
    generation = message.generations.get()
    Generation.objects.filter(pk=generation.pk).update(
        status=Generation.Status.DONE, text="```python\nprint(1)\n```"
    )
    CodeBlock.objects.create(generation=generation, index=0, language="python", code="print(1)\n")
    run = Run.objects.create(
        code="print(1)\n", wall_seconds=10, status=Run.Status.DONE, verdict=Verdict.OK
    )
    attempt = Attempt.objects.create(
        message=message, turn=1, number=1, origin="answer", generation=generation, code="x", run=run
    )
    artifact = Artifact.objects.create(
        run=run, name="a.txt", media_type="text/plain", size=1, content=b"a"
    )
    values: dict[str, Any] = {
        "conversation_id": message.conversation_id,
        "message_id": message.pk,
        "before": message.pk,
        "generation_id": generation.pk,
        "index": 0,
        "attempt_id": attempt.pk,
        "part": "code",
        "artifact_id": artifact.pk,
        "name": "a.txt",
        "run_id": run.pk,
        "token": "no-such-token",
        # The admin's own.
        "object_id": message.conversation_id,
        "id": "1",
        "app_label": "conversations",
        "content_type_id": "1",
        "url": "conversations/",
    }
    return list(addresses(values))


def addresses(values: dict[str, Any]) -> Iterator[Address]:
    """The addresses of the site with their arguments filled in."""
    for route, pattern in patterns(get_resolver()):
        names = [first or second for first, second in _ARGUMENT.findall(route)]
        missing = [name for name in names if name not in values]
        assert not missing, f"{route} takes {missing}: tell the walk what to put in"
        path = _ARGUMENT.sub(lambda found: str(values[found[1] or found[2]]), route)
        path = "/" + path.replace("^", "").replace("$", "").replace("\\Z", "")
        own = {"conversation_id", "message_id", "generation_id", "attempt_id", "artifact_id"}
        yield Address(path, pattern.name or path, holds_ids=bool(own & set(names)))


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every pattern below a resolver, with its whole route."""
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from patterns(each, route)
        else:
            yield route, each


def asks(client: Client, path: str) -> list[HttpResponse]:
    """What the address answers to a GET and to a POST."""
    methods: list[Callable[..., HttpResponse]] = [client.get, client.post]
    return [method(path) for method in methods]


def leads_to_sign_in(response: HttpResponse) -> bool:
    return response.status_code == 302 and response["Location"].startswith(("/sign-in/", "/admin/"))


def rows() -> tuple[int, ...]:
    """How many rows there are of everything that a stranger might make or destroy."""
    models = (Conversation, Message, Generation, Attempt, Run, Artifact)
    return tuple(model.objects.count() for model in models)


def test_nobody_is_let_in_anywhere_without_signing_in(walked: list[Address]) -> None:
    client = Client()
    before = rows()
    choices = {"set_language", "set_theme"}  # of the browser, refused here for want of a choice
    for address in walked:
        if address.path in PUBLIC:
            continue
        for response in asks(client, address.path):
            refused = response.status_code in REFUSALS or leads_to_sign_in(response)
            chosen = address.name in choices and response.status_code == 400
            assert refused or chosen, f"{address.path} answered {response.status_code}"
    assert len(walked) > 40
    assert rows() == before


def test_the_public_addresses_answer_without_signing_in(walked: list[Address]) -> None:
    assert {address.path for address in walked} > PUBLIC
    for path in PUBLIC:
        assert Client().get(path).status_code in (200, 503), path


def test_what_is_alices_does_not_exist_for_her_teammate(walked: list[Address], bob: Member) -> None:
    client = Client()
    client.force_login(bob)
    before, log = rows(), events()
    walk = [address for address in walked if address.holds_ids]
    for address in walk:
        statuses = {response.status_code for response in asks(client, address.path)}
        assert statuses <= {404, 405}, f"{address.path} answered {statuses}"
        assert 404 in statuses, f"{address.path} answers to no method: the walk proves nothing"
    assert len(walk) > 12
    assert (rows(), events()) == (before, log)


def test_alice_sees_what_her_teammate_does_not(walked: list[Address], alice: Member) -> None:
    client = Client()
    client.force_login(alice)
    statuses = {
        address.path: client.get(address.path).status_code
        for address in walked
        if address.holds_ids
    }
    assert set(statuses.values()) <= {200, 405}, statuses
    assert list(statuses.values()).count(200) >= 5


def test_a_closed_account_is_let_in_nowhere(walked: list[Address], charlie: Member) -> None:
    client = Client()
    client.force_login(charlie)
    for address in walked:
        if address.holds_ids:
            for response in asks(client, address.path):
                refused = response.status_code in REFUSALS or leads_to_sign_in(response)
                assert refused, f"{address.path} answered {response.status_code}"


def test_a_member_who_is_no_administrator_sees_neither_admin_nor_status(
    walked: list[Address], bob: Member
) -> None:
    client = Client()
    client.force_login(bob)
    run = Run.objects.create(code="x", wall_seconds=10)
    closed = [
        address
        for address in walked
        if address.path.startswith(("/admin/", "/status/")) and address.path != "/admin/logout/"
    ]
    assert len(closed) > 20
    for address in closed:
        for response in asks(client, address.path):
            refused = response.status_code in REFUSALS or leads_to_sign_in(response)
            assert refused, f"{address.path} answered {response.status_code}"
    assert client.post(f"/status/runs/{run.pk}/stop").status_code == 403
    run.refresh_from_db()
    assert not run.stop_requested


def test_ids_that_were_never_given_are_not_found(alice: Member) -> None:
    client = Client()
    client.force_login(alice)
    huge = 10**30
    for path in (f"/c/{uuid.uuid4()}/", f"/a/{huge}/code", f"/g/{huge}/blocks/{huge}/edit"):
        assert client.get(path).status_code == 404, path


def events() -> int:
    """How many events there are in all logs."""
    client = eventlog.client()
    return sum(client.xlen(key) for key in client.scan_iter("events:*"))
