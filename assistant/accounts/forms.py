"""The form of the sign-in page."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assistant.accounts import throttle

__all__ = ["SignInForm"]


class SignInForm(AuthenticationForm):
    """A name and a password, looked at only as often as the throttle lets it."""

    throttled = False

    def clean(self) -> dict[str, Any]:
        """Count the attempt, and look at the password if there were not too many."""
        username = self.cleaned_data.get("username")
        if not username or not self.cleaned_data.get("password") or self.request is None:
            return self.cleaned_data
        address = self.request.META.get("REMOTE_ADDR", "")
        wait = throttle.admit(username=username, address=address)
        if wait:
            self.throttled = True
            minutes = -(-wait // 60)
            raise ValidationError(
                _("There were too many attempts to sign in.")
                + " "
                + ngettext(
                    "Wait %(minutes)s minute, then try again.",
                    "Wait %(minutes)s minutes, then try again.",
                    minutes,
                )
                % {"minutes": minutes},
                code="throttled",
            )
        cleaned = super().clean()
        throttle.forgive(username=username, address=address)
        return cleaned
