"""What every answer of the web process says to the browser: the language, and what a page may do.

Both classes serve synchronous and asynchronous handlers alike (see Django's MiddlewareMixin).
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar, cast

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin

__all__ = ["ContentSecurityPolicyMiddleware", "MemberLanguageMiddleware", "for_machines"]

View = Callable[..., Any]
V = TypeVar("V", bound=View)

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)


def for_machines(view: V) -> V:
    """Mark a view that no person reads: it is answered without looking at who asks."""
    cast(Any, view).for_machines = True
    return view


class MemberLanguageMiddleware(MiddlewareMixin):
    """A signed-in member's own choice of language comes before the browser's.

    Django's LocaleMiddleware has chosen by cookie and header before; the work is done once the view
    is known, so that the health pages do not ask the database who is looking.
    """

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        """Switch to the member's language where they chose one of those that are offered."""
        if getattr(view, "for_machines", False) or not request.user.is_authenticated:
            return
        language = request.user.language
        if language in dict(settings.LANGUAGES) and language != translation.get_language():
            translation.activate(language)
            cast(Any, request).LANGUAGE_CODE = language


class ContentSecurityPolicyMiddleware:
    """Nothing runs, loads or connects but what this host serves.

    `request.csp_nonce` admits the style elements that CodeMirror writes (`EditorView.cspNonce`);
    scripts have no such way in. A view that sets a policy of its own (a file that a program wrote)
    keeps it.
    """

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        """Answer the request with the headers set."""
        cast(Any, request).csp_nonce = secrets.token_urlsafe(16)
        if self.is_async:
            return self._answer(request)
        return self._protect(request, self.get_response(request))

    async def _answer(self, request: HttpRequest) -> HttpResponseBase:
        return self._protect(request, await self.get_response(request))

    def _protect(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if "Content-Security-Policy" not in response:
            nonce = cast(Any, request).csp_nonce
            response["Content-Security-Policy"] = content_security_policy(
                nonce=nonce, host=request.get_host(), secure=request.is_secure()
            )
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


def content_security_policy(*, nonce: str, host: str, secure: bool) -> str:
    """The policy of a page. `host` names the WebSocket, which older browsers part from 'self'."""
    socket = f"{'wss' if secure else 'ws'}://{host}"
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            f"style-src 'self' 'nonce-{nonce}'",
            "img-src 'self' data:",
            "font-src 'self'",
            f"connect-src 'self' {socket}",
            "manifest-src 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        ]
    )
