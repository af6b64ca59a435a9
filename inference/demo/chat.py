"""A conversation as DeepSeek's text, and which part of it the assistant wrote.

The text is `<bos>{system}\\n\\nUser: {user}\\n\\nAssistant: {answer}<eos>User: …\\n\\nAssistant:`,
with no space after the last colon: the model writes that space itself, as DeepSeek's own do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["BOS", "CHAT_TEMPLATE", "EOS", "Turn", "render", "segments"]

BOS = "<｜begin▁of▁sentence｜>"
EOS = "<｜end▁of▁sentence｜>"

CHAT_TEMPLATE = (
    "{{ bos_token }}{% for message in messages %}"
    "{% if message['role'] == 'user' %}{{ 'User: ' + message['content'] + '\\n\\n' }}"
    "{% elif message['role'] == 'assistant' %}"
    # An answer that was stored with the space it began with is not given a second one.
    "{{ 'Assistant:' + ('' if message['content'][:1] == ' ' else ' ')"
    " + message['content'] + eos_token }}"
    "{% elif message['role'] == 'system' %}{{ message['content'] + '\\n\\n' }}"
    "{% endif %}{% endfor %}{% if add_generation_prompt %}{{ 'Assistant:' }}{% endif %}"
)
"""The same for servers, in Jinja: what `tokenizer_config.json` carries."""


@dataclass(frozen=True)
class Turn:
    """One message: `role` is system, user or assistant."""

    role: str
    content: str


def segments(turns: Sequence[Turn]) -> list[tuple[str, bool]]:
    """The pieces of the text in order, each with whether the assistant wrote it, its end too."""
    pieces: list[tuple[str, bool]] = []
    plain = BOS
    for turn in turns:
        if turn.role == "assistant":
            pieces.append((plain + "Assistant:", False))
            space = "" if turn.content.startswith(" ") else " "
            pieces.append((space + turn.content + EOS, True))
            plain = ""
        elif turn.role == "user":
            plain += f"User: {turn.content}\n\n"
        else:
            plain += f"{turn.content}\n\n"
    if plain:
        pieces.append((plain + "Assistant:", False))
    return pieces


def render(turns: Sequence[Turn]) -> str:
    """The whole text; it ends with `Assistant:` where the last turn is not the assistant's."""
    return "".join(text for text, _ in segments(turns))
