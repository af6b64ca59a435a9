"""Every page of a conversation: its owner may, a teammate may not, an outsider signs in first."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from assistant.accounts.models import Member
from assistant.conversations import urls
from assistant.conversations.models import Conversation, Generation
from tests.fakes.turns import add_answer, add_artifact, add_attempt, add_conversation, add_message

pytestmark = pytest.mark.django_db

PUBLIC_TO_MEMBERS = {"home", "more_conversations", "search"}
READ = [
    "conversation",
    "earlier",
    "rename",
    "delete",
    "edit_message",
    "edit_block",
    "edit_attempt",
    "attempt_part",
    "artifact",
]
WRITE = [
    "conversation",
    "stop",
    "rename",
    "delete",
    "options",
    "edit_message",
    "regenerate",
    "run_edited",
    "run_block",
    "run_again",
    "complain",
]
FIELDS = {
    "body": "another message",
    "client_message_id": "abc-123",
    "title": "Another title",
    "code": "print(1)",
    "words": "it is too slow",
    "max_repairs": "1",
}


@dataclass(frozen=True)
class Addresses:
    """The addresses of everything in one conversation, by the names of their routes."""

    by_name: dict[str, str]
    conversation: Conversation


@pytest.fixture
def alices(alice: Member) -> Addresses:
    """A conversation of Alice's in which there is one of each thing."""
    conversation = add_conversation(alice)
    message = add_message(conversation)
    generation = add_answer(message)
    attempt = add_attempt(message, generation=generation)
    artifact = add_artifact(attempt)
    one, of_message, of_attempt = [conversation.pk], [message.pk], [attempt.pk]
    arguments = {
        "conversation": one,
        "earlier": [*one, message.pk + 1],
        "stop": one,
        "rename": one,
        "delete": one,
        "options": one,
        "edit_message": of_message,
        "regenerate": of_message,
        "run_edited": of_message,
        "edit_block": [generation.pk, 1],
        "run_block": [generation.pk, 1],
        "edit_attempt": of_attempt,
        "run_again": of_attempt,
        "complain": of_attempt,
        "attempt_part": [*of_attempt, "output"],
        "artifact": [artifact.pk, artifact.name],
    }
    return Addresses(
        {name: reverse(name, args=args) for name, args in arguments.items()}, conversation
    )


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def test_every_route_is_tried_here(alices: Addresses) -> None:
    routes = {route.name for route in urls.urlpatterns}
    assert routes - PUBLIC_TO_MEMBERS == set(alices.by_name) == {*READ, *WRITE}


@pytest.mark.parametrize("name", READ)
def test_the_owner_reads(alices: Addresses, alice: Member, name: str) -> None:
    assert signed_in(alice).get(alices.by_name[name]).status_code == 200


@pytest.mark.parametrize("name", WRITE)
def test_the_owner_writes(alices: Addresses, alice: Member, name: str) -> None:
    assert signed_in(alice).post(alices.by_name[name], FIELDS).status_code == 302


@pytest.mark.parametrize("name", READ)
def test_a_teammate_finds_nothing(alices: Addresses, bob: Member, name: str) -> None:
    assert signed_in(bob).get(alices.by_name[name]).status_code == 404


@pytest.mark.parametrize("name", WRITE)
def test_a_teammate_changes_nothing(alices: Addresses, bob: Member, name: str) -> None:
    response = signed_in(bob).post(alices.by_name[name], FIELDS)
    assert response.status_code == 404
    unchanged = Conversation.objects.get(pk=alices.conversation.pk)
    assert (unchanged.title, unchanged.max_repairs) == ("A clock", 3)
    assert Generation.objects.count() == 1


@pytest.mark.parametrize("name", sorted({*READ, *WRITE}))
def test_an_outsider_is_asked_to_sign_in(alices: Addresses, charlie: Member, name: str) -> None:
    client = Client()
    for response in (client.get(alices.by_name[name]), client.post(alices.by_name[name], FIELDS)):
        assert response.status_code in (302, 405)
        assert response.status_code == 405 or response["Location"].startswith("/sign-in/")
    client.force_login(charlie)  # the account is closed, so the session does not count
    assert client.post(alices.by_name[name], FIELDS).status_code in (302, 405)
    assert Generation.objects.count() == 1


@pytest.mark.parametrize("name", sorted(PUBLIC_TO_MEMBERS))
def test_pages_of_ones_own_want_a_member(client: Client, name: str) -> None:
    assert client.get(reverse(name))["Location"].startswith("/sign-in/")


def test_a_script_of_a_page_is_told_to_sign_in_as_a_whole(client: Client) -> None:
    response = client.get(reverse("home"), headers={"HX-Request": "true"})
    assert response.status_code == 401
    assert response["HX-Redirect"] == "/sign-in/"


def test_the_list_and_the_search_hold_nobody_elses_conversations(
    alices: Addresses, bob: Member
) -> None:
    client = signed_in(bob)
    assert "A clock" not in client.get(reverse("home")).text
    assert "A clock" not in client.get(reverse("search"), {"q": "clock"}).text


@pytest.mark.parametrize(
    "address",
    [
        "/c/00000000-0000-0000-0000-000000000000/",
        "/m/999999999999999999999999/edit",
        "/g/1/blocks/99999999999999999999/edit",
        "/a/999999999999999999999999/code",
        "/artifacts/99999999999999999999/x.png",
        "/c/?before=yesterday",
    ],
)
def test_forged_ids_are_not_found(alice: Member, address: str) -> None:
    assert signed_in(alice).get(address).status_code == 404
