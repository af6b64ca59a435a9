"""What is done with the last message: edit it, answer it afresh."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assistant.accounts.models import Member
from assistant.conversations import access, services
from assistant.conversations.forms import MessageForm
from assistant.conversations.views.replies import done, for_members, page_or_fragment

__all__ = ["edit", "regenerate"]


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def edit(request: HttpRequest, member: Member, message_id: int) -> HttpResponse:
    """Offer the message for editing, and answer it afresh as edited."""
    message = access.access_message(member=member, message_id=message_id)
    if request.method != "POST":
        context = {"message": message}
        return page_or_fragment(request, "message_form", context, heading=_("Edit the message"))
    form = MessageForm(request.POST)
    form.is_valid()
    services.edit_message(message=message, body=form.text())
    return done(request, message.conversation_id)


@require_POST
@for_members
def regenerate(request: HttpRequest, member: Member, message_id: int) -> HttpResponse:
    """Answer the last message afresh."""
    message = access.access_message(member=member, message_id=message_id)
    services.regenerate(message=message)
    return done(request, message.conversation_id)
