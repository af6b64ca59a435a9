"""Programs: running a block, running again, editing, complaining, and what a run left behind."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assistant.accounts.models import Member
from assistant.conversations import access, services
from assistant.conversations.diffs import diff_rows
from assistant.conversations.errors import InvalidMessage
from assistant.conversations.forms import CodeForm, ComplaintForm
from assistant.conversations.models import Attempt
from assistant.conversations.presenting import PICTURES, plain_output
from assistant.conversations.rendering import render_block
from assistant.conversations.views.replies import done, for_members, page_or_fragment

__all__ = [
    "artifact",
    "attempt_part",
    "complain",
    "edit_attempt",
    "edit_block",
    "run_again",
    "run_block",
    "run_edited",
]


@require_POST
@for_members
def run_block(request: HttpRequest, member: Member, generation_id: int, index: int) -> HttpResponse:
    """Run a code block of an answer."""
    block = access.access_code_block(member=member, generation_id=generation_id, index=index)
    services.run_block(block=block)
    return done(request, block.generation.message.conversation_id)


@require_GET
@for_members
def edit_block(
    request: HttpRequest, member: Member, generation_id: int, index: int
) -> HttpResponse:
    """A code block in an editor."""
    block = access.access_code_block(member=member, generation_id=generation_id, index=index)
    context = {"message_id": block.generation.message_id, "code": block.code}
    return page_or_fragment(request, "code_form", context, heading=_("Edit and run"))


@require_GET
@for_members
def edit_attempt(request: HttpRequest, member: Member, attempt_id: int) -> HttpResponse:
    """An attempt's program in an editor, at the line where it failed."""
    attempt = access.access_attempt(member=member, attempt_id=attempt_id)
    context = {
        "message_id": attempt.message_id,
        "code": attempt.code,
        "based_on": attempt.pk,
        "line": attempt.run.error_line if attempt.run else None,
    }
    return page_or_fragment(request, "code_form", context, heading=_("Edit and run"))


@require_POST
@for_members
def run_edited(request: HttpRequest, member: Member, message_id: int) -> HttpResponse:
    """Run a program as the member changed it."""
    message = access.access_message(member=member, message_id=message_id)
    form = CodeForm(request.POST)
    if not form.is_valid():
        raise InvalidMessage(_("The program came from an unknown attempt; reload the page."))
    based_on = None
    if pk := form.cleaned_data["based_on"]:
        based_on = access.access_attempt(member=member, attempt_id=pk)
        if based_on.message_id != message.pk:
            raise Http404("There is no such attempt.")
    services.run_edited(message=message, code=form.cleaned_data["code"], based_on=based_on)
    return done(request, message.conversation_id)


@require_POST
@for_members
def run_again(request: HttpRequest, member: Member, attempt_id: int) -> HttpResponse:
    """Run an attempt's program once more."""
    attempt = access.access_attempt(member=member, attempt_id=attempt_id)
    services.run_again(attempt=attempt)
    return done(request, attempt.message.conversation_id)


@require_POST
@for_members
def complain(request: HttpRequest, member: Member, attempt_id: int) -> HttpResponse:
    """Have a program repaired because of what the member says is wrong with it."""
    attempt = access.access_attempt(member=member, attempt_id=attempt_id)
    form = ComplaintForm(request.POST)
    form.is_valid()
    services.complain(attempt=attempt, words=form.cleaned_data["words"])
    return done(request, attempt.message.conversation_id)


@require_GET
@for_members
def attempt_part(request: HttpRequest, member: Member, attempt_id: int, part: str) -> HttpResponse:
    """What an attempt unfolds to: its program, what changed, the whole output, its files."""
    attempt = access.access_attempt(member=member, attempt_id=attempt_id)
    if part == "code":
        block = render_block(f"~~~python\n{attempt.code.rstrip()}\n~~~", index=0, start=0, end=0)
        context = {"attempt": attempt, "html": block.html}
        return page_or_fragment(request, "attempt_code", context, heading=_("Program"))
    if part == "diff":
        before = _before(attempt)
        rows = diff_rows(before.code, attempt.code) if before else []
        context = {"attempt": attempt, "before": before, "rows": rows}
        return page_or_fragment(request, "attempt_diff", context, heading=_("Changes"))
    if part == "output" and attempt.run is not None:
        context = {
            "attempt": attempt,
            "run": attempt.run,
            "stdout": plain_output(attempt.run.stdout),
            "stderr": plain_output(attempt.run.stderr),
        }
        return page_or_fragment(request, "attempt_output", context, heading=_("Output"))
    if part == "files" and attempt.run is not None:
        files = attempt.run.artifacts.defer("content").order_by("id")
        context = {"attempt": attempt, "files": files}
        return page_or_fragment(request, "attempt_files", context, heading=_("Files"))
    raise Http404("An attempt has no such part.")


@require_GET
@for_members
def artifact(request: HttpRequest, member: Member, artifact_id: int, name: str) -> HttpResponse:
    """A file that a run wrote. Pictures are shown; anything else is only ever downloaded."""
    file = access.access_artifact(member=member, artifact_id=artifact_id)
    shown = file.media_type in PICTURES
    response = HttpResponse(
        bytes(file.content),
        content_type=file.media_type if shown else "application/octet-stream",
    )
    disposition = "inline" if shown else "attachment"
    short = quote(file.name.rpartition("/")[2], safe="")
    response["Content-Disposition"] = f"{disposition}; filename*=UTF-8''{short}"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _before(attempt: Attempt) -> Attempt | None:
    """The attempt that this one is compared with: the one it came from, or the one before."""
    if attempt.based_on is not None:
        return attempt.based_on
    return Attempt.objects.filter(
        message=attempt.message_id, turn=attempt.turn, number=attempt.number - 1
    ).first()
