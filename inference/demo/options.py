"""How members may want a program otherwise: a colour, a number, a name, a feature more or less.

An option of a task is an edit of its solution and the words for it. One form asks for it within a
request (`phrases`), the other is a sentence by itself (`sayings`): after a request, or as the next
message. Choices map an option's name to one of its values; several may be chosen together.
"""

from __future__ import annotations

import itertools
import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = [
    "Choices",
    "Combinations",
    "Option",
    "Value",
    "chosen",
    "load_option",
    "places",
    "worded",
]

Value = str | int | float | bool
Choices = Mapping[str, Value]

KINDS = ("feature", "color", "constant", "rename")
"""In the order in which they are applied: the edits of a feature know only the plain solution."""
CHOICE_COUNTS = (0.25, 0.3, 0.27, 0.18)
"""How often none, one, two or three options are asked for."""
SAYING_SHARE = 0.35
HELD_OUT_SHARE = 0.2


@dataclass(frozen=True)
class Option:
    """One way to want a program otherwise. Mappings are keyed by language.

    `kind` is `color` or `constant` (the literal behind the constant `name`), `rename` (the
    identifier `name`) or `feature` (the texts of `edits`). `words` has each value as it is said.
    """

    name: str
    kind: str
    values: tuple[Value, ...]
    words: Mapping[str, Mapping[Value, str]]
    phrases: Mapping[str, tuple[str, ...]]
    sayings: Mapping[str, tuple[str, ...]]
    edits: tuple[tuple[str, str], ...] = ()

    def apply(self, program: str, value: Value) -> str:
        """The program with this option; one without the place for it comes back as it is."""
        if self.kind == "feature":
            for find, put in self.edits:
                if program.count(find) == 1:
                    program = program.replace(find, put)
            return program
        if self.kind == "rename":
            return re.sub(rf"\b{re.escape(self.name)}\b", str(value), program)
        line = re.compile(rf"^{re.escape(self.name)} = .+$", re.MULTILINE)
        return line.sub(lambda _: self.line(value), program, count=1)

    def line(self, value: Value) -> str:
        """A line of code that shows the value; a feature has none, and is a `ValueError`."""
        if self.kind == "feature":
            raise ValueError(f"{self.name} is a feature: it has no single line.")
        if self.kind == "rename":
            return f"class {value}:" if self.name[:1].isupper() else f"def {value}():"
        return f"{self.name} = {_literal(value)}"

    def place(self, value: Value) -> str:
        """A regular expression for the value where programs have it; nothing for a feature."""
        if self.kind == "feature":
            return ""
        if self.kind == "rename":
            return rf"(?: |(?<!\w)){re.escape(str(value))}(?!\w)"
        name = re.escape(self.name)
        return rf'(?<=^{name} = ")[^"\n]+|(?<=^{name} =) [\d.]+'

    def phrase(self, value: Value, lang: str, dice: random.Random) -> str:
        return dice.choice(self.phrases[lang]).format(value=self.word(value, lang))

    def saying(self, value: Value, lang: str, dice: random.Random) -> str:
        return dice.choice(self.sayings[lang]).format(value=self.word(value, lang))

    def said(self, lang: str) -> tuple[str, ...]:
        """All the ways to ask for it."""
        return (*self.phrases[lang], *self.sayings[lang])

    def word(self, value: Value, lang: str) -> str:
        """How the value is said; one that the card does not list is said as it is written."""
        return self.words[lang].get(value, str(value))


def load_option(row: Mapping[str, Any], colors: Sequence[Mapping[str, str]]) -> Option:
    """An option from its table in a task card. A table of no kind is a `ValueError`."""
    kind = next((each for each in KINDS if each in row), None)
    if kind is None:
        raise ValueError(f"An option needs one of {', '.join(KINDS)}; it has {', '.join(row)}.")
    words: dict[str, dict[Value, str]] = {}
    for lang in ("en", "ko"):
        if kind == "color":
            words[lang] = {color["code"]: color[lang] for color in colors}
        elif kind == "feature":
            words[lang] = {True: ""}
        else:
            words[lang] = {value: str(value) for value in row["values"]}
    return Option(
        name=row[kind],
        kind=kind,
        values=tuple(words["en"]),
        words=words,
        phrases={"en": tuple(row["en"]), "ko": tuple(row["ko"])},
        sayings={"en": tuple(row["say_en"]), "ko": tuple(row["say_ko"])},
        edits=tuple((find, put) for find, put in row.get("edits", ())),
    )


def chosen(options: Sequence[Option], choices: Choices) -> Iterator[tuple[Option, Value]]:
    """The options that are chosen, with their values, in the order in which they are applied."""
    for option in sorted(options, key=lambda option: KINDS.index(option.kind)):
        if option.name in choices:
            yield option, choices[option.name]


def places(options: Sequence[Option], choices: Choices) -> str:
    """A regular expression for all that these options may change in a program (see `Option.place`).

    A name that was not chosen stands there under the option's own.
    """
    found = (option.place(choices.get(option.name, option.name)) for option in options)
    return "|".join(filter(None, found))


def worded(
    request: str, options: Sequence[Option], choices: Choices, lang: str, dice: random.Random
) -> str:
    """The request with the choices said in it, or in sentences after it."""
    phrases, sayings = [], []
    for option, value in chosen(options, choices):
        if dice.random() < SAYING_SHARE:
            sayings.append(option.saying(value, lang, dice))
        else:
            phrases.append(option.phrase(value, lang, dice))
    dice.shuffle(phrases)
    if phrases and lang == "ko":
        request = f"{dice.choice((' ', ', ')).join(phrases)} {request}"
    elif phrases:
        words = request.rstrip(" .!?")
        end = request[len(words) :].strip()
        request = f"{words} {dice.choice((' and ', ', ', ' ')).join(phrases)}{end}"
    if sayings and request[-1] not in ".!?":
        request += dice.choice((".", ".", ","))
    return " ".join((request, *sayings))


class Combinations:
    """The choices of one task, split by `seed`: of those of several options, some are held out."""

    def __init__(self, name: str, options: Sequence[Option], *, seed: int) -> None:
        self.options = options
        several = [
            dict(zip((option.name for option in some), values, strict=True))
            for count in range(2, len(options) + 1)
            for some in itertools.combinations(options, count)
            for values in itertools.product(*(option.values for option in some))
        ]
        dice = random.Random(f"{seed} {name} options")  # noqa: S311 - data, not a secret
        dice.shuffle(several)
        count = max(1, int(len(several) * HELD_OUT_SHARE)) if len(several) > 1 else 0
        self.kept: list[dict[str, Value]] = several[:count]
        self._kept = {_key(choices) for choices in self.kept}

    def taught(self, dice: random.Random) -> dict[str, Value]:
        """Some choices, or none, that are not held out."""
        while True:
            count = dice.choices(range(len(CHOICE_COUNTS)), CHOICE_COUNTS)[0]
            some = dice.sample(self.options, min(count, len(self.options)))
            choices = {option.name: dice.choice(option.values) for option in some}
            if not self.is_kept(choices):
                return choices

    def is_kept(self, choices: Choices) -> bool:
        return _key(choices) in self._kept


def _key(choices: Choices) -> frozenset[tuple[str, Value]]:
    return frozenset(choices.items())


def _literal(value: Value) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)
