"""The curriculum that the demo checkpoint is taught, read from its folder of data.

A task is a folder under `curriculum/`: a card (`task.toml`), the solution, the checks that judge
it in the sandbox, and the breakages recorded there. The card's wordings are multiplied by the
grammar that all tasks share (`grammar.toml`), in the same order every time.
"""

from __future__ import annotations

import json
import random
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from inference.demo.options import Choices, Option, chosen, load_option
from inference.feedback import ErrorPlace, Feedback

__all__ = [
    "CURRICULUM",
    "LANGUAGES",
    "Breakage",
    "Complaint",
    "Explanation",
    "SmallTalk",
    "Task",
    "answer_text",
    "breakages_to_json",
    "complaint_answer",
    "load_explaining",
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
    """A solution broken as people and models break them, and what the sandbox said of it.

    `choices` are the options with which the solution was broken.
    """

    program: str
    kind: str
    diagnosis: Mapping[str, str]
    feedback: Feedback
    choices: Choices = field(default_factory=dict)


@dataclass(frozen=True)
class Complaint:
    """A program that runs but misbehaves, and how a member says so."""

    program: str
    wordings: Mapping[str, tuple[str, ...]]
    diagnosis: Mapping[str, str]


@dataclass(frozen=True)
class Explanation:
    """What one line of a solution does, in a sentence or two."""

    line: str
    text: Mapping[str, str]


@dataclass(frozen=True)
class Task:
    """One program that the demo checkpoint knows. Mappings are keyed by language, `en` or `ko`.

    `spoken` are requests written by hand, `wordings` those that the grammar makes; some of both are
    held out. `further` are requests by hand that only teach.
    """

    name: str
    family: str
    window: bool
    titles: Mapping[str, str]
    spoken: Mapping[str, tuple[str, ...]]
    further: Mapping[str, tuple[str, ...]]
    wordings: Mapping[str, tuple[str, ...]]
    intro: Mapping[str, str]
    solution: str
    checks: str
    breakages: tuple[Breakage, ...]
    complaints: tuple[Complaint, ...]
    options: tuple[Option, ...]
    explanations: tuple[Explanation, ...]
    plain: Task | None = None
    """Of a variant, the task without options."""

    def variant(self, choices: Choices) -> Task:
        """The task with these options: its program, its checks, and what is complained of."""
        solution, checks, complaints = self.solution, self.checks, self.complaints
        for option, value in chosen(self.options, choices):
            solution = option.apply(solution, value)
            if option.kind == "rename":
                checks = option.apply(checks, value)
            complaints = tuple(
                replace(each, program=option.apply(each.program, value)) for each in complaints
            )
        lines = {line.strip() for line in solution.splitlines()}
        return replace(
            self,
            solution=solution,
            checks=checks,
            complaints=tuple(each for each in complaints if each.program != solution),
            explanations=tuple(each for each in self.explanations if each.line in lines),
            plain=self.plain or self,
        )

    def forks(self, choices: Choices) -> Iterator[tuple[Option, str]]:
        """Each feature, and the program of the `choices` with it where they lack it, or without."""
        plain = self.plain or self
        for option in self.options:
            if option.kind == "feature":
                others = {name: value for name, value in choices.items() if name != option.name}
                if option.name not in choices:
                    others[option.name] = True
                yield option, plain.variant(others).solution


@dataclass(frozen=True)
class SmallTalk:
    """What is not a program: prompts of one kind and the reply that all of them get.

    Some of the `prompts` that are declined are held out; `further` ones only teach.
    """

    prompts: Mapping[str, tuple[str, ...]]
    reply: Mapping[str, str]
    further: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def load_tasks(folder: Path = CURRICULUM, names: Collection[str] = ()) -> list[Task]:
    """All tasks by name, or those of `names`.

    A card that misses a key or has too few wordings is a `ValueError`.
    """
    grammar = tomllib.loads((folder / "grammar.toml").read_text(encoding="utf-8"))
    colors = tomllib.loads((folder / "options.toml").read_text(encoding="utf-8"))["colors"]
    cards = sorted(folder.glob("*/task.toml"))
    return [
        _load_task(card.parent, grammar, colors)
        for card in cards
        if not names or card.parent.name in names
    ]


def load_small_talk(tasks: int, folder: Path = CURRICULUM) -> tuple[SmallTalk, list[SmallTalk]]:
    """The decline, and the greetings and questions, whose replies say that `tasks` are known."""
    data = tomllib.loads((folder / "declines.toml").read_text(encoding="utf-8"))
    decline = SmallTalk(
        prompts={lang: tuple(data[f"prompts_{lang}"]) for lang in LANGUAGES},
        reply={lang: data[f"decline_{lang}"].format(count=tasks) for lang in LANGUAGES},
        further={lang: tuple(data[f"further_{lang}"]) for lang in LANGUAGES},
    )
    talk = [
        SmallTalk(
            prompts={lang: tuple(row[f"prompts_{lang}"]) for lang in LANGUAGES},
            reply={lang: row[f"reply_{lang}"].format(count=tasks) for lang in LANGUAGES},
        )
        for row in data["talk"]
    ]
    return decline, talk


def load_explaining(folder: Path = CURRICULUM) -> dict[str, list[str]]:
    """How members ask what a `{line}` does, by language."""
    grammar = tomllib.loads((folder / "grammar.toml").read_text(encoding="utf-8"))
    return {lang: grammar[f"explaining_{lang}"] for lang in LANGUAGES}


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
            "choices": dict(item.choices),
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


def _load_task(
    folder: Path, grammar: Mapping[str, list[str]], colors: Sequence[Mapping[str, str]]
) -> Task:
    card = tomllib.loads((folder / "task.toml").read_text(encoding="utf-8"))
    solution = (folder / "solution.py").read_text(encoding="utf-8")
    checks = folder / "checks.py"
    recorded = folder / "breakages.json"
    try:
        task = Task(
            name=card["name"],
            family=card["family"],
            window=card.get("window", False),
            titles={lang: card[f"title_{lang}"] for lang in LANGUAGES},
            spoken={lang: tuple(card[f"wordings_{lang}"]) for lang in LANGUAGES},
            further={lang: tuple(card.get(f"further_{lang}", ())) for lang in LANGUAGES},
            wordings={lang: tuple(_wordings(card, grammar, lang)) for lang in LANGUAGES},
            intro={lang: card[f"intro_{lang}"] for lang in LANGUAGES},
            solution=solution,
            checks=checks.read_text(encoding="utf-8") if checks.exists() else "",
            breakages=tuple(_load_breakages(recorded)) if recorded.exists() else (),
            complaints=tuple(_complaint(row, solution) for row in card["complaints"]),
            options=tuple(_option(row, solution, colors) for row in card["options"]),
            explanations=tuple(_explanation(row, solution) for row in card["explain"]),
        )
    except ValueError as error:
        raise ValueError(f"{folder.name}/task.toml: {error}") from error
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


def _option(row: Mapping[str, Any], solution: str, colors: Sequence[Mapping[str, str]]) -> Option:
    option = load_option(row, colors)
    for find, _ in option.edits:
        if solution.count(find) != 1:
            raise ValueError(f"{find!r} must occur once in the solution for {option.name!r}.")
    for value in option.values:
        if option.apply(solution, value) == solution and option.kind != "color":
            raise ValueError(f"The value {value!r} of {option.name!r} changes nothing.")
    if all(option.apply(solution, value) == solution for value in option.values):
        raise ValueError(f"No line of the solution is `{option.name} = …`.")
    return option


def _explanation(row: Mapping[str, Any], solution: str) -> Explanation:
    if [line.strip() for line in solution.splitlines()].count(row["line"]) != 1:
        raise ValueError(f"{row['line']!r} must be one line of the solution, to be explained.")
    return Explanation(row["line"], {lang: row[lang] for lang in LANGUAGES})


def _load_breakages(path: Path) -> Iterator[Breakage]:
    for row in json.loads(path.read_text(encoding="utf-8")):
        error = ErrorPlace(**row["error"]) if row["error"] else None
        yield Breakage(
            program=row["program"],
            kind=row["kind"],
            diagnosis=row["diagnosis"],
            choices=row.get("choices", {}),
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
    """What the grammar makes, then some of it with a slip of the fingers; each once."""
    spoken: list[str] = []
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
