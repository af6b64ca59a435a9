"""What every page needs to know of its reader."""

from __future__ import annotations

from django.http import HttpRequest

from assistant.accounts.models import Member
from assistant.accounts.preferences import THEME_COOKIE

__all__ = ["reader"]


def reader(request: HttpRequest) -> dict[str, str]:
    """`csp_nonce` for style elements that scripts write, and `theme`: system, light or dark."""
    theme = request.COOKIES.get(THEME_COOKIE, "")
    if hasattr(request, "user") and request.user.is_authenticated:
        theme = request.user.theme
    if theme not in Member.Theme.values:
        theme = Member.Theme.SYSTEM
    return {"csp_nonce": getattr(request, "csp_nonce", ""), "theme": theme}
