"""Signing in and out, the one-time link, and a member's own settings."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.contrib.auth.views import LoginView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django.views.i18n import set_language as set_language_cookie

from assistant.accounts import preferences, services
from assistant.accounts.forms import SignInForm
from assistant.accounts.models import Member

__all__ = [
    "SignIn",
    "account",
    "admin_sign_in",
    "change_password",
    "set_language",
    "set_theme",
    "sign_in_link",
]

BACKEND = "django.contrib.auth.backends.ModelBackend"


class SignIn(LoginView):
    """The sign-in page. Too many attempts are answered by 429 and a sentence."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_form_kwargs(self) -> dict[str, Any]:
        """Labels without a colon, as everywhere in the pages."""
        return {**super().get_form_kwargs(), "label_suffix": ""}

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Show the form again with what was wrong."""
        response = super().form_invalid(form)
        if isinstance(form, SignInForm) and form.throttled:
            response.status_code = 429
        return response


@never_cache
def admin_sign_in(request: HttpRequest) -> HttpResponseBase:
    """The admin's own sign-in page would know no throttle: everybody signs in at one place.

    Raises PermissionDenied for a member who is signed in and no administrator, whom the sign-in
    page would send back here for ever.
    """
    if request.user.is_authenticated and not request.user.is_staff:
        raise PermissionDenied(_("This page is for administrators."))
    return SignIn.as_view()(request)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_link(request: HttpRequest, token: str) -> HttpResponse:
    """Sign the link's member in, once (services.py says why there are two manners).

    A HEAD, or a browser that only fetches ahead, spends nothing. Opened again by who came in with
    it, the link leads home.
    """
    link = services.find_link(token=token)
    if link is None:
        return render(request, "accounts/link_over.html", status=404)
    if request.user == link.member:
        return redirect("home")
    looks_only = request.method == "HEAD" or "prefetch" in request.headers.get("Sec-Purpose", "")
    if request.method != "POST" and (link.asks_first or looks_only):
        if link.used_at is not None or link.is_over:
            return render(request, "accounts/link_over.html", status=410)
        return render(request, "accounts/link.html", {"link": link})
    if not services.spend_link(link=link):
        return render(request, "accounts/link_over.html", status=410)
    login(request, link.member, backend=BACKEND)
    return redirect("home")


@login_required
def account(request: HttpRequest) -> HttpResponse:
    """A member's own page: language, theme, password."""
    return render(request, "accounts/account.html", {"themes": Member.Theme.choices})


@sensitive_post_parameters()
@login_required
@never_cache
def change_password(request: HttpRequest) -> HttpResponse:
    """Change the password; who came in by a link and has none yet is not asked for the old one."""
    member = cast(Member, request.user)
    form_class: type[SetPasswordForm[Any]] = (
        PasswordChangeForm if member.has_usable_password() else SetPasswordForm
    )
    form = form_class(member, request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        form.save()
        update_session_auth_hash(request, member)
        messages.success(request, _("Your password is changed; other browsers are signed out."))
        return redirect("account")
    return render(request, "accounts/password.html", {"form": form})


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Choose the language of the pages: for the member, and for this browser by a cookie.

    Takes `language` and `next`, as Django's view of the name does.
    """
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        return _bad_choice(request)
    if request.user.is_authenticated:
        preferences.set_language(member=request.user, language=language)
    return set_language_cookie(request)


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Choose the theme: for the member, and for this browser by a cookie. Takes `theme`, `next`."""
    theme = request.POST.get("theme", "")
    if theme not in Member.Theme.values:
        return _bad_choice(request)
    if request.user.is_authenticated:
        preferences.set_theme(member=request.user, theme=theme)
    response = redirect(_next_page(request))
    response.set_cookie(
        preferences.THEME_COOKIE,
        theme,
        max_age=preferences.COOKIE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return response


def _next_page(request: HttpRequest) -> str:
    """Where the form says to go, or the page it was on, if that is of this host; else home."""
    for target in (request.POST.get("next"), request.headers.get("Referer")):
        if target and url_has_allowed_host_and_scheme(
            target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        ):
            return target
    return "home"


def _bad_choice(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        _("This choice is not offered; reload the page and choose again."),
        status=400,
        content_type="text/plain; charset=utf-8",
    )
