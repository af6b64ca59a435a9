"""The curriculum that the demo checkpoint is taught, read from its folder of data.

A task is a folder under `curriculum/`: a card (`task.toml`), the solution, the checks that judge
it in the sandbox, and the breakages recorded there. The card's wordings are multiplied by the
grammar that all tasks share (`grammar.toml`), in the same order every time.
"""

from __future__ import annotations

import json
import random
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from inference.feedback import ErrorPlace, Feedback

__all__ = [
    "CURRICULUM",
    "LANGUAGES",
    "Breakage",
    "Complaint",
    "SmallTalk",
    "Task",
    "answer_text",
    "breakages_to_json",
    "complaint_answer",
    "load_small_talk",
    "load_tasks",
    "repair_answer",
]

CURRICULUM = Path(__file__).parent / "curriculum"
LANGUAGES = ("en", "ko")
TYPO_SHARE = 0.05
LEAST_WORDINGS = 16


@dataclass(frozen=True)
class Breakage:
    """A solution broken as people and models break them, and what the sandbox said of it."""

    program: str
    kind: str
    diagnosis: Mapping[str, str]
    feedback: Feedback


@dataclass(frozen=True)
class Complaint:
    """A program that runs but misbehaves, and how a member says so."""

    program: str
    wordings: Mapping[str, tuple[str, ...]]
    diagnosis: Mapping[str, str]


@dataclass(frozen=True)
class Task:
    """One program that the demo checkpoint knows. Mappings are keyed by language, `en` or `ko`."""

    name: str
    family: str
    window: bool
    titles: Mapping[str, str]
    wordings: Mapping[str, tuple[str, ...]]
    intro: Mapping[str, str]
    solution: str
    checks: str
    breakages: tuple[Breakage, ...]
    complaints: tuple[Complaint, ...]


@dataclass(frozen=True)
class SmallTalk:
    """What is not a program: prompts of one kind and the reply that all of them get."""

    prompts: Mapping[str, tuple[str, ...]]
    reply: Mapping[str, str]


def load_tasks(folder: Path = CURRICULUM) -> list[Task]:
    """All tasks by name. A card that misses a key or has too few wordings is a `ValueError`."""
    grammar = tomllib.loads((folder / "grammar.toml").read_text(encoding="utf-8"))
    return [_load_task(card.parent, grammar) for card in sorted(folder.glob("*/task.toml"))]


def load_small_talk(tasks: int, folder: Path = CURRICULUM) -> tuple[SmallTalk, list[SmallTalk]]:
    """The decline, and the greetings and questions, whose replies say that `tasks` are known."""
    data = tomllib.loads((folder / "declines.toml").read_text(encoding="utf-8"))
    decline = SmallTalk(
        prompts={lang: tuple(data[f"prompts_{lang}"]) for lang in LANGUAGES},
        reply={lang: data[f"decline_{lang}"].format(count=tasks) for lang in LANGUAGES},
    )
    talk = [
        SmallTalk(
            prompts={lang: tuple(row[f"prompts_{lang}"]) for lang in LANGUAGES},
            reply={lang: row[f"reply_{lang}"].format(count=tasks) for lang in LANGUAGES},
        )
        for row in data["talk"]
    ]
    return decline, talk


def answer_text(task: Task, lang: str) -> str:
    """The answer to a request for the task: one sentence and the whole program."""
    return _answer(task.intro[lang], task.solution)


def repair_answer(task: Task, breakage: Breakage, lang: str) -> str:
    """The answer to a failed run: one sentence of what was wrong and the whole repaired program."""
    return _answer(breakage.diagnosis[lang], task.solution)


def complaint_answer(task: Task, complaint: Complaint, lang: str) -> str:
    """The answer to a member's complaint, in the same form as a repair."""
    return _answer(complaint.diagnosis[lang], task.solution)


def breakages_to_json(breakages: tuple[Breakage, ...]) -> str:
    """The text of a `breakages.json`, stable and readable by a person."""
    rows = [
        {
            "kind": item.kind,
            "diagnosis": dict(item.diagnosis),
            "verdict": item.feedback.verdict,
            "reason": item.feedback.reason,
            "error": _error_to_row(item.feedback.error),
            "output_tail": item.feedback.output_tail,
            "program": item.program,
        }
        for item in breakages
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def _answer(sentence: str, program: str) -> str:
    return f"{sentence}\n\n```python\n{program.rstrip()}\n```\n"


def _load_task(folder: Path, grammar: Mapping[str, list[str]]) -> Task:
    card = tomllib.loads((folder / "task.toml").read_text(encoding="utf-8"))
    solution = (folder / "solution.py").read_text(encoding="utf-8")
    checks = folder / "checks.py"
    recorded = folder / "breakages.json"
    try:
        wordings = {lang: tuple(_wordings(card, grammar, lang)) for lang in LANGUAGES}
        task = Task(
            name=card["name"],
            family=card["family"],
            window=card.get("window", False),
            titles={lang: card[f"title_{lang}"] for lang in LANGUAGES},
            wordings=wordings,
            intro={lang: card[f"intro_{lang}"] for lang in LANGUAGES},
            solution=solution,
            checks=checks.read_text(encoding="utf-8") if checks.exists() else "",
            breakages=tuple(_load_breakages(recorded)) if recorded.exists() else (),
            complaints=tuple(_complaint(row, solution) for row in card["complaints"]),
        )
    except KeyError as error:
        raise ValueError(f"{folder.name}/task.toml misses {error}; add the key.") from error
    if task.name != folder.name:
        raise ValueError(f"{folder.name}/task.toml names {task.name!r}; use the folder's name.")
    if any(len(task.wordings[lang]) < LEAST_WORDINGS for lang in LANGUAGES):
        raise ValueError(f"{folder.name}/task.toml has too few wordings; add things or wordings.")
    return task


def _complaint(row: Mapping[str, Any], solution: str) -> Complaint:
    if solution.count(row["find"]) != 1:
        raise ValueError(f"{row['find']!r} must occur once in the solution for {row['en'][0]!r}.")
    return Complaint(
        program=solution.replace(row["find"], row["replace"]),
        wordings={lang: tuple(row[lang]) for lang in LANGUAGES},
        diagnosis={lang: row[f"why_{lang}"] for lang in LANGUAGES},
    )


def _load_breakages(path: Path) -> Iterator[Breakage]:
    for row in json.loads(path.read_text(encoding="utf-8")):
        error = ErrorPlace(**row["error"]) if row["error"] else None
        yield Breakage(
            program=row["program"],
            kind=row["kind"],
            diagnosis=row["diagnosis"],
            feedback=Feedback(row["verdict"], row["reason"], error, row["output_tail"]),
        )


def _error_to_row(error: ErrorPlace | None) -> dict[str, Any] | None:
    if error is None:
        return None
    return {
        "type": error.type,
        "message": error.message,
        "line": error.line,
        "function": error.function,
        "source": error.source,
        "values": dict(error.values),
    }


def _wordings(card: Mapping[str, Any], grammar: Mapping[str, list[str]], lang: str) -> list[str]:
    """By hand first, then by grammar, then some of these with a slip of the fingers; each once."""
    spoken = list(card[f"wordings_{lang}"])
    for thing in card[f"things_{lang}"]:
        forms = _forms(thing)
        spoken += [template.format(**forms) for template in grammar[f"templates_{lang}"]]
        for verb in card.get(f"verbs_{lang}", ()):
            forms |= {"verb": verb, "verb_lower": verb.lower()}
            spoken += [template.format(**forms) for template in grammar[f"verb_templates_{lang}"]]
    for topic in card.get(f"topics_{lang}", ()):
        spoken += [
            template.format(topic=topic) for template in grammar.get(f"topic_templates_{lang}", ())
        ]
    dice = random.Random(f"{card['name']} {lang}")  # noqa: S311 - data, not a secret
    typed = dice.sample(spoken, int(len(spoken) * TYPO_SHARE))
    return list(dict.fromkeys(spoken + [_slip(text, dice) for text in typed]))


def _forms(thing: str) -> dict[str, str]:
    closed = _ends_in_consonant(thing)
    return {
        "thing": thing,
        "thing_obj": thing + ("을" if closed else "를"),
        "thing_subj": thing + ("이" if closed else "가"),
    }


@cache
def _ends_in_consonant(word: str) -> bool:
    """Whether a Korean word takes the particles of a closed syllable (Unicode, chapter 3.12)."""
    offset = ord(word[-1]) - ord("가")
    return 0 <= offset <= ord("힣") - ord("가") and offset % 28 != 0


def _slip(text: str, dice: random.Random) -> str:
    """Swap, drop or double one character, never the first: what fast fingers do."""
    at = dice.randrange(1, max(2, len(text) - 1))
    match dice.randrange(3):
        case 0:
            return text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :]
        case 1:
            return text[:at] + text[at + 1 :]
        case _:
            return text[:at] + text[at] + text[at:]
