"""Signing in with a password, and guessing one: with a real Redis, and with none."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client

from assistant.accounts import throttle
from assistant.accounts.models import Member
from tests.services import Server

pytestmark = [pytest.mark.redis, pytest.mark.django_db]
RIGHT = "a long password"


def attempt(
    username: str, password: str, *, address: str = "192.0.2.1", path: str = "/sign-in/"
) -> HttpResponse:
    client = Client(REMOTE_ADDR=address, headers={"Accept-Language": "en"})
    return client.post(path, {"username": username, "password": password, "next": "/account/"})


def test_a_member_signs_in_and_is_led_to_where_they_wanted(alice: Member) -> None:
    response = attempt("alice", RIGHT)
    assert (response.status_code, response["Location"]) == (302, "/account/")


@pytest.mark.parametrize(("username", "password"), [("alice", "no"), ("nobody", "no")])
def test_a_wrong_name_and_a_wrong_password_read_the_same(
    alice: Member, username: str, password: str
) -> None:
    response = attempt(username, password)
    assert response.status_code == 200
    assert "Please enter a correct username and password" in response.text


def test_a_closed_account_does_not_sign_in(charlie: Member) -> None:
    assert attempt("charlie", RIGHT).status_code == 200


def test_after_too_many_attempts_even_the_right_password_waits(alice: Member) -> None:
    for _time in range(throttle.PER_NAME_AND_ADDRESS):
        assert attempt("alice", "no").status_code == 200
    response = attempt("alice", RIGHT)
    assert response.status_code == 429
    assert "too many attempts" in response.text
    assert "Wait 5 minutes, then try again." in response.text


def test_the_admins_sign_in_page_is_no_way_round(alice: Member) -> None:
    for _time in range(throttle.PER_NAME_AND_ADDRESS):
        attempt("alice", "no", path="/admin/login/")
    assert attempt("Alice", RIGHT, path="/admin/login/").status_code == 429


def test_guesses_from_elsewhere_lock_no_member_out(alice: Member) -> None:
    for _time in range(throttle.PER_NAME_AND_ADDRESS + 1):
        attempt("alice", "no", address="198.51.100.7")
    assert attempt("alice", "no", address="198.51.100.7").status_code == 429
    assert attempt("alice", RIGHT).status_code == 302


def test_one_address_cannot_try_many_names() -> None:
    address = "198.51.100.8"
    waits = [
        throttle.admit(username=f"name{number}", address=address)
        for number in range(throttle.PER_ADDRESS + 1)
    ]
    assert not any(waits[:-1])
    assert waits[-1] > 0
    assert not throttle.admit(username="name0", address="198.51.100.9")


def test_right_passwords_are_not_counted(alice: Member) -> None:
    for _time in range(throttle.PER_ADDRESS + throttle.PER_NAME_AND_ADDRESS):
        assert not throttle.admit(username="alice", address="192.0.2.2")
        throttle.forgive(username="alice", address="192.0.2.2")


def test_without_redis_members_sign_in_all_the_same(alice: Member, redis_server: Server) -> None:
    redis_server.stop()
    try:
        assert attempt("alice", RIGHT).status_code == 302
    finally:
        redis_server.start()
