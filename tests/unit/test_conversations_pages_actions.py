"""What a member does on a page: with scripts a fragment answers, without them a redirect."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from assistant.accounts.models import Member
from assistant.conversations.models import Attempt, Conversation, Generation, Message
from tests.fakes.turns import WORKING, add_answer, add_attempt, add_conversation, add_message

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "X-Socket": "open"}
BUSY = "An answer is still being written or run; wait for it, or stop it first."


@pytest.fixture
def browser(alice: Member) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(alice)
    return client


@pytest.fixture
def message(alice: Member) -> Message:
    """A message that was answered with a program, which ran."""
    message = add_message(add_conversation(alice))
    add_attempt(message, generation=add_answer(message))
    return message


def test_a_first_message_begins_a_conversation_once(browser: Client) -> None:
    form = {"body": "스네이크 게임을 파이썬으로 만들어 주세요", "client_message_id": "one"}
    first, again = browser.post("/", form), browser.post("/", form)
    assert first.status_code == 302
    assert first["Location"] == again["Location"]
    assert Message.objects.get().body == form["body"]
    assert Generation.objects.get().status == Generation.Status.QUEUED


def test_a_suggestion_is_sent_by_its_button(browser: Client) -> None:
    page = browser.get("/", headers={"Accept-Language": "ko"}).text
    assert 'value="스네이크 게임을 파이썬으로 만들어 주세요"' in page
    browser.post("/", {"suggestion": "Make a clock", "body": "", "client_message_id": "one"})
    assert Message.objects.get().body == "Make a clock"


def test_a_message_is_posted_without_scripts(browser: Client, message: Message) -> None:
    address = reverse("conversation", args=[message.conversation_id])
    response = browser.post(address, {"body": "two\r\nlines", "client_message_id": "two"})
    assert response["Location"] == f"{address}#end"
    assert Message.objects.latest("pk").body == "two\nlines"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("", "The message is empty; write what you want."),
        (" \n ", "The message is empty; write what you want."),
        ("x" * 1_000_000, "The message has 1000000 characters; at most 32000 can be sent."),
    ],
)
def test_a_message_that_cannot_be_taken_is_answered_with_a_sentence(
    browser: Client, message: Message, body: str, sentence: str
) -> None:
    address = reverse("conversation", args=[message.conversation_id])
    form = {"body": body, "client_message_id": "two"}
    page = browser.post(address, form)
    assert page.status_code == 400
    assert sentence in page.text
    fragment = browser.post(address, form, headers=HTMX)
    assert fragment.status_code == 400
    assert fragment["X-Notice"] == "1"
    assert fragment.text.strip() == f'<p class="notice is-error" role="alert">{sentence}</p>'
    assert Message.objects.count() == 1


def test_a_message_waits_while_an_answer_is_written(browser: Client, message: Message) -> None:
    add_answer(message, text="", status=Generation.Status.STREAMING)
    address = reverse("conversation", args=[message.conversation_id])
    response = browser.post(address, {"body": "more", "client_message_id": "2"}, headers=HTMX)
    assert response.status_code == 409
    assert BUSY in response.text


def test_the_page_hears_by_its_socket_and_fetches_where_that_is_closed(
    browser: Client, message: Message
) -> None:
    address = reverse("stop", args=[message.conversation_id])
    assert browser.post(address, headers=HTMX).status_code == 204
    closed = browser.post(address, headers={**HTMX, "X-Socket": "closed"})
    assert f'data-refetch="{message.conversation_id}"' in closed.text


def test_a_stop_stops_what_is_queued(browser: Client, message: Message) -> None:
    queued = add_answer(message, text="", status=Generation.Status.QUEUED)
    browser.post(reverse("stop", args=[message.conversation_id]))
    queued.refresh_from_db()
    assert queued.status == Generation.Status.STOPPED


def test_the_last_message_is_edited_and_answered_afresh(browser: Client, message: Message) -> None:
    address = reverse("edit_message", args=[message.pk])
    assert "Make a clock</textarea>" in browser.get(address, headers=HTMX).text
    assert browser.post(address, {"body": "Make two clocks"}, headers=HTMX).status_code == 204
    message.refresh_from_db()
    assert (message.body, message.turn) == ("Make two clocks", 2)
    assert message.edited_at is not None


def test_the_last_answer_is_written_afresh(browser: Client, message: Message) -> None:
    assert browser.post(reverse("regenerate", args=[message.pk])).status_code == 302
    newest = Generation.objects.latest("pk")
    assert (newest.turn, newest.status) == (2, Generation.Status.QUEUED)


def test_only_the_last_message_is_answered_afresh(browser: Client, message: Message) -> None:
    add_answer(add_message(message.conversation), text="Yes.\n")
    response = browser.post(reverse("regenerate", args=[message.pk]), headers=HTMX)
    assert response.status_code == 409
    assert "Only the last message can be answered afresh." in response.text


def test_a_code_block_runs_as_it_is_and_as_it_is_edited(browser: Client, message: Message) -> None:
    generation = message.generations.get()
    block = generation.code_blocks.get()
    form = browser.get(reverse("edit_block", args=[generation.pk, block.index]), headers=HTMX).text
    assert "time.clok()" in form
    assert f'action="/m/{message.pk}/run"' in form
    assert browser.post(reverse("run_block", args=[generation.pk, block.index])).status_code == 302
    attempt = Attempt.objects.latest("pk")
    assert (attempt.number, attempt.code) == (2, block.code)


def test_an_attempt_is_edited_from_the_line_where_it_failed(
    browser: Client, message: Message
) -> None:
    failed = add_attempt(message, verdict="error", error_type="ValueError", error_line=2)
    form = browser.get(reverse("edit_attempt", args=[failed.pk]), headers=HTMX).text
    assert 'data-line="2"' in form
    assert f'name="based_on" value="{failed.pk}"' in form
    data = {"code": "print('mended')", "based_on": failed.pk}
    assert browser.post(reverse("run_edited", args=[message.pk]), data).status_code == 302
    edited = Attempt.objects.latest("pk")
    assert (edited.origin, edited.based_on) == (Attempt.Origin.EDIT, failed)


def test_an_edit_cannot_be_based_on_an_attempt_of_elsewhere(
    browser: Client, message: Message, alice: Member, bob: Member
) -> None:
    own = add_attempt(add_message(add_conversation(alice)))
    bobs = add_attempt(add_message(add_conversation(bob)))
    for other in (own, bobs):
        data = {"code": "print(1)", "based_on": other.pk}
        assert browser.post(reverse("run_edited", args=[message.pk]), data).status_code == 404
    data = {"code": "print(1)", "based_on": "none"}
    assert browser.post(reverse("run_edited", args=[message.pk]), data).status_code == 400


def test_an_empty_program_is_not_run(browser: Client, message: Message) -> None:
    address = reverse("run_edited", args=[message.pk])
    response = browser.post(address, {"code": " \n"}, headers=HTMX)
    assert "The program is empty; write some code to run." in response.text
    assert Attempt.objects.count() == 1


def test_a_program_runs_again_and_is_complained_of(browser: Client, message: Message) -> None:
    attempt = message.attempts.get()
    words = {"words": "the hands do not move"}
    assert browser.post(reverse("complain", args=[attempt.pk]), words).status_code == 302
    repair = Generation.objects.latest("pk")
    assert (repair.kind, repair.complaint) == (Generation.Kind.COMPLAINT, words["words"])
    refused = browser.post(reverse("run_again", args=[attempt.pk]), headers=HTMX)
    assert (refused.status_code, BUSY in refused.text) == (409, True)
    Generation.objects.filter(pk=repair.pk).update(status=Generation.Status.DONE)
    assert browser.post(reverse("run_again", args=[attempt.pk])).status_code == 302
    assert Attempt.objects.latest("pk").origin == Attempt.Origin.AGAIN


def test_a_conversation_is_renamed_where_its_name_stands(browser: Client, message: Message) -> None:
    address = reverse("rename", args=[message.conversation_id])
    assert 'value="A clock"' in browser.get(address, headers=HTMX).text
    response = browser.post(address, {"title": "  Two   <clocks> "}, headers=HTMX)
    assert response["HX-Trigger"] == "dialog:close"
    assert response.text.count("Two &lt;clocks&gt;") == 2
    refused = browser.post(address, {"title": " "}, headers=HTMX)
    assert (refused.status_code, refused["X-Notice"]) == (400, "1")


def test_deleting_asks_first_and_leaves_nothing(browser: Client, message: Message) -> None:
    address = reverse("delete", args=[message.conversation_id])
    assert "will be gone for good" in browser.get(address).text
    assert Conversation.objects.count() == 1, "asking deletes nothing"
    elsewhere = {**HTMX, "HX-Current-URL": "http://testserver/"}
    response = browser.post(address, headers=elsewhere)
    assert response.text.strip().endswith('hx-swap-oob="delete"></div>')
    assert Conversation.objects.count() == Attempt.objects.count() == 0


def test_deleting_the_open_conversation_leads_home(browser: Client, message: Message) -> None:
    here = {**HTMX, "HX-Current-URL": f"http://testserver/c/{message.conversation_id}/"}
    response = browser.post(reverse("delete", args=[message.conversation_id]), headers=here)
    assert response["HX-Redirect"] == "/"


def test_options_are_set_each_by_its_own_form(
    browser: Client, message: Message, settings: LazySettings
) -> None:
    address = reverse("options", args=[message.conversation_id])
    assert browser.post(address, {"running": "1", "max_repairs": "0"}).status_code == 302
    row = Conversation.objects.get()
    assert (row.auto_run, row.max_repairs, row.model) == (False, 0, "demo")
    assert browser.post(address, {"model": "demo"}).status_code == 302
    assert Conversation.objects.get().auto_run is False, "the model's form says nothing of it"
    for wrong in ({"max_repairs": "99"}, {"max_repairs": "many"}, {"model": "gpt"}):
        refused = browser.post(address, wrong, headers=HTMX)
        assert (refused.status_code, refused["X-Notice"]) == (400, "1")


def test_the_cap_of_repairs_is_what_the_page_offers(
    browser: Client, message: Message, settings: LazySettings
) -> None:
    settings.REPAIRS_CAP = 2
    page = browser.get(reverse("conversation", args=[message.conversation_id])).text
    assert 'name="max_repairs" value="2"' in page
    assert 'name="max_repairs" value="3"' not in page


def test_search_finds_titles_messages_and_answers(browser: Client, alice: Member) -> None:
    by_title = add_conversation(alice, "Prime numbers")
    by_message = add_conversation(alice, "First")
    add_message(by_message, "show me 소수 찾기 100% <b>")
    by_answer = add_conversation(alice, "Second")
    add_answer(add_message(by_answer), text="The sieve of Eratosthenes.\n")

    def found(words: str) -> set[str]:
        page = browser.get(reverse("search"), {"q": words}, headers=HTMX).text
        rows = {str(row.pk): row.title for row in (by_title, by_message, by_answer)}
        return {title for pk, title in rows.items() if pk in page}

    assert found("prime") == {"Prime numbers"}
    assert found("소수") == {"First"}
    assert found("100%") == {"First"}
    assert found("eratosthenes") == {"Second"}
    assert found("nothing of the kind") == set()
    assert found("") == {"Prime numbers", "First", "Second"}
    excerpt = browser.get(reverse("search"), {"q": "찾기", "palette": ""}, headers=HTMX).text
    assert "100% &lt;b&gt;" in excerpt
    assert 'role="option"' in excerpt


def test_what_a_run_left_is_fetched_a_part_at_a_time(browser: Client, message: Message) -> None:
    first = message.attempts.get()
    changed = WORKING.replace("'done'", "'all done'")
    second = add_attempt(message, changed, based_on=first, stdout="out\n", stderr="\x1b[1merr\n")

    def part(name: str, attempt: Attempt = second) -> str:
        address = reverse("attempt_part", args=[attempt.pk, name])
        return browser.get(address, headers=HTMX).text

    assert "all done" in part("code")
    assert 'class="removed"' in part("diff")
    assert 'class="added"' in part("diff")
    assert "There is no attempt before this one." in part("diff", first)
    assert "\nout\n</pre>" in part("output")
    assert "\nerr\n</pre>" in part("output")
    assert "The program left no files." in part("files")
    unknown = reverse("attempt_part", args=[second.pk, "secrets"])
    assert browser.get(unknown).status_code == 404
