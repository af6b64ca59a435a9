"""The empty page, a conversation's page, and the list beside both."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from assistant.accounts.models import Member
from assistant.conversations import access, selectors, services
from assistant.conversations.forms import MessageForm, OptionsForm, SearchForm
from assistant.conversations.pool_view import default_model, read_pool, served_models
from assistant.conversations.suggestions import suggestions
from assistant.conversations.views.replies import done, for_members, page_or_fragment
from inference.catalog import load

__all__ = ["conversation", "earlier", "home", "more_conversations", "search"]


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def home(request: HttpRequest, member: Member) -> HttpResponse:
    """An empty page with things to try; a message posted here begins a conversation."""
    if request.method == "POST":
        form = MessageForm(request.POST)
        form.is_valid()
        message = services.start_conversation(
            member=member,
            body=form.text(),
            client_message_id=form.cleaned_data["client_message_id"],
            model=form.cleaned_data["model"],
        )
        return redirect("conversation", message.conversation_id)
    language = get_language() or "en"
    known = load()
    entry = known.get(default_model())
    context = {
        "suggestions": suggestions(language) if default_model() == "demo" else (),
        "model_title": entry.title if entry else default_model(),
        "model_about": entry.about.get(language, entry.about.get("en", "")) if entry else "",
        "pool": read_pool(),
    }
    return render(request, "conversations/home.html", {**_frame(member), **context})


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def conversation(request: HttpRequest, member: Member, conversation_id: UUID) -> HttpResponse:
    """A conversation's page; a message posted here is its next."""
    row = access.access_conversation(member=member, conversation_id=conversation_id)
    if request.method == "POST":
        form = MessageForm(request.POST)
        form.is_valid()
        services.post_message(
            member=member,
            conversation=row,
            body=form.text(),
            client_message_id=form.cleaned_data["client_message_id"],
        )
        return done(request, row.pk)
    page = selectors.conversation_page(row)
    context = {
        "page": page,
        "conversation": row,
        "pool": page.pool,
        "activity": page.activity,
        "current": row.pk,
        "repair_choices": OptionsForm.repair_choices(),
    }
    return render(request, "conversations/conversation.html", {**_frame(member), **context})


@require_GET
@for_members
def earlier(
    request: HttpRequest, member: Member, conversation_id: UUID, before: int
) -> HttpResponse:
    """The turns before a message."""
    row = access.access_conversation(member=member, conversation_id=conversation_id)
    try:
        page = selectors.conversation_page(row, before=before)
    except OverflowError:
        raise Http404("There is no such message.") from None
    context = {"page": page, "conversation": row}
    return page_or_fragment(request, "turns", context, heading=row.title)


@require_GET
@for_members
def more_conversations(request: HttpRequest, member: Member) -> HttpResponse:
    """The part of the list after a place in it."""
    place = _place(request.GET.get("before", ""))
    listed, more = selectors.conversation_list(member, before=place)
    context = {"listed": listed, "more": more, "last_group": request.GET.get("group", "")}
    return page_or_fragment(request, "listed", context, heading=_("Conversations"))


@require_GET
@for_members
def search(request: HttpRequest, member: Member) -> HttpResponse:
    """Conversations that hold the words; all of them for no words."""
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    listed = selectors.search_conversations(member, words)
    context = {"listed": listed, "words": words, "in_palette": "palette" in request.GET}
    return page_or_fragment(request, "found", context, heading=_("Search"))


def _frame(member: Member) -> dict[str, Any]:
    """What stands around every conversation: the list, the models, an id for the next message."""
    listed, more = selectors.conversation_list(member)
    return {
        "listed": listed,
        "more": more,
        "models": served_models(),
        "client_message_id": secrets.token_urlsafe(16),
    }


def _place(text: str) -> tuple[datetime, UUID]:
    """A place in the list, as its last line names it. Raises Http404 for anything else."""
    at, _separator, pk = text.partition("_")
    try:
        moment = parse_datetime(at)
        if moment is None or moment.tzinfo is None:
            raise ValueError(at)
        return moment, UUID(pk)
    except ValueError:
        raise Http404("There is no such place in the list.") from None
