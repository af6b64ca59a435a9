"""One-time links: how the first administrator comes in, and any member who has no password yet.

The secret is 256 random bits; the table holds its SHA-256 only, so that who reads the database
cannot sign in. A link is spent by one conditional UPDATE: of two browsers that open it at the same
moment, one comes in.

A link has one of two manners. The one that a terminal prints signs the browser in by a plain GET,
because the person who started the machine opens it at once, and nothing else sees it. The one that
an administrator sends to a member goes through a chat or mail program that fetches what it shows;
so it opens a page with a button, and only the button's POST spends it.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from assistant.accounts.models import Member, SignInLink

__all__ = [
    "FIRST_LIFETIME",
    "INVITATION_LIFETIME",
    "create_link",
    "find_link",
    "first_administrator",
    "link_path",
    "spend_link",
]

FIRST_LIFETIME = timedelta(hours=1)
INVITATION_LIFETIME = timedelta(days=3)
FIRST_USERNAME = "admin"


def create_link(*, member: Member, lifetime: timedelta, asks_first: bool = False) -> str:
    """Make a link for the member; the token, which is nowhere stored.

    `asks_first` is the manner with a button. What the member had of older links that are spent or
    over is deleted here.
    """
    now = timezone.now()
    links = SignInLink.objects.filter(member=member)
    links.filter(expires_at__lt=now).delete()
    links.filter(used_at__isnull=False).delete()
    token = secrets.token_urlsafe(32)
    SignInLink.objects.create(
        member=member, digest=_digest(token), expires_at=now + lifetime, asks_first=asks_first
    )
    return token


def link_path(token: str) -> str:
    """The path of the page that the token opens."""
    return reverse("sign_in_link", kwargs={"token": token})


def find_link(*, token: str) -> SignInLink | None:
    """The link of the token with its member, spent or not; None where there is none."""
    return SignInLink.objects.select_related("member").filter(digest=_digest(token)).first()


def spend_link(*, link: SignInLink) -> bool:
    """Use the link up. False where it was used before, is over, or its member may not sign in."""
    now = timezone.now()
    return bool(
        SignInLink.objects.filter(
            pk=link.pk, used_at__isnull=True, expires_at__gt=now, member__is_active=True
        ).update(used_at=now)
    )


def first_administrator() -> Member:
    """The administrator who was there first; made here, without a password, where there is none."""
    known = Member.objects.filter(is_superuser=True, is_active=True).order_by("pk").first()
    if known is not None:
        return known
    username = FIRST_USERNAME
    number = 1
    while Member.objects.filter(username=username).exists():
        number += 1
        username = f"{FIRST_USERNAME}{number}"
    return Member.objects.create_superuser(username=username, password=None)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
