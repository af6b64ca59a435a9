"""What administrators do with members, and may only look at in conversations."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from assistant.accounts.models import Member, SignInLink
from tests.people import asked

pytestmark = pytest.mark.django_db
MEMBERS = "/admin/accounts/member/"


@pytest.fixture
def root(db: None) -> Member:
    """A superuser."""
    return Member.objects.create_superuser("root", password="a long password")


@pytest.fixture
def browser(root: Member) -> Client:
    """A browser that the superuser is signed in with."""
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(root)
    return client


def make_link(browser: Client, *members: Member) -> str:
    """What the page says after the action."""
    chosen = [member.pk for member in members]
    data = {"action": "make_link", "_selected_action": chosen}
    return browser.post(MEMBERS, data, follow=True).text


def test_a_member_is_added_and_comes_in_by_a_link_that_is_shown_once(browser: Client) -> None:
    added = {"username": "dana", "usable_password": "false"}
    assert browser.post(f"{MEMBERS}add/", added).status_code == 302
    dana = Member.objects.get(username="dana")
    page = make_link(browser, dana)
    (path,) = re.findall(r"http://testserver(/sign-in/[^/]+/)", page)
    assert path not in browser.get(MEMBERS).text
    client = Client()
    client.post(path)
    assert client.session["_auth_user_id"] == str(dana.pk)


def test_no_link_is_made_for_a_closed_account(browser: Client, charlie: Member) -> None:
    assert "The account charlie is not active and cannot sign in." in make_link(browser, charlie)
    assert not SignInLink.objects.exists()


def test_who_is_no_superuser_gets_no_link_that_makes_them_one(
    browser: Client, root: Member, bob: Member
) -> None:
    bob.is_staff = True
    bob.save()
    bob.user_permissions.set(Permission.objects.filter(content_type__app_label="accounts"))
    browser.force_login(bob)
    assert "Only a superuser makes a link for root." in make_link(browser, root)
    assert not SignInLink.objects.exists()
    assert "signs in once" in make_link(browser, bob)


@pytest.mark.parametrize("model", ["conversation", "message", "generation", "attempt", "codeblock"])
def test_conversations_are_looked_at_and_never_changed(
    browser: Client, alice: Member, model: str
) -> None:
    message = asked(alice)
    assert browser.get(f"/admin/conversations/{model}/").status_code == 200
    assert browser.get(f"/admin/conversations/{model}/add/").status_code == 403
    page = f"/admin/conversations/message/{message.pk}"
    assert browser.get(f"{page}/change/").status_code == 200
    assert browser.post(f"{page}/change/", {"body": "forged"}).status_code == 403
    assert browser.post(f"{page}/delete/", {"post": "yes"}).status_code == 403
    message.refresh_from_db()
    assert message.body != "forged"
