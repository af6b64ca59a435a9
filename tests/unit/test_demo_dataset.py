"""What the demo model is taught, what is kept from it, and how its examples are drawn."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from inference.demo.chat import EOS
from inference.demo.curriculum_data import LANGUAGES, load_small_talk, load_tasks
from inference.demo.curve import Point, read_points, write_curve, write_points
from inference.demo.dataset import KINDS, Corpus, Example
from inference.demo.judge import program_of
from inference.demo.variation import gibberish, vary


def corpus_of(seed: int) -> Corpus:
    tasks = load_tasks()
    decline, talk = load_small_talk(len(tasks))
    return Corpus(tasks, decline, talk, seed=seed)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return corpus_of(seed=1)


def draw(corpus: Corpus, count: int, seed: int = 0) -> list[Example]:
    dice = random.Random(seed)
    return [corpus.sample(dice) for _ in range(count)]


def test_a_held_out_wording_is_never_among_the_taught(corpus: Corpus) -> None:
    assert corpus.requests.kept.keys() == corpus.requests.taught.keys()
    for key, kept in corpus.requests.kept.items():
        assert len(kept) >= 2
        assert not set(kept) & set(corpus.requests.taught[key])


def test_a_held_out_breakage_is_never_among_the_taught(corpus: Corpus) -> None:
    assert len(corpus.new_breakages) == len(corpus.tasks) > 0
    for task in corpus.tasks:
        assert task.breakages
        assert corpus.new_breakages[task.name] not in task.breakages


def test_every_task_has_fresh_wordings_that_the_curriculum_lacks(corpus: Corpus) -> None:
    for lang in LANGUAGES:
        assert set(corpus.requests.fresh[lang]) == {task.name for task in corpus.tasks}
        for task in corpus.tasks:
            assert corpus.requests.fresh[lang][task.name] not in task.wordings[lang]


def test_what_judges_has_every_kind_in_both_languages(corpus: Corpus) -> None:
    kinds = {(example.kind, example.lang) for example in corpus.held_out()}
    wanted = ("answer", "fresh", "repair", "new_repair", "complaint", "decline", "talk")
    assert kinds == {(kind, lang) for kind in wanted for lang in LANGUAGES}


def test_the_same_seed_holds_out_the_same_wordings(corpus: Corpus) -> None:
    again, other = corpus_of(seed=1), corpus_of(seed=2)
    assert again.requests.kept == corpus.requests.kept
    assert again.new_breakages == corpus.new_breakages
    assert other.requests.kept != corpus.requests.kept


def test_the_same_dice_draw_the_same_examples(corpus: Corpus) -> None:
    assert draw(corpus, 50) == draw(corpus, 50)
    assert draw(corpus, 50) != draw(corpus, 50, seed=1)


def test_every_kind_is_drawn_in_both_languages(corpus: Corpus) -> None:
    counts = Counter((example.kind, example.lang) for example in draw(corpus, 1500))
    assert set(counts) == {(kind, lang) for kind in KINDS for lang in LANGUAGES}


def test_a_request_is_answered_with_the_tasks_own_program(corpus: Corpus) -> None:
    solutions = {task.solution for task in corpus.tasks}
    answers = [each for each in draw(corpus, 300) if each.kind in ("answer", "repair")]
    assert len(answers) > 100
    assert all(program_of(example.answer) in solutions for example in answers)


def test_a_decline_holds_no_program_that_could_be_run(corpus: Corpus) -> None:
    declines = [each for each in draw(corpus, 300) if each.kind == "decline"]
    assert len(declines) > 10
    assert all(program_of(example.answer) is None for example in declines)


def test_only_the_last_answer_is_learnt_and_all_of_it_by_default(corpus: Corpus) -> None:
    example = corpus.held_out()[0]
    learnt = "".join(text for text, wanted in example.pieces() if wanted)
    assert learnt == f" {example.answer}{EOS}"


def test_a_cut_answer_is_learnt_from_the_cut_and_adds_up_to_the_whole(corpus: Corpus) -> None:
    whole = corpus.held_out()[0]
    cut = Example(whole.kind, whole.lang, whole.turns, start=7)
    texts = [text for text, _ in cut.pieces()]
    assert "".join(texts) == "".join(text for text, _ in whole.pieces())
    assert [wanted for _, wanted in cut.pieces()] == [False, False, True]
    assert len(texts[1]) == 7


def test_an_opening_keeps_the_whole_text_and_says_how_much_is_learnt(corpus: Corpus) -> None:
    openings = [each for each in draw(corpus, 200) if each.most is not None]
    assert len(openings) > 50
    assert all(each.pieces()[-1][0].endswith(EOS) and each.most for each in openings)


def test_half_of_the_wordings_stay_as_they_are() -> None:
    dice = random.Random(0)
    text = "Write a snake game in Python"
    same = sum(vary(text, "en", dice) == text for _ in range(1000))
    assert 450 < same < 750


def test_a_variation_loses_a_word_at_most() -> None:
    dice = random.Random(0)
    text = "스네이크 게임을 만들어 주세요"
    forms = {vary(text, "ko", dice) for _ in range(300)}
    assert len(forms) > 50
    assert all(len(set(text) - set(form)) <= 6 for form in forms)


def test_gibberish_is_short_and_has_no_line_breaks() -> None:
    dice = random.Random(0)
    for _ in range(200):
        text = gibberish("en", dice)
        assert 0 < len(text) < 70
        assert "\n" not in text


def test_the_record_of_a_training_reads_back_and_draws(tmp_path: Path) -> None:
    points = [
        Point(10, 400, 1.5, 266.0, 2.5, -1.0, -1.0),
        Point(20, 800, 3.0, 267.0, 0.5, 0.6, 0.9),
    ]
    write_points(tmp_path / "curve.csv", points)
    write_curve(tmp_path / "curve.svg", points)
    assert read_points(tmp_path / "curve.csv") == points
    drawing = (tmp_path / "curve.svg").read_text(encoding="utf-8")
    assert drawing.count("<circle") == 1
    assert drawing.count("<polyline") == 1


def test_no_record_yet_is_an_empty_one(tmp_path: Path) -> None:
    assert read_points(tmp_path / "none.csv") == []
