"""A member's own pages: language, theme, password; and signing out."""

from __future__ import annotations

import pytest
from django.test import AsyncClient, Client

from assistant.accounts.models import Member

pytestmark = pytest.mark.django_db
NEW = "three blue herons"


@pytest.fixture
def browser(alice: Member) -> Client:
    """A browser that Alice is signed in with, and whose language is English."""
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(alice)
    return client


def test_the_browsers_language_is_taken_until_somebody_chooses(client: Client) -> None:
    assert 'lang="ko"' in client.get("/sign-in/", headers={"Accept-Language": "ko"}).text
    assert '<html lang="en"' in client.get("/sign-in/", headers={"Accept-Language": "fr"}).text


def test_a_members_language_comes_before_the_browsers_on_every_machine(
    browser: Client, alice: Member
) -> None:
    assert '<html lang="en"' in browser.get("/account/").text
    response = browser.post("/account/language/", {"language": "ko", "next": "/account/"})
    assert response["Location"] == "/account/"
    elsewhere = Client(headers={"Accept-Language": "en"})
    elsewhere.force_login(alice)
    response = elsewhere.get("/account/")
    assert '<html lang="ko"' in response.text
    assert response["Content-Language"] == "ko"


@pytest.mark.django_db(transaction=True)
async def test_the_language_is_chosen_by_the_asynchronous_handler_too(
    alice: Member,
) -> None:
    alice.language = "ko"
    await alice.asave()
    client = AsyncClient(headers={"Accept-Language": "en"})
    await client.aforce_login(alice)
    response = await client.get("/account/")
    assert '<html lang="ko"' in response.text


def test_who_is_not_signed_in_keeps_the_language_in_a_cookie(client: Client) -> None:
    client.post("/account/language/", {"language": "ko", "next": "/sign-in/"})
    assert '<html lang="ko"' in client.get("/sign-in/").text


@pytest.mark.parametrize("theme", ["light", "dark", "system"])
def test_a_theme_is_kept_for_the_member_and_the_browser(
    browser: Client, alice: Member, theme: str
) -> None:
    browser.post("/account/theme/", {"theme": theme})
    alice.refresh_from_db()
    assert alice.theme == theme
    assert f'data-theme="{theme}"' in browser.get("/account/").text
    browser.post("/sign-out/")
    assert f'data-theme="{theme}"' in browser.get("/sign-in/").text


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/account/language/", {"language": "xx"}),
        ("/account/language/", {}),
        ("/account/theme/", {"theme": '"><script>'}),
        ("/account/theme/", {}),
    ],
)
def test_a_choice_that_is_not_offered_is_refused(
    browser: Client, alice: Member, path: str, data: dict[str, str]
) -> None:
    response = browser.post(path, data)
    assert response.status_code == 400
    assert "choose again" in response.text
    alice.refresh_from_db()
    assert (alice.language, alice.theme) == ("", "system")


@pytest.mark.parametrize("path", ["/account/language/", "/account/theme/"])
@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:0"])
def test_a_choice_leads_to_no_other_site(browser: Client, path: str, target: str) -> None:
    response = browser.post(path, {"language": "ko", "theme": "dark", "next": target})
    assert response["Location"] == "/"


def test_a_forged_theme_cookie_is_ignored(client: Client) -> None:
    client.cookies["theme"] = "dark'><b>"
    assert 'data-theme="system"' in client.get("/sign-in/").text


def test_a_password_is_changed_with_the_old_one(browser: Client, alice: Member) -> None:
    wrong = {"old_password": "no", "new_password1": NEW, "new_password2": NEW}
    assert browser.post("/account/password/", wrong).status_code == 200
    right = {**wrong, "old_password": "a long password"}
    assert browser.post("/account/password/", right)["Location"] == "/account/"
    alice.refresh_from_db()
    assert alice.check_password(NEW)
    assert browser.get("/account/").status_code == 200


def test_changing_the_password_signs_other_browsers_out(browser: Client, alice: Member) -> None:
    other = Client()
    other.force_login(alice)
    assert other.get("/account/").status_code == 200
    browser.post(
        "/account/password/",
        {"old_password": "a long password", "new_password1": NEW, "new_password2": NEW},
    )
    assert other.get("/account/").status_code == 302


def test_who_came_in_by_a_link_chooses_a_password_without_an_old_one(
    browser: Client, alice: Member
) -> None:
    alice.set_unusable_password()
    alice.save()
    browser.force_login(alice)
    assert "old_password" not in browser.get("/account/password/").text
    browser.post("/account/password/", {"new_password1": NEW, "new_password2": NEW})
    alice.refresh_from_db()
    assert alice.check_password(NEW)


def test_a_weak_password_is_refused(browser: Client, alice: Member) -> None:
    weak = {"old_password": "a long password", "new_password1": "12345678"}
    response = browser.post("/account/password/", {**weak, "new_password2": "12345678"})
    assert response.status_code == 200
    assert "errorlist" in response.text


def test_signing_out_takes_a_post(browser: Client) -> None:
    assert browser.get("/sign-out/").status_code == 405
    assert browser.get("/account/").status_code == 200
    assert browser.post("/sign-out/")["Location"] == "/sign-in/"
    assert browser.get("/account/").status_code == 302


def test_who_is_signed_in_is_sent_on_from_the_sign_in_page(browser: Client) -> None:
    assert browser.get("/sign-in/?next=/account/")["Location"] == "/account/"
    assert browser.get("/sign-in/?next=https://evil.example/")["Location"] == "/"


def test_a_member_who_is_no_administrator_is_not_sent_round_in_circles(browser: Client) -> None:
    response = browser.get("/admin/", follow=True)
    assert response.status_code == 403
