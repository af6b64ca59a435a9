"""The one-time link: who comes in with it, and how often."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from assistant.accounts import services
from assistant.accounts.models import Member, SignInLink

pytestmark = pytest.mark.django_db


def link_for(member: Member, *, asks_first: bool = False) -> str:
    token = services.create_link(member=member, lifetime=timedelta(hours=1), asks_first=asks_first)
    return services.link_path(token)


def is_signed_in(client: Client, member: Member) -> bool:
    return client.session.get("_auth_user_id") == str(member.pk)


def test_the_first_link_makes_an_administrator_and_signs_them_in() -> None:
    out = StringIO()
    call_command("first_link", stdout=out)
    path = out.getvalue().strip()
    assert out.getvalue() == f"{path}\n"
    admin = Member.objects.get()
    assert (admin.username, admin.is_superuser, admin.is_staff) == ("admin", True, True)
    assert not admin.has_usable_password()
    client = Client()
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert is_signed_in(client, admin)


def test_asked_again_the_first_link_is_a_fresh_one_for_the_same_administrator() -> None:
    paths = []
    for _time in range(2):
        out = StringIO()
        call_command("first_link", stdout=out)
        paths.append(out.getvalue().strip())
    assert paths[0] != paths[1]
    assert Member.objects.count() == 1


def test_the_first_administrator_takes_nobodys_name(alice: Member) -> None:
    Member.objects.filter(pk=alice.pk).update(username="admin")
    made = services.first_administrator()
    assert made != alice
    assert made.is_superuser
    assert not Member.objects.get(pk=alice.pk).is_superuser


def test_a_link_works_once(alice: Member) -> None:
    path = link_for(alice)
    assert Client().get(path).status_code == 302
    late = Client()
    assert late.get(path).status_code == 410
    assert not is_signed_in(late, alice)


def test_opened_again_by_who_came_in_with_it_a_link_leads_home(alice: Member) -> None:
    path = link_for(alice)
    client = Client()
    client.get(path)
    assert client.get(path)["Location"] == "/"


def test_a_link_that_is_too_old_signs_nobody_in(alice: Member) -> None:
    path = link_for(alice)
    SignInLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    client = Client()
    assert client.get(path).status_code == 410
    assert not is_signed_in(client, alice)


def test_a_link_of_a_closed_account_signs_nobody_in(charlie: Member) -> None:
    client = Client()
    assert client.get(link_for(charlie)).status_code == 410
    assert not is_signed_in(client, charlie)


@pytest.mark.parametrize("token", ["x", "a" * 5000, "%00", "한글", "..", "%F0%28"])
def test_a_token_that_was_never_made_is_not_found(client: Client, token: str) -> None:
    response = client.get(f"/sign-in/{token}/")
    assert response.status_code == 404


def test_only_the_digest_of_a_token_is_stored(alice: Member) -> None:
    token = services.create_link(member=alice, lifetime=timedelta(hours=1))
    link = SignInLink.objects.get()
    assert token not in str(vars(link))
    assert len(link.digest) == 64


def test_looking_ahead_spends_no_link(alice: Member) -> None:
    path = link_for(alice)
    client = Client()
    assert client.head(path).status_code == 200
    assert client.get(path, headers={"Sec-Purpose": "prefetch"}).status_code == 200
    assert not is_signed_in(client, alice)
    client.get(path)
    assert is_signed_in(client, alice)


def test_a_link_that_was_sent_asks_first_and_its_button_signs_in(alice: Member) -> None:
    path = link_for(alice, asks_first=True)
    preview = Client()
    page = preview.get(path)
    assert page.status_code == 200
    assert "alice" in page.content.decode()
    assert not is_signed_in(preview, alice)
    client = Client()
    assert client.post(path)["Location"] == "/"
    assert is_signed_in(client, alice)
    assert preview.post(path).status_code == 410


def test_the_button_needs_the_pages_own_token_against_forgery(alice: Member) -> None:
    path = link_for(alice, asks_first=True)
    client = Client(enforce_csrf_checks=True)
    assert client.post(path).status_code == 403
    assert SignInLink.objects.get().used_at is None


def test_of_two_browsers_at_the_same_moment_one_comes_in(alice: Member) -> None:
    services.create_link(member=alice, lifetime=timedelta(hours=1))
    first, second = SignInLink.objects.get(), SignInLink.objects.get()
    assert [services.spend_link(link=link) for link in (first, second)] == [True, False]


def test_a_new_link_clears_away_what_is_over_and_keeps_what_is_not(alice: Member) -> None:
    kept = link_for(alice)
    used = link_for(alice)
    Client().get(used)
    link_for(alice)
    assert SignInLink.objects.count() == 2
    assert Client().get(kept).status_code == 302
