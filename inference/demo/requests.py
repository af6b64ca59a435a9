"""What members ask for, in all the words that the curriculum has for it, taught and held out.

The wordings of a task come from its card: some written by hand, as various as people are, and many
by a grammar. `unknown.toml` has things that are not in the curriculum, and how one asks for them.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Mapping, Sequence

from inference.demo.curriculum_data import CURRICULUM, LANGUAGES, SmallTalk, Task
from inference.demo.variation import gibberish, vary

__all__ = ["Requests", "Split", "plain"]

SPOKEN_SHARE = 0.75
"""How many requests are in words by hand; the grammar makes the others."""

GIBBERISH_SHARE = 0.06
UNKNOWN_SHARE = 0.6
"""How many of the other declined requests are for a named thing, in a task's kind of words."""

BARE_SHARE = 0.25
"""How many of these are nothing but its name: there, only the name tells what is not known."""

HELD_OUT_SHARE = 0.12
LEAST_HELD_OUT = 2


class Split:
    """Texts by language, divided by dice of their own: taught, and `kept` (held out).

    The `further` texts are all taught, and change nothing in how the others are divided.
    """

    def __init__(
        self,
        texts: Mapping[str, Sequence[str]],
        *,
        seed: str,
        further: Mapping[str, Sequence[str]] | None = None,
        least: int = LEAST_HELD_OUT,
    ) -> None:
        self.taught: dict[str, list[str]] = {}
        self.kept: dict[str, list[str]] = {}
        for lang in LANGUAGES:
            # Dice of their own, so that a task that grows does not change another's split.
            dice = random.Random(f"{seed} {lang}")  # noqa: S311 - data, not a secret
            shuffled = dice.sample(texts[lang], len(texts[lang]))
            count = max(least, int(len(shuffled) * HELD_OUT_SHARE))
            self.kept[lang] = shuffled[:count]
            self.taught[lang] = [*shuffled[count:], *(further[lang] if further else ())]


def plain(text: str) -> str:
    """The text's letters and digits: what is the same in all ways of typing it."""
    return re.sub(r"\W+", "", text.casefold())


class Requests:
    """The wordings of all tasks, and of what is declined, split by `seed`."""

    def __init__(self, tasks: Sequence[Task], decline: SmallTalk, *, seed: int) -> None:
        self.grammar = {
            task.name: Split(task.wordings, seed=f"{seed} {task.name}") for task in tasks
        }
        self.spoken = {
            task.name: Split(task.spoken, seed=f"{seed} {task.name} spoken", further=task.further)
            for task in tasks
        }
        self._kept = {
            plain(text)
            for split in [*self.grammar.values(), *self.spoken.values()]
            for texts in split.kept.values()
            for text in texts
        }
        self.declined = Split(decline.prompts, seed=f"{seed} declined", further=decline.further)
        unknown = tomllib.loads((CURRICULUM / "unknown.toml").read_text(encoding="utf-8"))
        further = {lang: unknown[f"further_{lang}"] for lang in LANGUAGES}
        self.things = Split(unknown, seed=f"{seed} things", further=further)
        self.frames: dict[str, list[str]] = {lang: unknown[f"frames_{lang}"] for lang in LANGUAGES}

    def known(self, task: Task, lang: str, dice: random.Random) -> str:
        """A taught request for the task, varied, but never into one that is held out."""
        while True:
            source = self.spoken if dice.random() < SPOKEN_SHARE else self.grammar
            text = vary(dice.choice(source[task.name].taught[lang]), lang, dice)
            if plain(text) not in self._kept:
                return text

    def kept(self, task: Task, lang: str) -> list[str]:
        """The requests for the task that were never taught, those by hand first."""
        return [*self.spoken[task.name].kept[lang], *self.grammar[task.name].kept[lang]]

    def unknown(self, lang: str, dice: random.Random) -> str:
        """A taught request for what is not in the curriculum, varied, or no request at all."""
        if dice.random() < GIBBERISH_SHARE:
            return gibberish(lang, dice)
        if dice.random() >= UNKNOWN_SHARE:
            return vary(dice.choice(self.declined.taught[lang]), lang, dice)
        thing = dice.choice(self.things.taught[lang])
        frame = "{thing}" if dice.random() < BARE_SHARE else dice.choice(self.frames[lang])
        return vary(frame.format(thing=thing), lang, dice)

    def kept_unknown(self, lang: str, dice: random.Random) -> list[str]:
        """Requests for what is not in the curriculum that were never taught."""
        named = [
            dice.choice(self.frames[lang]).format(thing=thing) for thing in self.things.kept[lang]
        ]
        return [*self.declined.kept[lang], *named]
