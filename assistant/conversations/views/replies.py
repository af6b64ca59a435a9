"""How a view answers: to htmx with a fragment, to a browser without scripts with a page."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from assistant.accounts.models import Member
from assistant.conversations.errors import ConversationError
from assistant.conversations.fragments import render_refetch

__all__ = ["done", "for_members", "is_htmx", "page_or_fragment"]

P = ParamSpec("P")
MemberView = Callable[Concatenate[HttpRequest, Member, P], HttpResponse]


def for_members(view: MemberView[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give the view the signed-in member, and say in the page what a service refuses.

    A visitor is sent to the sign-in page; htmx is told to go there as a whole. A refusal is a
    fragment with the status of its error, which the page puts where it was asked.
    """

    @never_cache
    @functools.wraps(view)
    def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        member = request.user
        if not isinstance(member, Member):
            if is_htmx(request):
                return HttpResponse(status=401, headers={"HX-Redirect": reverse("sign_in")})
            return redirect_to_login(request.get_full_path())
        try:
            return view(request, member, *args, **kwargs)
        except ConversationError as error:
            return _refused(request, error)

    return wrapped


def is_htmx(request: HttpRequest) -> bool:
    """Whether a script of the page asks, and takes a fragment."""
    return request.headers.get("HX-Request") == "true"


def done(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """It is done, and the page hears of it by its socket; where that is closed, it fetches."""
    if not is_htmx(request):
        return redirect(reverse("conversation", args=[conversation_id]) + "#end")
    if request.headers.get("X-Socket") == "closed":
        language = get_language() or "en"
        return HttpResponse(render_refetch(conversation_id, language=language))
    return HttpResponse(status=204)


def page_or_fragment(
    request: HttpRequest, fragment: str, context: dict[str, Any], *, heading: str
) -> HttpResponse:
    """A partial for htmx; for a browser without scripts, the same partial in a page of its own."""
    template = f"conversations/partials/{fragment}.html"
    if is_htmx(request):
        return render(request, template, context)
    page = {**context, "fragment": template, "heading": heading}
    return render(request, "conversations/alone.html", page)


def _refused(request: HttpRequest, error: ConversationError) -> HttpResponse:
    context = {"sentence": str(error)}
    if is_htmx(request):
        response = render(
            request, "conversations/partials/refusal.html", context, status=error.status
        )
        response["X-Notice"] = "1"
        return response
    context["back"] = request.headers.get("Referer", "") if request.method == "POST" else ""
    return render(request, "conversations/refused.html", context, status=error.status)
