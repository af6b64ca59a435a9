"""A member is Django's user with a language, a theme, and one-time links to sign in."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Member(AbstractUser):
    """Somebody of the team. Administrators are members with `is_staff` and `is_superuser`."""

    class Theme(models.TextChoices):
        """How the page looks; `system` follows the member's machine."""

        SYSTEM = "system", _("System")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    language = models.CharField(_("language"), max_length=10, blank=True, default="")
    theme = models.CharField(_("theme"), max_length=10, choices=Theme.choices, default=Theme.SYSTEM)


class SignInLink(models.Model):
    """A link that signs one member in, once. Only the digest of its secret is stored.

    `asks_first` says that opening it shows a button, and that the button spends it.
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="sign_in_links")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    asks_first = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"sign-in link of {self.member} until {self.expires_at:%Y-%m-%d %H:%M}"

    @property
    def is_over(self) -> bool:
        """Whether its time has passed."""
        return self.expires_at <= timezone.now()
