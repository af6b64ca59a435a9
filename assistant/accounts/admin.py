"""Members in the admin: add one, then send them a one-time link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assistant.accounts import services
from assistant.accounts.models import Member

__all__ = ["MemberAdmin"]

if TYPE_CHECKING:
    Base = UserAdmin[Member]
else:
    Base = UserAdmin

admin.site.site_header = admin.site.site_title = "Ouroboros"


@admin.register(Member)
class MemberAdmin(Base):
    """Django's own, with a member's preferences and the action that makes a link."""

    fieldsets = (
        *(UserAdmin.fieldsets or ()),
        (_("Preferences"), {"fields": ("language", "theme")}),
    )
    list_display = ("username", "email", "is_staff", "is_active", "last_login")
    actions = ["make_link"]

    @admin.action(description=_("Make a one-time sign-in link"), permissions=["change"])
    def make_link(self, request: HttpRequest, queryset: QuerySet[Member]) -> None:
        """Show a fresh link for each member chosen. Only here can it be read.

        Who may change members but is no superuser gets none for a superuser: it would make them
        one.
        """
        for member in queryset.order_by("username"):
            if not member.is_active:
                text = gettext("The account %(name)s is not active and cannot sign in.")
                self.message_user(request, text % {"name": member}, messages.WARNING)
                continue
            if member.is_superuser and not request.user.is_superuser:
                text = gettext("Only a superuser makes a link for %(name)s.")
                self.message_user(request, text % {"name": member}, messages.WARNING)
                continue
            token = services.create_link(
                member=member, lifetime=services.INVITATION_LIFETIME, asks_first=True
            )
            text = gettext(
                "The account %(name)s signs in once, within %(days)s days, with %(link)s"
            )
            values = {
                "name": member,
                "days": services.INVITATION_LIFETIME.days,
                "link": request.build_absolute_uri(services.link_path(token)),
            }
            self.message_user(request, text % values)
