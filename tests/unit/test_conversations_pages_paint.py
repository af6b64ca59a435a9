"""The first paint: at most ten queries, whatever there is, and all there is to see in it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assistant.accounts.models import Member
from assistant.conversations.models import Attempt, Conversation, Generation
from assistant.conversations.selectors import LISTED_AT_ONCE, TURNS_AT_ONCE
from sandbox.models import Run
from tests.fakes.turns import (
    BROKEN,
    WORKING,
    add_answer,
    add_artifact,
    add_attempt,
    add_conversation,
    add_message,
)

pytestmark = pytest.mark.django_db
MOST_QUERIES = 10


@pytest.fixture
def browser(alice: Member) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(alice)
    return client


def fill(conversation: Conversation, turns: int) -> None:
    """Turns with a failed attempt, a repair, a second attempt and a picture each."""
    for number in range(turns):
        message = add_message(conversation, f"message {number} of many")
        answer = add_answer(message)
        first = add_attempt(message, BROKEN, generation=answer, verdict="error")
        repair = add_answer(message, kind=Generation.Kind.REPAIR, repairs=first)
        second = add_attempt(
            message, origin=Attempt.Origin.REPAIR, generation=repair, based_on=first
        )
        add_artifact(second)


@pytest.mark.parametrize(("others", "turns"), [(0, 1), (120, 70)])
def test_a_conversation_costs_at_most_ten_queries(
    browser: Client,
    alice: Member,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    others: int,
    turns: int,
) -> None:
    for number in range(others):
        add_conversation(alice, f"other {number}")
    conversation = add_conversation(alice)
    fill(conversation, turns)
    queued = add_message(conversation, "the last one")
    add_answer(queued, text="", status=Generation.Status.QUEUED)
    with django_assert_max_num_queries(MOST_QUERIES):
        page = browser.get(reverse("conversation", args=[conversation.pk])).text
    assert "the last one" in page
    assert "waiting in the queue, place 1" in page


def test_the_empty_page_costs_no_more_for_many_conversations(
    browser: Client, alice: Member, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(200):
        add_conversation(alice, f"conversation {number}")
    with django_assert_max_num_queries(4):
        page = browser.get(reverse("home")).text
    assert page.count('class="list-item"') == LISTED_AT_ONCE


def test_the_list_goes_on_where_it_ended_and_loses_none(browser: Client, alice: Member) -> None:
    made = {f"number {number:03}" for number in range(LISTED_AT_ONCE + 7)}
    for title in made:
        add_conversation(alice, title)
    page = browser.get(reverse("home")).text
    assert 'hx-trigger="revealed"' in page
    more = page.split('class="list-more" hx-get="')[1].split('"')[0].replace("&amp;", "&")
    rest = browser.get(more, headers={"HX-Request": "true"}).text
    assert {title for title in made if title in page or title in rest} == made
    assert not [title for title in made if title in page and title in rest]
    assert "list-heading" not in rest, "the heading stands above the first part already"


def test_old_turns_are_a_link_away(browser: Client, alice: Member) -> None:
    conversation = add_conversation(alice)
    for number in range(TURNS_AT_ONCE + 2):
        add_answer(add_message(conversation, f"message <{number:03}>"), text="Yes.\n")
    page = browser.get(reverse("conversation", args=[conversation.pk])).text
    assert "message &lt;001&gt;" not in page
    assert "message &lt;002&gt;" in page
    earlier = page.split('class="earlier"')[1].split('href="')[1].split('"')[0]
    rest = browser.get(earlier, headers={"HX-Request": "true"}).text
    assert "message &lt;000&gt;" in rest
    assert "message &lt;001&gt;" in rest
    assert "message &lt;002&gt;" not in rest


def test_conversations_stand_under_their_days(browser: Client, alice: Member) -> None:
    for title, days in (
        ("just now", 0),
        ("one day", 1),
        ("a week", 5),
        ("a month", 20),
        ("old", 90),
    ):
        row = add_conversation(alice, title)
        moment = timezone.now() - timedelta(days=days)
        Conversation.objects.filter(pk=row.pk).update(updated_at=moment)
    page = browser.get(reverse("home")).text
    places = [
        page.index(f">{word}")
        for word in ("Today", "just now", "Yesterday", "one day", "Last 7 days", "a week")
    ]
    assert places == sorted(places)
    assert page.index(">Last 30 days") < page.index(">Older")


def test_a_superseded_turn_is_not_shown(browser: Client, alice: Member) -> None:
    message = add_message(add_conversation(alice))
    add_answer(message, text="The first answer.\n")
    message.turn = 2
    message.save()
    add_answer(message, text="The second answer.\n")
    page = browser.get(reverse("conversation", args=[message.conversation_id])).text
    assert "The second answer." in page
    assert "The first answer." not in page


def test_a_run_in_progress_offers_stop_and_says_so(browser: Client, alice: Member) -> None:
    message = add_message(add_conversation(alice))
    add_attempt(message, status=Run.Status.RUNNING, started_at=timezone.now())
    page = browser.get(reverse("conversation", args=[message.conversation_id])).text
    assert 'data-busy="true"' in page
    assert "data-stop" in page
    assert 'data-state="running"' in page


def test_hostile_text_stays_text(browser: Client, alice: Member) -> None:
    attack = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    message = add_message(add_conversation(alice, attack), attack)
    add_answer(message, text=f"{attack}\n\n```python\n{attack}\n```\n")
    attempt = add_attempt(
        message,
        code=attack,
        verdict="error",
        error_type="ValueError",
        error_message=attack,
        error_line=1,
        error_source=attack,
        stdout=attack,
        stderr=attack,
        stop_reason=attack,
    )
    add_artifact(attempt, name=attack.replace("/", "_"))
    addresses = [reverse("conversation", args=[message.conversation_id])] + [
        reverse("attempt_part", args=[attempt.pk, part])
        for part in ("code", "diff", "output", "files")
    ]
    for address in addresses:
        page = browser.get(address).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_without_redis_the_rows_stand(browser: Client, alice: Member, settings: object) -> None:
    message = add_message(add_conversation(alice))
    add_answer(message, text="Half an ans", status=Generation.Status.STREAMING)
    page = browser.get(reverse("conversation", args=[message.conversation_id])).text
    assert "Half an ans" in page
    assert "the generator is not running" in page


def test_scripts_and_styles_are_files_of_this_host(browser: Client, alice: Member) -> None:
    page = browser.get(reverse("conversation", args=[add_conversation(alice).pk])).text
    assert page.count("<script") == page.count('src="/static/') - page.count("<img")
    for inline in ("<style", " style=", " onclick=", " hx-on", "javascript:"):
        assert inline not in page
    assert WORKING not in page
