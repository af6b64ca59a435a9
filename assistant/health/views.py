"""What machines ask (does it live, is it ready, how much) and the administrator's page."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from assistant.accounts.middleware import for_machines
from assistant.health.metrics import exposition
from assistant.health.parts import read_parts
from assistant.health.status import status_context
from sandbox.models import Run
from sandbox.services import request_stop

__all__ = ["healthz", "metrics", "readyz", "status", "stop_run"]


@for_machines
@never_cache
@require_safe
async def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers. Asks nobody else."""
    return JsonResponse({"status": "ok"})


@for_machines
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Every part with "ok" or what is wrong; 200 when all are well, else 503."""
    parts = read_parts()
    return JsonResponse(
        {"status": "ok" if parts.ok else "not ready", "parts": parts.states},
        status=200 if parts.ok else 503,
    )


@for_machines
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus; where METRICS_TOKEN is set, only for who sends it as a bearer."""
    if settings.METRICS_TOKEN:
        sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not secrets.compare_digest(sent.encode(), settings.METRICS_TOKEN.encode()):
            return HttpResponse(
                "Send METRICS_TOKEN as a bearer token.\n",
                status=401,
                content_type="text/plain; charset=utf-8",
                headers={"WWW-Authenticate": "Bearer"},
            )
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)


def for_administrators(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let administrators in; send who is not signed in to sign in. Raises PermissionDenied.

    A page that fetches itself again is refused, too: it must not show the sign-in page inside.
    """

    @wraps(view)
    def decided(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.user.is_authenticated and request.user.is_staff:
            return view(request, *args, **kwargs)
        if request.user.is_authenticated or request.headers.get("HX-Request"):
            raise PermissionDenied(_("This page is for administrators."))
        return redirect_to_login(request.get_full_path())

    return decided


@never_cache
@for_administrators
@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """How everything is, numbers first."""
    return render(request, "health/status.html", status_context())


@for_administrators
@require_POST
def stop_run(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """Stop any member's run. Raises Http404 for one that is not there."""
    if not Run.objects.filter(pk=run_id).exists():
        raise Http404("There is no such run.")
    request_stop([run_id])
    messages.success(request, _("The run was asked to stop."))
    return redirect("status")
