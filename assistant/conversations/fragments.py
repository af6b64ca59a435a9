"""Events as HTML for pages that are open.

What is appended (`delta`, `block`, `output`) is sent as `beforeend` swaps; everything else replaces
an element by its id, so that it may come twice. An element that the page has not yet carries
`data-into`, the id of the container that it is appended to. Events without rows behind them are
rendered without the database.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString

from assistant.conversations import selectors
from assistant.conversations.eventlog import Event, OpenText
from assistant.conversations.models import Conversation, Generation, Message
from assistant.conversations.pool_view import PoolView, served_models
from assistant.conversations.presenting import (
    BlockView,
    GenerationView,
    TurnView,
    block_view,
    plain_output,
)
from assistant.conversations.templatetags.pages import verbatim_text

__all__ = ["render_error", "render_event", "render_pool", "render_refetch"]


def render_event(event: Event, *, conversation_id: uuid.UUID, language: str) -> str:
    """What an event changes in an open page. Empty where nothing does."""
    with translation.override(language):
        render = _RENDERERS[event.type]
        return render(dict(event.data), conversation_id)


def render_pool(pool: PoolView, *, language: str) -> str:
    """The foot of the list: the model's state and the queue."""
    with translation.override(language):
        return _render("pool", {"pool": pool, "oob": True})


def render_refetch(conversation_id: uuid.UUID, *, language: str) -> str:
    """Asks the page to fetch itself again, because the log no longer holds what it lacks."""
    return format_html(
        '<span id="refetch" data-refetch="{}" hx-swap-oob="true" hidden></span>', conversation_id
    )


def render_error(sentence: str, *, language: str) -> str:
    """A sentence above the box, where the message that it is about was written."""
    with translation.override(language):
        return _render("composer_error", {"sentence": sentence, "oob": True})


def _delta(data: dict[str, Any], conversation_id: uuid.UUID) -> str:
    text = verbatim_text(data["text"])
    pk = data["generation"]
    return format_html(
        '<span hx-swap-oob="beforeend:#g{0}-open">{1}</span>'
        '<span hx-swap-oob="beforeend:#g{0}-source">{1}</span>',
        pk,
        text,
    )


def _block(data: dict[str, Any], conversation_id: uuid.UUID) -> str:
    row = Generation(pk=data["generation"], status=Generation.Status.STREAMING)
    block = block_view(data)
    view = GenerationView(row, blocks=[block], open_text=data["open"])
    return _render("block_closed", {"generation": view, "block": block}) + _announce(block.spoken)


def _text(data: dict[str, Any], conversation_id: uuid.UUID) -> str:
    row = Generation(pk=data["generation"], status=Generation.Status.STREAMING)
    blocks: list[BlockView] = [block_view(block) for block in data["blocks"]]
    live = OpenText(data["text"], data["blocks"], data["blocks"][-1]["end"] if blocks else 0)
    view = GenerationView(row, blocks=blocks, source=live.text, open_text=live.open)
    return _render("text_afresh", {"generation": view})


def _output(data: dict[str, Any], conversation_id: uuid.UUID) -> str:
    text = plain_output(data["text"])
    if not text:
        return ""
    return format_html(
        '<span hx-swap-oob="beforeend:#a{}-out"><span class="{}">{}</span></span>',
        data["attempt"],
        "stderr" if data["stream"] == "stderr" else "stdout",
        text,
    )


def _message(data: dict[str, Any], conversation_id: uuid.UUID) -> str:
    message = Message.objects.filter(pk=data["message"]).first()
    if message is None:
        return ""
    return _render("turn", {"turn": TurnView(message), "into": "turns"})


def _generation(data: dict[str, Any], conversation_id: uuid.UUID) -> str:
    is_new = bool(data.get("new"))
    view = selectors.load_generation(
        data["generation"],
        empty=True,
        place=data.get("place"),
        warming_seconds=data.get("warming_seconds"),
    )
    if view is None or view.row.turn != view.row.message.turn:
        return ""
    parts = [
        _render("generation", {"step": view, "into": f"m{view.row.message_id}-turn"})
        if is_new
        else _render("generation_state", {"step": view})
    ]
    if view.failure:
        parts.append(_announce(view.failure))
    return "".join([*parts, _activity(conversation_id)])


def _attempt(data: dict[str, Any], conversation_id: uuid.UUID) -> str:
    view = selectors.load_attempt(data["attempt"])
    if view is None or view.row.turn != view.row.message.turn:
        return ""
    is_new = bool(data.get("new"))
    if view.state == "running" and not is_new:
        parts = [_render("attempt_head", {"step": view, "oob": True})]
    else:
        parts = [_render("attempt", {"step": view, "into": f"m{view.row.message_id}-turn"})]
    if not view.is_active:
        parts.append(_announce(view.spoken))
    return "".join([*parts, _activity(conversation_id)])


def _conversation(data: dict[str, Any], conversation_id: uuid.UUID) -> str:
    conversation = Conversation.objects.filter(pk=conversation_id).first()
    if conversation is None:
        return ""
    return _render(
        "conversation_changed", {"conversation": conversation, "models": served_models()}
    )


def _activity(conversation_id: uuid.UUID) -> str:
    activity = selectors.activity_of(conversation_id)
    return _render("activity", {"activity": activity, "oob": True})


def _announce(sentence: str) -> SafeString:
    """The sentence for the polite live region."""
    return format_html('<div hx-swap-oob="beforeend:#announcer"><p>{}</p></div>', sentence[:2_000])


def _render(name: str, context: dict[str, Any]) -> str:
    return render_to_string(f"conversations/partials/{name}.html", context)


_RENDERERS = {
    "attempt": _attempt,
    "block": _block,
    "conversation": _conversation,
    "delta": _delta,
    "generation": _generation,
    "message": _message,
    "output": _output,
    "text": _text,
}
