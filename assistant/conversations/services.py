"""Everything that writes conversations. Pages, sockets and commands call these and nothing else.

Each service is one transaction; events leave on commit. Objects come from `access.py`, so that who
may do it has been decided before.
"""

from __future__ import annotations

import re
import uuid

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assistant.accounts.models import Member
from assistant.conversations import publishing
from assistant.conversations.errors import InvalidMessage, NotPossible, UnknownModel
from assistant.conversations.models import Attempt, CodeBlock, Conversation, Generation, Message
from assistant.conversations.pool_view import default_model, served_models
from inference.feedback import complaint_prompt
from sandbox import services as sandbox_services
from sandbox.models import Run

__all__ = [
    "add_attempt",
    "complain",
    "delete_conversation",
    "edit_message",
    "post_message",
    "prepare_conversation",
    "queue_generation",
    "regenerate",
    "rename_conversation",
    "run_again",
    "run_block",
    "run_edited",
    "set_options",
    "start_conversation",
    "stop_conversation",
]

TITLE_CHARS = 60
MAX_CODE_CHARS = 200_000
_CLIENT_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")
_MEMBER_NAMESPACE = uuid.UUID("6f1f6c61-5f0a-4d8e-9a53-0b3d3f0c6f5e")


def prepare_conversation(
    *, member: Member, body: str, client_message_id: str, model: str = ""
) -> Conversation:
    """A conversation for a first message, not yet posted. Asked for twice, it is made once.

    Raises InvalidMessage or UnknownModel.
    """
    body = _clean_body(body)
    _check_client_id(client_message_id)
    model = model or default_model()
    _check_model(model)
    conversation, _created = Conversation.objects.get_or_create(
        pk=uuid.uuid5(_MEMBER_NAMESPACE, f"{member.pk}:{client_message_id}"),
        defaults={
            "member": member,
            "title": _title_of(body),
            "model": model,
            "max_repairs": min(settings.REPAIRS_DEFAULT, settings.REPAIRS_CAP),
        },
    )
    return conversation


def start_conversation(
    *, member: Member, body: str, client_message_id: str, model: str = ""
) -> Message:
    """Begin a conversation with its first message. Sent twice, it is begun once.

    Raises InvalidMessage or UnknownModel.
    """
    conversation = prepare_conversation(
        member=member, body=body, client_message_id=client_message_id, model=model
    )
    return post_message(
        member=member, conversation=conversation, body=body, client_message_id=client_message_id
    )


def post_message(
    *, member: Member, conversation: Conversation, body: str, client_message_id: str
) -> Message:
    """Store a member's message and queue its answer. Sent twice, it is stored once.

    Raises InvalidMessage for an empty or too long body, NotPossible while an answer is being
    written. The conversation must be the member's (see access.py).
    """
    if conversation.member_id != member.pk:
        raise NotPossible(_("This conversation belongs to another member."))
    body = _clean_body(body)
    _check_client_id(client_message_id)
    known = Message.objects.filter(conversation=conversation, client_message_id=client_message_id)
    try:
        with transaction.atomic():
            if message := known.first():
                return message
            _lock(conversation)
            _refuse_while_busy(conversation)
            message = Message.objects.create(
                conversation=conversation, body=body, client_message_id=client_message_id
            )
            publishing.publish(conversation.pk, "message", {"message": message.pk})
            queue_generation(message=message, kind=Generation.Kind.ANSWER, prompt=body)
            return message
    except IntegrityError:
        return known.get()


def queue_generation(
    *,
    message: Message,
    kind: Generation.Kind,
    prompt: str,
    complaint: str = "",
    repairs: Attempt | None = None,
) -> Generation:
    """Queue one more answer to a message. Must run inside a transaction."""
    conversation = message.conversation
    generation = Generation.objects.create(
        message=message,
        turn=message.turn,
        kind=kind,
        model=conversation.model,
        prompt=prompt,
        complaint=complaint,
        repairs=repairs,
    )
    Conversation.objects.filter(pk=conversation.pk).update(updated_at=timezone.now())
    publishing.publish(conversation.pk, "generation", {"generation": generation.pk, "new": True})
    publishing.ring_generator()
    return generation


@transaction.atomic
def regenerate(*, message: Message) -> Generation:
    """Answer the message afresh; the answer shown until now is kept in the table.

    Raises NotPossible while an answer is being written, or when it is not the last message.
    """
    _lock(message.conversation)
    _refuse_while_busy(message.conversation)
    _require_last(message)
    return _next_turn(message)


@transaction.atomic
def edit_message(*, message: Message, body: str) -> Generation:
    """Change the last message and answer it afresh. Raises InvalidMessage or NotPossible."""
    body = _clean_body(body)
    _lock(message.conversation)
    _refuse_while_busy(message.conversation)
    _require_last(message)
    message.body = body
    message.edited_at = timezone.now()
    message.save(update_fields=["body", "edited_at"])
    return _next_turn(message)


@transaction.atomic
def stop_conversation(*, conversation: Conversation) -> int:
    """Stop everything that works for the conversation; how many generations and runs that were.

    A queued generation ends here; a streaming one is let go by its generator, a run by its runner,
    each within a quarter of a second.
    """
    active = Generation.objects.filter(message__conversation=conversation)
    queued = list(active.filter(status=Generation.Status.QUEUED).values_list("pk", flat=True))
    stopped = Generation.objects.filter(pk__in=queued, status=Generation.Status.QUEUED).update(
        status=Generation.Status.STOPPED, finished_at=timezone.now(), stop_requested=True
    )
    streaming = list(active.filter(status=Generation.Status.STREAMING).values_list("pk", flat=True))
    Generation.objects.filter(pk__in=streaming).update(stop_requested=True)
    publishing.stop_generations(streaming)
    for pk in queued:
        publishing.publish(conversation.pk, "generation", {"generation": pk})
    attempts = Attempt.objects.filter(message__conversation=conversation, run__isnull=False)
    runs = dict(attempts.exclude(run__status=Run.Status.DONE).values_list("run_id", "pk"))
    if runs:
        sandbox_services.request_stop(runs)
        for pk in runs.values():
            publishing.publish(conversation.pk, "attempt", {"attempt": pk})
    return stopped + len(streaming) + len(runs)


@transaction.atomic
def rename_conversation(*, conversation: Conversation, title: str) -> None:
    """Give the conversation another title. Raises InvalidMessage for an empty or too long one."""
    title = " ".join(title.replace("\x00", "").split())
    if not title:
        raise InvalidMessage(_("The title is empty; write a few words."))
    if len(title) > 200:
        raise InvalidMessage(_("The title is longer than 200 characters; shorten it."))
    Conversation.objects.filter(pk=conversation.pk).update(title=title)
    publishing.publish(conversation.pk, "conversation", {})


def delete_conversation(*, conversation: Conversation) -> None:
    """Stop what works for the conversation, and delete it with everything in it."""
    stop_conversation(conversation=conversation)
    with transaction.atomic():
        Run.objects.filter(attempt__message__conversation=conversation).delete()
        conversation.delete()


@transaction.atomic
def set_options(
    *,
    conversation: Conversation,
    model: str | None = None,
    auto_run: bool | None = None,
    max_repairs: int | None = None,
) -> None:
    """Choose the model, whether programs run by themselves, and how often one is repaired (0–cap).

    Raises UnknownModel or InvalidMessage.
    """
    changes: dict[str, object] = {}
    if model is not None:
        _check_model(model)
        changes["model"] = model
    if auto_run is not None:
        changes["auto_run"] = auto_run
    if max_repairs is not None:
        if not 0 <= max_repairs <= settings.REPAIRS_CAP:
            raise InvalidMessage(
                _("Repairs can be set from 0 to %(cap)s.") % {"cap": settings.REPAIRS_CAP}
            )
        changes["max_repairs"] = max_repairs
    if changes:
        Conversation.objects.filter(pk=conversation.pk).update(**changes)
        publishing.publish(conversation.pk, "conversation", {})


@transaction.atomic
def run_block(*, block: CodeBlock) -> Attempt:
    """Run a code block of an answer as one more attempt. Raises NotPossible while another runs."""
    generation = block.generation
    message = generation.message
    _lock(message.conversation)
    _refuse_while_busy(message.conversation)
    return add_attempt(
        message=message, origin=Attempt.Origin.AGAIN, code=block.code, generation=generation
    )


@transaction.atomic
def run_again(*, attempt: Attempt) -> Attempt:
    """Run an attempt's program once more, as an attempt of its own."""
    _lock(attempt.message.conversation)
    _refuse_while_busy(attempt.message.conversation)
    return add_attempt(
        message=attempt.message,
        origin=Attempt.Origin.AGAIN,
        code=attempt.code,
        generation=attempt.generation,
        based_on=attempt,
    )


@transaction.atomic
def run_edited(*, message: Message, code: str, based_on: Attempt | None = None) -> Attempt:
    """Run a program as the member changed it. Raises InvalidMessage or NotPossible."""
    code = code.replace("\r\n", "\n").replace("\x00", "")
    if not code.strip():
        raise InvalidMessage(_("The program is empty; write some code to run."))
    if len(code) > MAX_CODE_CHARS:
        raise InvalidMessage(
            _("The program is longer than %(limit)s characters; shorten it.")
            % {"limit": MAX_CODE_CHARS}
        )
    _lock(message.conversation)
    _refuse_while_busy(message.conversation)
    return add_attempt(message=message, origin=Attempt.Origin.EDIT, code=code, based_on=based_on)


@transaction.atomic
def complain(*, attempt: Attempt, words: str) -> Generation:
    """Have a program repaired because of what the member says is wrong with it.

    Raises InvalidMessage for empty words, NotPossible while something is being written or run.
    """
    words = _clean_body(words)
    message = attempt.message
    _lock(message.conversation)
    _refuse_while_busy(message.conversation)
    return queue_generation(
        message=message,
        kind=Generation.Kind.COMPLAINT,
        prompt=complaint_prompt(message.body, attempt.code, words),
        complaint=words,
        repairs=attempt,
    )


def add_attempt(
    *,
    message: Message,
    origin: Attempt.Origin,
    code: str,
    generation: Generation | None = None,
    based_on: Attempt | None = None,
    note: str = "",
) -> Attempt:
    """Store a program as the turn's next attempt and queue its run. Must run in a transaction."""
    last = (
        Attempt.objects.filter(message=message, turn=message.turn)
        .order_by("-number")
        .values_list("number", flat=True)
        .first()
    )
    run = sandbox_services.create_run(code=code)
    attempt = Attempt.objects.create(
        message=message,
        turn=message.turn,
        number=(last or 0) + 1,
        origin=origin,
        generation=generation,
        based_on=based_on,
        code=code,
        note=note,
        run=run,
    )
    publishing.publish(message.conversation_id, "attempt", {"attempt": attempt.pk, "new": True})
    sandbox_services.enqueue_run(run)
    return attempt


def _next_turn(message: Message) -> Generation:
    message.turn += 1
    message.save(update_fields=["turn"])
    publishing.publish(message.conversation_id, "message", {"message": message.pk})
    return queue_generation(message=message, kind=Generation.Kind.ANSWER, prompt=message.body)


def _lock(conversation: Conversation) -> None:
    """Let one writer at a time decide about a conversation (SQLite locks at BEGIN by itself)."""
    Conversation.objects.select_for_update().filter(pk=conversation.pk).first()


def _refuse_while_busy(conversation: Conversation) -> None:
    writing = Generation.objects.filter(
        message__conversation=conversation,
        status__in=[Generation.Status.QUEUED, Generation.Status.STREAMING],
    ).exists()
    running = writing or (
        Run.objects.filter(attempt__message__conversation=conversation)
        .exclude(status=Run.Status.DONE)
        .exists()
    )
    if running:
        raise NotPossible(
            _("An answer is still being written or run; wait for it, or stop it first.")
        )


def _require_last(message: Message) -> None:
    if Message.objects.filter(conversation_id=message.conversation_id, pk__gt=message.pk).exists():
        raise NotPossible(_("Only the last message can be answered afresh."))


def _clean_body(body: str) -> str:
    body = body.replace("\r\n", "\n").replace("\x00", "").strip()
    body = body.encode("utf-8", "replace").decode("utf-8")
    if not body:
        raise InvalidMessage(_("The message is empty; write what you want."))
    if len(body) > settings.MESSAGE_MAX_CHARS:
        raise InvalidMessage(
            _("The message has %(length)s characters; at most %(limit)s can be sent.")
            % {"length": len(body), "limit": settings.MESSAGE_MAX_CHARS}
        )
    return body


def _check_client_id(client_message_id: str) -> None:
    if not _CLIENT_ID.fullmatch(client_message_id):
        raise InvalidMessage(
            _("The message came without a valid id of its own; reload the page and send it again.")
        )


def _check_model(model: str) -> None:
    if model not in served_models():
        raise UnknownModel(
            _("The model “%(model)s” is not served here; choose another.") % {"model": model}
        )


def _title_of(body: str) -> str:
    line = " ".join(body.split("\n", 1)[0].split())
    return line if len(line) <= TITLE_CHARS else line[: TITLE_CHARS - 1] + "…"
