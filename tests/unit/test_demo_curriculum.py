"""The demo curriculum as data: cards, wordings, breakages, complaints and small talk."""

from __future__ import annotations

import ast
import random
import shutil
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from inference.demo.curriculum_data import (
    CURRICULUM,
    LANGUAGES,
    Task,
    answer_text,
    breakages_to_json,
    complaint_answer,
    load_small_talk,
    load_tasks,
    repair_answer,
)

TASKS = load_tasks()
FAULTS = {
    "error",
    "exit",
    "timeout",
    "memory",
    "output_limit",
    "killed",
    "tests_failed",
    "frozen",
}
EACH_TASK = pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)


def copy_of(task: str, folder: Path) -> Path:
    """A curriculum of one task, whose card a test may spoil."""
    for shared in ("grammar.toml", "options.toml"):
        shutil.copy(CURRICULUM / shared, folder)
    shutil.copytree(CURRICULUM / task, folder / task)
    return folder / task / "task.toml"


def test_there_are_at_least_160_tasks_in_families_and_the_snake_is_among_them() -> None:
    families = Counter(task.family for task in TASKS)
    assert len(TASKS) >= 160
    assert len(families) >= 10
    assert min(families.values()) >= 2
    assert "snake" in {task.name for task in TASKS}


@EACH_TASK
def test_a_task_is_asked_for_in_many_words(task: Task) -> None:
    for lang in LANGUAGES:
        assert len(task.wordings[lang]) >= 100
        assert len(task.spoken[lang]) >= 14
        assert len(task.further[lang]) >= 12
        for wordings in (task.wordings[lang], task.spoken[lang], task.further[lang]):
            assert len(set(wordings)) == len(wordings)
            assert all(wording.strip() for wording in wordings)


def test_the_seed_s_own_prompt_asks_for_the_snake() -> None:
    asked = [
        t.name
        for t in TASKS
        if "스네이크 게임을 파이썬으로 만들어 주세요" in t.wordings["ko"] + t.spoken["ko"]
    ]
    assert asked == ["snake"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_wording_asks_for_two_tasks(lang: str) -> None:
    asked: dict[str, set[str]] = defaultdict(set)
    for task in TASKS:
        for wording in task.wordings[lang] + task.spoken[lang] + task.further[lang]:
            asked[wording.lower()].add(task.name)
    assert [(words, names) for words, names in asked.items() if len(names) > 1] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_declined_is_never_taught(lang: str) -> None:
    decline, talk = load_small_talk(len(TASKS))
    taught = {
        wording
        for task in TASKS
        for wording in task.wordings[lang] + task.spoken[lang] + task.further[lang]
    }
    refused = {prompt for small in [decline, *talk] for prompt in small.prompts[lang]}
    refused |= set(decline.further[lang])
    assert len(decline.prompts[lang]) >= 100
    assert not taught & refused
    assert str(len(TASKS)) in decline.reply[lang]


def test_korean_particles_follow_the_last_sound() -> None:
    snake = next(task for task in TASKS if task.name == "snake")
    assert "뱀 게임을 만들어 주세요" in snake.wordings["ko"]
    fibonacci = next(task for task in TASKS if task.name == "fibonacci")
    assert "피보나치 함수를 만들어 주세요" in fibonacci.wordings["ko"]


@EACH_TASK
def test_an_answer_is_one_sentence_and_the_whole_program(task: Task) -> None:
    for lang in LANGUAGES:
        text = answer_text(task, lang)
        assert text.startswith(task.intro[lang] + "\n\n```python\n")
        assert text.endswith(task.solution.rstrip() + "\n```\n")
        assert text.count("```") == 2


@EACH_TASK
def test_options_change_the_program_and_are_said_with_their_value(task: Task) -> None:
    assert len(task.options) >= 2
    for option in task.options:
        assert option.values
        for lang in LANGUAGES:
            for words in (option.phrases[lang], option.sayings[lang]):
                assert len(words) >= 3
                valued = option.kind != "feature"
                assert all(("{value}" in text) == valued for text in words)


@EACH_TASK
def test_options_work_together(task: Task) -> None:
    dice = random.Random(0)
    for _ in range(5):
        choices = {each.name: dice.choice(each.values) for each in task.options}
        whole = task.variant(choices)
        ast.parse(whole.solution)
        for option in task.options:
            others = {name: value for name, value in choices.items() if name != option.name}
            plain = option.kind == "color" and task.variant(others).solution == whole.solution
            assert task.variant(others).solution != whole.solution or plain, option.name


@EACH_TASK
def test_two_lines_of_each_program_are_explained(task: Task) -> None:
    assert len(task.explanations) >= 2
    for explanation in task.explanations:
        for lang in LANGUAGES:
            assert len(explanation.text[lang]) > 15
    everything = task.variant({option.name: option.values[0] for option in task.options})
    assert everything.explanations


@EACH_TASK
def test_a_solution_is_short_enough_to_be_learnt(task: Task) -> None:
    assert len(task.solution.splitlines()) <= 75
    assert len(task.solution) < 3000
    ast.parse(task.solution)


@EACH_TASK
def test_a_breakage_is_the_program_s_fault_and_says_what_is_wrong(task: Task) -> None:
    assert len(task.breakages) >= 6
    assert len({breakage.program for breakage in task.breakages}) == len(task.breakages)
    for breakage in task.breakages:
        variant = task.variant(breakage.choices)
        assert breakage.program != variant.solution
        assert breakage.feedback.verdict in FAULTS
        assert breakage.feedback.reason
        for lang in LANGUAGES:
            assert breakage.diagnosis[lang]
            assert variant.solution.rstrip() in repair_answer(variant, breakage, lang)


@EACH_TASK
def test_recorded_breakages_are_stored_as_they_are_written(task: Task) -> None:
    stored = (CURRICULUM / task.name / "breakages.json").read_text(encoding="utf-8")
    assert breakages_to_json(task.breakages) == stored


@EACH_TASK
def test_a_complaint_comes_with_a_program_that_differs(task: Task) -> None:
    assert len(task.complaints) >= 2
    for complaint in task.complaints:
        ast.parse(complaint.program)
        assert complaint.program != task.solution
        for lang in LANGUAGES:
            assert len(complaint.wordings[lang]) >= 2
            assert complaint_answer(task, complaint, lang).startswith(complaint.diagnosis[lang])


def test_loading_twice_gives_the_same() -> None:
    assert load_tasks() == TASKS


def test_a_card_without_a_key_is_refused_with_its_name(tmp_path: Path) -> None:
    card = copy_of("gcd", tmp_path)
    text = card.read_text(encoding="utf-8")
    card.write_text(text.replace("intro_ko", "intro_kr"), encoding="utf-8")
    with pytest.raises(ValueError, match=r"gcd/task\.toml misses 'intro_ko'"):
        load_tasks(tmp_path)


def test_a_complaint_about_lines_that_are_not_there_is_refused(tmp_path: Path) -> None:
    card = copy_of("gcd", tmp_path)
    text = card.read_text(encoding="utf-8")
    card.write_text(text.replace("a * b // gcd(a, b)", "a * c // gcd(a, c)"), encoding="utf-8")
    with pytest.raises(ValueError, match="must occur once in the solution"):
        load_tasks(tmp_path)


def test_a_card_with_another_task_s_name_is_refused(tmp_path: Path) -> None:
    card = copy_of("gcd", tmp_path)
    text = card.read_text(encoding="utf-8")
    card.write_text(text.replace('name = "gcd"', 'name = "lcm"'), encoding="utf-8")
    with pytest.raises(ValueError, match="use the folder's name"):
        load_tasks(tmp_path)
