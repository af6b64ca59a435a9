"""One conversation to learn from or to be judged by, and how its text is learnt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from inference import feedback
from inference.demo.chat import Turn, segments
from inference.demo.curriculum_data import (
    Breakage,
    Complaint,
    Task,
    answer_text,
    complaint_answer,
    repair_answer,
)
from inference.demo.options import Choices, Option, Value, chosen, places

__all__ = [
    "Example",
    "Fork",
    "Piece",
    "Wanted",
    "complained",
    "conversation",
    "follow_up",
    "repair",
    "spoken",
]


NO_TOPIC = -1
"""Of a conversation that does not ask for a program."""


@dataclass(frozen=True)
class Wanted:
    """What a member wants: the `request` in words, and the variant of a task that answers it.

    `broken` is the program that is to be repaired, where the conversation begins with one.
    """

    request: str
    task: Task
    choices: Choices
    broken: str = ""


class Fork(NamedTuple):
    """The answer as it would be with one feature more or less, and what asked for the feature.

    `said` are all the ways to ask for it, and none where nobody did.
    """

    answer: str
    said: tuple[str, ...]


class Piece(NamedTuple):
    """Text that is encoded by itself, whether it is learnt, and whether it is an option's value."""

    text: str
    learnt: bool
    value: bool = False


@dataclass(frozen=True)
class Example:
    """A conversation whose last turn is the answer, and how its text is learnt.

    Only the characters from `start` on are learnt, and only the first `most` tokens of those (all
    where it is `None`). A start in the middle teaches to continue an answer that was cut anywhere,
    also inside a word, as the product does when it takes a dead generator's work over. `wanted` is
    there where the answer is a program, and `topic` numbers what is asked for (see `Corpus`).
    `apart` finds the values of options in it, `words` has how those that were chosen are said, and
    `exercised` are the forks of an exercise in features.
    """

    kind: str
    lang: str
    turns: tuple[Turn, ...]
    wanted: Wanted | None = None
    start: int = 0
    most: int | None = None
    apart: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    exercised: tuple[Fork, ...] = ()
    topic: int = NO_TOPIC

    def pieces(self) -> list[Piece]:
        """The text in pieces that are encoded one by one.

        Values stand apart, so that they are spelt in the same tokens as in the request: ` = 8` as
        one token could not be copied from `8 balls`.
        """
        texts = segments(self.turns)
        context = "".join(text for text, _ in texts[:-1])
        answer = texts[-1][0]
        pieces = [Piece(context, False), Piece(answer[: self.start], False)]
        pieces += _cut(answer[self.start :], self.apart)
        return [piece for piece in pieces if piece.text]

    def taken(self, fork: Fork) -> list[Piece]:
        """The pieces of the answer alone, had the conversation ended as the fork does."""
        answer = segments((*self.turns[:-1], Turn("assistant", fork.answer)))[-1][0]
        return [piece for piece in _cut(answer, self.apart) if piece.text]

    @property
    def forks(self) -> tuple[Fork, ...]:
        """The features that could be there or not; only training asks, so they are not kept."""
        if self.wanted is None:
            return self.exercised
        return tuple(_forks(self.answer, self.wanted, self.lang))

    @property
    def answer(self) -> str:
        return self.turns[-1].content


def conversation(
    kind: str, lang: str, before: Sequence[str], answer: str, wanted: Wanted | None = None
) -> Example:
    """The messages `before`, a member's and the model's in turn, and the answer to the last."""
    roles = ("user", "assistant")
    turns = [Turn(roles[index % 2], text) for index, text in enumerate(before)]
    last = Turn("assistant", answer)
    if wanted is None:
        return Example(kind, lang, (*turns, last))
    apart = places(wanted.task.options, wanted.choices)
    words = spoken(chosen(wanted.task.options, wanted.choices), lang)
    return Example(kind, lang, (*turns, last), wanted, apart=apart, words=words)


def follow_up(lang: str, wants: Sequence[Wanted]) -> Example:
    """A request and its answer, then wishes for other options, each with the program so far."""
    messages = [text for each in wants for text in (each.request, answer_text(each.task, lang))]
    return conversation("follow_up", lang, messages[:-1], messages[-1], wants[-1])


def repair(kind: str, lang: str, breakage: Breakage, wanted: Wanted) -> Example:
    """A failed run of the broken program, and the repaired one."""
    prompt = feedback.repair_prompt(wanted.request, breakage.program, breakage.feedback)
    answer = repair_answer(wanted.task, breakage, lang)
    return conversation(kind, lang, [prompt], answer, replace(wanted, broken=breakage.program))


def complained(lang: str, complaint: Complaint, words: str, wanted: Wanted) -> Example:
    """A complaint in the words of the page's form, and the program without what is wrong."""
    prompt = feedback.complaint_prompt(wanted.request, complaint.program, words)
    answer = complaint_answer(wanted.task, complaint, lang)
    return conversation("complaint", lang, [prompt], answer, wanted)


def _forks(answer: str, wanted: Wanted, lang: str) -> Iterator[Fork]:
    program = wanted.task.solution.rstrip()
    for option, other in wanted.task.forks(wanted.choices):
        asked = option.name in wanted.choices
        yield Fork(answer.replace(program, other.rstrip()), option.said(lang) if asked else ())


def spoken(values: Iterable[tuple[Option, Value]], lang: str) -> dict[str, str]:
    """The values as programs write them, each with how it is said."""
    return {str(value): option.word(value, lang) for option, value in values}


def _cut(text: str, apart: str) -> list[Piece]:
    """The text cut before and after whatever `apart` matches."""
    if not apart:
        return [Piece(text, True)]
    pieces, end = [], 0
    for match in re.finditer(apart, text, re.MULTILINE):
        pieces += [Piece(text[end : match.start()], True), Piece(match[0], True, True)]
        end = match.end()
    return [*pieces, Piece(text[end:], True)]
