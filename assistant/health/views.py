"""What machines ask: does the process live, is everything ready."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assistant.accounts.middleware import for_machines
from assistant.health.parts import read_parts

__all__ = ["healthz", "readyz"]


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
