"""What the page's templates need beyond Django's own tags."""

from __future__ import annotations

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

register = template.Library()

KIBIBYTE = 1024


@register.filter
def duration(seconds: float | None) -> str:
    """Seconds as people say them: 0.4 s, 18 s, 2 min 5 s. Empty for None."""
    if seconds is None:
        return ""
    if seconds < 10:
        return _("%(seconds)s s") % {"seconds": f"{seconds:.1f}"}
    if seconds < 60:
        return _("%(seconds)s s") % {"seconds": f"{seconds:.0f}"}
    minutes, rest = divmod(round(seconds), 60)
    return _("%(minutes)s min %(seconds)s s") % {"minutes": minutes, "seconds": rest}


@register.filter
def whole(seconds: float | None) -> int:
    """Seconds without their fraction."""
    return int(seconds or 0)


@register.filter
def size(bytes_: int) -> str:
    """A file's size: 812 B, 4.1 KiB, 2.0 MiB."""
    if bytes_ < KIBIBYTE:
        return f"{bytes_} B"
    if bytes_ < KIBIBYTE * KIBIBYTE:
        return f"{bytes_ / KIBIBYTE:.1f} KiB"
    return f"{bytes_ / KIBIBYTE / KIBIBYTE:.1f} MiB"


@register.filter
def verbatim_text(text: str) -> SafeString:
    """Text that HTML's parser gives back character for character: a bare CR would become LF."""
    return mark_safe(conditional_escape(text).replace("\r", "&#13;"))  # noqa: S308


@register.filter
def sanitized(html: str) -> SafeString:
    """HTML of rendering.py, which has been through nh3 and may stand in a page as it is."""
    return mark_safe(html)  # noqa: S308
