"""What members ask for, in all the words that the curriculum has for it, taught and held out.

The wordings of a task come from its card, most of them by a grammar; those of `more_wordings.toml`
were written by hand, and are as various as people are. `fresh_wordings.toml` is never taught.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Sequence
from pathlib import Path

from inference.demo.curriculum_data import LANGUAGES, SmallTalk, Task
from inference.demo.variation import gibberish, vary

__all__ = ["Requests"]

MORE = Path(__file__).parent / "more_wordings.toml"
FRESH = Path(__file__).parent / "fresh_wordings.toml"

SPOKEN_SHARE = 0.45
"""How many requests are in words by hand; the grammar makes the others."""

GIBBERISH_SHARE = 0.1
UNKNOWN_SHARE = 0.5
"""How many of the other declined requests are for a named thing, in a task's kind of words."""

KEPT_UNKNOWN = 8
"""How many of the named things that are not known are held out."""


class Requests:
    """The wordings of all tasks and of what is declined, split by `seed`.

    `taught` and `kept` (held out) are by task and language; the name of what is declined is empty.
    """

    def __init__(
        self, tasks: Sequence[Task], decline: SmallTalk, *, seed: int, held_out: float
    ) -> None:
        self.kept: dict[tuple[str, str], list[str]] = {}
        self.taught: dict[tuple[str, str], list[str]] = {}
        rows = [(task.name, task.wordings) for task in tasks] + [("", decline.prompts)]
        for name, prompts in rows:
            for lang in LANGUAGES:
                shuffled = list(prompts[lang])
                # Dice of their own, so that a task that grows does not change another's split.
                dice = random.Random(f"{seed} {name} {lang}")  # noqa: S311 - data, not a secret
                dice.shuffle(shuffled)
                count = max(2, int(len(shuffled) * held_out))
                self.kept[name, lang] = shuffled[:count]
                self.taught[name, lang] = shuffled[count:]
        self.fresh: dict[str, dict[str, str]] = tomllib.loads(FRESH.read_text(encoding="utf-8"))
        more = tomllib.loads(MORE.read_text(encoding="utf-8"))
        unknown = more.pop("unknown")
        self.spoken: dict[str, dict[str, list[str]]] = more
        self.things: dict[str, list[str]] = {lang: unknown[lang] for lang in LANGUAGES}
        self.frames: dict[str, list[str]] = {lang: unknown[f"frames_{lang}"] for lang in LANGUAGES}

    def known(self, task: Task, lang: str, dice: random.Random) -> str:
        """A taught request for the task, varied."""
        spoken = self.spoken[lang].get(task.name)
        if not spoken or dice.random() >= SPOKEN_SHARE:
            spoken = self.taught[task.name, lang]
        return vary(dice.choice(spoken), lang, dice)

    def unknown(self, lang: str, dice: random.Random) -> str:
        """A taught request for what is not in the curriculum, varied, or no request at all."""
        if dice.random() < GIBBERISH_SHARE:
            return gibberish(lang, dice)
        if dice.random() >= UNKNOWN_SHARE:
            return vary(dice.choice(self.taught["", lang]), lang, dice)
        thing = dice.choice(self.things[lang][KEPT_UNKNOWN:])
        return vary(dice.choice(self.frames[lang]).format(thing=thing), lang, dice)

    def kept_unknown(self, lang: str, dice: random.Random) -> list[str]:
        """Requests for what is not in the curriculum that were never taught."""
        named = [
            dice.choice(self.frames[lang]).format(thing=thing)
            for thing in self.things[lang][:KEPT_UNKNOWN]
        ]
        return [*self.kept["", lang], *named]
