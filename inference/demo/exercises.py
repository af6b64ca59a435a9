"""Exercises that no member sees, dense in what a whole program has once or twice.

Whole programs teach options slowly: an answer of 240 tokens has a few places where one decides, and
each task its own. An exercise has many, of several tasks, without a request.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from difflib import SequenceMatcher

from inference.demo.chat import Turn
from inference.demo.curriculum_data import Task
from inference.demo.example import Example, Fork, spoken
from inference.demo.invention import Inventor
from inference.demo.options import Option, Value, places

__all__ = ["features", "settings"]

SETTINGS = 7
"""How many options an exercise in settings has at most."""

FEATURES = 8
"""How many features an exercise in them has at most; half of them are asked for."""

LINES_BEFORE = 3
"""How many lines of the program an exercise in features has before the one that may differ."""


def settings(tasks: Sequence[Task], inventor: Inventor, lang: str, dice: random.Random) -> Example:
    """Options of several tasks in sentences, and the lines that they make, in another order."""
    said: dict[str, tuple[Option, Value]] = {}
    for task in dice.sample(tasks, SETTINGS):
        plain = [option for option in task.options if option.kind != "feature"]
        if plain:
            option = dice.choice(plain)
            value = inventor.value(option, task.solution, dice)
            word = option.line(value).split(" ")[0]  # one `def`, one `class`, one of each name
            said.setdefault(word, (option, value))
    words = [option.saying(value, lang, dice) for option, value in said.values()]
    lines = [option.line(value) for option, value in said.values()]
    dice.shuffle(lines)
    answer = _fenced(lines)
    options = [option for option, _ in said.values()]
    apart = places(options, {option.name: value for option, value in said.values()})
    turns = (Turn("system", " ".join(words)), Turn("assistant", answer))
    return Example("settings", lang, turns, apart=apart, words=spoken(said.values(), lang))


def features(tasks: Sequence[Task], lang: str, dice: random.Random) -> Example:
    """Features of several tasks, half of them asked for, and a place where each decides."""
    featured = [task for task in tasks if any(each.kind == "feature" for each in task.options)]
    said: list[str] = []
    drawn: dict[str, tuple[Option, bool, str, str]] = {}
    for task in dice.sample(featured, min(FEATURES, len(featured))):
        option = dice.choice([each for each in task.options if each.kind == "feature"])
        if option.name in drawn:  # `no_score` of one task is not to be told from another's
            continue
        hunk, other = dice.choice(_hunks(task.solution, task.variant({option.name: True}).solution))
        wanted = dice.random() < 0.5
        if wanted:
            hunk, other = other, hunk
            form = dice.choice((option.phrase, option.saying))
            said.append(form(True, lang, dice))
        drawn[option.name] = (option, wanted, hunk, other)
    dice.shuffle(said)
    hunks = [hunk for _, _, hunk, _ in drawn.values()]
    forks = []
    for index, (option, wanted, _, other) in enumerate(drawn.values()):
        words = option.said(lang) if wanted else ()
        forks.append(Fork(_fenced([*hunks[:index], other, *hunks[index + 1 :]]), words))
    turns = (Turn("system", " ".join(said)), Turn("assistant", _fenced(hunks)))
    return Example("features", lang, turns, exercised=tuple(forks))


def _fenced(parts: Sequence[str]) -> str:
    return "```python\n" + "\n".join(parts) + "\n```\n"


def _hunks(program: str, other: str) -> list[tuple[str, str]]:
    """Where two programs part: some lines, and the next one in the first and in the other."""
    ours, theirs = program.splitlines(), other.splitlines()
    hunks = []
    for kind, at, _, there, _ in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if kind != "equal" and ours[at : at + 1] != theirs[there : there + 1]:
            before = ours[max(0, at - LINES_BEFORE) : at]
            ends = ours[at : at + 1], theirs[there : there + 1]
            hunks.append(("\n".join((*before, *ends[0])), "\n".join((*before, *ends[1]))))
    return hunks
