"""Files that programs wrote: pictures are shown, nothing else is, and none of them runs."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from assistant.accounts.models import Member
from tests.fakes.turns import PNG, add_artifact, add_attempt, add_conversation, add_message

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "media_type", "content", "shown"),
    [
        ("window.png", "image/png", PNG, True),
        ("plot.webp", "image/webp", b"RIFF0000WEBP", True),
        ("evil.svg", "application/octet-stream", b"<svg onload=alert(1)>", False),
        ("page.html", "text/html", b"<script>alert(1)</script>", False),
        ("sub/표 1.csv", "text/csv", b"a,b\n", False),
    ],
)
def test_only_pictures_are_shown_in_place(
    alice: Member, name: str, media_type: str, content: bytes, shown: bool
) -> None:
    attempt = add_attempt(add_message(add_conversation(alice)))
    artifact = add_artifact(
        attempt, name=name, media_type=media_type, content=content, is_frame=False
    )
    client = Client()
    client.force_login(alice)
    response = client.get(reverse("artifact", args=[artifact.pk, artifact.name]))
    assert response.content == content
    assert response["Content-Type"] == (media_type if shown else "application/octet-stream")
    kind, _semicolon, file_name = response["Content-Disposition"].partition("; ")
    assert kind == ("inline" if shown else "attachment")
    assert "/" not in file_name.partition("''")[2]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox")


def test_files_are_listed_and_pictures_are_in_the_strip(alice: Member) -> None:
    message = add_message(add_conversation(alice))
    attempt = add_attempt(message)
    add_artifact(attempt)
    add_artifact(attempt, name="<b>.csv", media_type="text/csv", content=b"a", is_frame=False)
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(alice)
    page = client.get(reverse("conversation", args=[message.conversation_id])).text
    assert page.count("<img src=") == 1
    assert "1 file<" in page
    files = client.get(reverse("attempt_part", args=[attempt.pk, "files"])).text
    assert "&lt;b&gt;.csv" in files
    assert "%3Cb%3E.csv" in files
