"""What every answer says a page may do."""

from __future__ import annotations

import re

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import AsyncClient, Client, RequestFactory

from assistant.accounts.middleware import (
    ContentSecurityPolicyMiddleware,
    content_security_policy,
)

pytestmark = pytest.mark.django_db


def test_a_page_may_run_and_load_only_what_this_host_serves(client: Client) -> None:
    response = client.get("/sign-in/")
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert response["X-Frame-Options"] == "DENY"
    assert "camera=()" in response["Permissions-Policy"]


def test_the_policy_names_this_hosts_own_websocket() -> None:
    plain = content_security_policy(nonce="n", host="team.example", secure=False)
    secure = content_security_policy(nonce="n", host="team.example", secure=True)
    assert "connect-src 'self' ws://team.example;" in plain
    assert "connect-src 'self' wss://team.example;" in secure


def test_a_nonce_is_made_afresh_for_every_answer(client: Client) -> None:
    nonces = {
        re.findall("nonce-([^']+)", client.get("/sign-in/")["Content-Security-Policy"])[0]
        for _time in range(3)
    }
    assert len(nonces) == 3


def test_the_page_is_given_the_nonce_of_its_policy() -> None:
    seen: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request.csp_nonce)  # type: ignore[attr-defined]
        return HttpResponse()

    response = ContentSecurityPolicyMiddleware(view)(RequestFactory().get("/"))
    assert isinstance(response, HttpResponse)
    assert f"'nonce-{seen[0]}'" in response["Content-Security-Policy"]


def test_a_view_keeps_a_policy_of_its_own() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Content-Security-Policy": "sandbox"})

    response = ContentSecurityPolicyMiddleware(view)(RequestFactory().get("/"))
    assert isinstance(response, HttpResponse)
    assert response["Content-Security-Policy"] == "sandbox"


async def test_the_asynchronous_handler_sets_the_same_headers() -> None:
    response = await AsyncClient().get("/healthz")
    assert "default-src 'none'" in response["Content-Security-Policy"]
