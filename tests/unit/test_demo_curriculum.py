"""The demo curriculum as data: cards, wordings, breakages, complaints and small talk."""

from __future__ import annotations

import ast
import shutil
from collections import Counter
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
    shutil.copy(CURRICULUM / "grammar.toml", folder)
    shutil.copytree(CURRICULUM / task, folder / task)
    return folder / task / "task.toml"


def test_there_are_at_least_24_tasks_and_the_snake_is_among_them() -> None:
    names = [task.name for task in TASKS]
    assert len(names) >= 24
    assert "snake" in names


@EACH_TASK
def test_a_task_is_asked_for_in_many_words(task: Task) -> None:
    for lang in LANGUAGES:
        assert len(task.wordings[lang]) >= 16
        assert len(set(task.wordings[lang])) == len(task.wordings[lang])
        assert all(wording.strip() for wording in task.wordings[lang])


def test_the_seed_s_own_prompt_asks_for_the_snake() -> None:
    asked = [
        t.name for t in TASKS if "스네이크 게임을 파이썬으로 만들어 주세요" in t.wordings["ko"]
    ]
    assert asked == ["snake"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_wording_asks_for_two_tasks(lang: str) -> None:
    counts = Counter(wording.lower() for task in TASKS for wording in task.wordings[lang])
    assert [wording for wording, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_declined_is_never_taught(lang: str) -> None:
    decline, talk = load_small_talk(len(TASKS))
    taught = {wording for task in TASKS for wording in task.wordings[lang]}
    refused = {prompt for small in [decline, *talk] for prompt in small.prompts[lang]}
    assert len(decline.prompts[lang]) >= 60
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
def test_a_solution_is_short_enough_to_be_learnt(task: Task) -> None:
    assert len(task.solution.splitlines()) <= 75
    assert len(task.solution) < 3000
    ast.parse(task.solution)


@EACH_TASK
def test_a_breakage_is_the_program_s_fault_and_says_what_is_wrong(task: Task) -> None:
    assert len(task.breakages) >= 10
    assert len({breakage.program for breakage in task.breakages}) == len(task.breakages)
    for breakage in task.breakages:
        assert breakage.program != task.solution
        assert breakage.feedback.verdict in FAULTS
        assert breakage.feedback.reason
        for lang in LANGUAGES:
            assert breakage.diagnosis[lang]
            assert task.solution.rstrip() in repair_answer(task, breakage, lang)


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
