"""What a member likes: the language and the theme. Cookies keep both for who is not signed in."""

from __future__ import annotations

from django.conf import settings

from assistant.accounts.models import Member

__all__ = ["COOKIE_SECONDS", "THEME_COOKIE", "set_language", "set_theme"]

THEME_COOKIE = "theme"
COOKIE_SECONDS = 365 * 24 * 3600


def set_language(*, member: Member, language: str) -> None:
    """Remember the language. Raises ValueError for one that is not offered."""
    if language not in dict(settings.LANGUAGES):
        raise ValueError(f"{language!r} is not a language of the pages")
    Member.objects.filter(pk=member.pk).update(language=language)


def set_theme(*, member: Member, theme: str) -> None:
    """Remember the theme. Raises ValueError for one that is not offered."""
    if theme not in Member.Theme.values:
        raise ValueError(f"{theme!r} is not a theme of the pages")
    Member.objects.filter(pk=member.pk).update(theme=theme)
