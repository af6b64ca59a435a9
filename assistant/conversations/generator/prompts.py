"""The messages with which the model is asked for one generation."""

from __future__ import annotations

from assistant.conversations.models import Generation, Message
from inference.catalog import Entry, load

__all__ = ["CHARS_PER_TOKEN", "SYSTEM_PROMPT", "build_messages"]

SYSTEM_PROMPT = (
    "You are a coding assistant. Your Python programs are run at once in a sandbox with Python "
    "3.11, pygame, tkinter, numpy, pandas, matplotlib, requests and pytest, without network and "
    "without input from a keyboard. Answer in the language of the request. When a program is "
    "asked for, write one complete program in one ```python block."
)
# A cautious guess for code and Korean; the engine counts for real and refuses what is too long.
CHARS_PER_TOKEN = 2.5
# Of a model that is served by URL and stands in no catalogue.
UNKNOWN_CONTEXT = 4096
UNKNOWN_EARLIER_TURNS = 50


def build_messages(generation: Generation) -> list[dict[str, str]]:
    """System prompt, earlier turns that fit, and the member's turn.

    A repair stands alone: its prompt already holds the request, the program and the error. The
    oldest turns are left out first when the context is short.
    """
    entry = load().get(generation.model)
    system = [{"role": "system", "content": SYSTEM_PROMPT}] if _has_system(entry) else []
    last = {"role": "user", "content": generation.prompt}
    if generation.kind != Generation.Kind.ANSWER:
        return [*system, last]
    turns = entry.chat.earlier_turns if entry else UNKNOWN_EARLIER_TURNS
    context = entry.context if entry else UNKNOWN_CONTEXT
    budget = int(context * CHARS_PER_TOKEN / 2) - len(generation.prompt)
    history: list[dict[str, str]] = []
    earlier = generation.message.conversation.messages.filter(pk__lt=generation.message_id)
    for message in earlier.order_by("-pk")[:turns]:
        answer = _answer_of(message)
        budget -= len(message.body) + len(answer)
        if budget < 0:
            break
        if answer:
            history[:0] = [
                {"role": "user", "content": message.body},
                {"role": "assistant", "content": answer},
            ]
    return [*system, *history, last]


def _answer_of(message: Message) -> str:
    """The text that stands for a message's answer: of the best attempt, else the last written."""
    best = message.attempts.filter(turn=message.turn, best=True).select_related("generation").last()
    if best is not None and best.generation is not None:
        return best.generation.text
    last = (
        message.generations.filter(turn=message.turn, status=Generation.Status.DONE)
        .order_by("-pk")
        .first()
    )
    return last.text if last else ""


def _has_system(entry: Entry | None) -> bool:
    return entry is None or entry.chat.system_prompt
