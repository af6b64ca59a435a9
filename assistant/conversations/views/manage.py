"""What is done with a conversation as a whole: stop, rename, delete, options."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assistant.accounts.models import Member
from assistant.conversations import access, services
from assistant.conversations.errors import InvalidMessage
from assistant.conversations.forms import OptionsForm, TitleForm
from assistant.conversations.views.replies import done, for_members, is_htmx, page_or_fragment

__all__ = ["delete", "options", "rename", "stop"]


@require_POST
@for_members
def stop(request: HttpRequest, member: Member, conversation_id: UUID) -> HttpResponse:
    """Stop everything that works for the conversation."""
    row = access.access_conversation(member=member, conversation_id=conversation_id)
    services.stop_conversation(conversation=row)
    return done(request, row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def rename(request: HttpRequest, member: Member, conversation_id: UUID) -> HttpResponse:
    """Ask for another title, and give it."""
    row = access.access_conversation(member=member, conversation_id=conversation_id)
    if request.method != "POST":
        return page_or_fragment(request, "rename", {"conversation": row}, heading=_("Rename"))
    form = TitleForm(request.POST)
    form.is_valid()
    services.rename_conversation(conversation=row, title=form.cleaned_data["title"])
    if not is_htmx(request):
        return redirect("conversation", row.pk)
    row.refresh_from_db()
    response = render(request, "conversations/partials/title_changed.html", {"conversation": row})
    response["HX-Trigger"] = "dialog:close"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def delete(request: HttpRequest, member: Member, conversation_id: UUID) -> HttpResponse:
    """Ask whether the conversation is to be deleted, and delete it."""
    row = access.access_conversation(member=member, conversation_id=conversation_id)
    if request.method != "POST":
        return page_or_fragment(request, "delete", {"conversation": row}, heading=_("Delete"))
    services.delete_conversation(conversation=row)
    if not is_htmx(request):
        return redirect("home")
    if str(conversation_id) in request.headers.get("HX-Current-URL", ""):
        return HttpResponse(headers={"HX-Redirect": reverse("home")})
    response = render(
        request, "conversations/partials/deleted.html", {"conversation_id": conversation_id}
    )
    response["HX-Trigger"] = "dialog:close"
    return response


@require_POST
@for_members
def options(request: HttpRequest, member: Member, conversation_id: UUID) -> HttpResponse:
    """Choose the model, whether programs run by themselves, and how often one is repaired."""
    row = access.access_conversation(member=member, conversation_id=conversation_id)
    form = OptionsForm(request.POST)
    if not form.is_valid():
        raise InvalidMessage(_("The number of repairs must be a whole number; choose one."))
    services.set_options(conversation=row, **form.changes())
    return done(request, row.pk)
