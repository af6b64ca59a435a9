"""What the demo model is taught, what is kept from it, and how its examples are drawn."""

from __future__ import annotations

import random
import re
from collections import Counter
from pathlib import Path

import pytest

from inference.demo.chat import EOS
from inference.demo.curriculum_data import LANGUAGES, answer_text
from inference.demo.curve import Point, read_points, write_curve, write_points
from inference.demo.dataset import ASKED_TOKENS, KINDS, UNKNOWN, Corpus, load_corpus
from inference.demo.example import NO_TOPIC, Example, conversation
from inference.demo.held_out import held_out
from inference.demo.requests import plain
from inference.demo.variation import gibberish, vary

REQUESTS = ("fresh", "answer", "options", "next")
FENCE = re.compile(r"```python\n(.*?)```", re.DOTALL)


def program_of(answer: str) -> str | None:
    found = FENCE.search(answer)
    return found.group(1) if found else None


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus(seed=1)


def draw(corpus: Corpus, count: int, seed: int = 0) -> list[Example]:
    dice = random.Random(seed)
    return [corpus.sample(dice) for _ in range(count)]


def test_a_held_out_wording_is_never_among_the_taught(corpus: Corpus) -> None:
    requests = corpus.requests
    splits = [*requests.spoken.values(), *requests.grammar.values(), requests.things]
    assert len(splits) > 2 * len(corpus.tasks) > 0
    for split in [*splits, requests.declined, *corpus.complaints.values()]:
        for lang in LANGUAGES:
            assert split.kept[lang]
            assert split.taught[lang]
            assert not set(split.kept[lang]) & set(split.taught[lang])


def test_a_held_out_combination_is_never_drawn(corpus: Corpus) -> None:
    dice = random.Random(0)
    for task in corpus.tasks:
        combinations = corpus.combinations[task.name]
        assert combinations.kept, task.name
        drawn = [combinations.taught(dice) for _ in range(60)]
        assert any(len(choices) > 1 for choices in drawn), task.name
        assert not any(combinations.is_kept(choices) for choices in drawn)


def test_a_breakage_of_a_held_out_combination_is_held_out(corpus: Corpus) -> None:
    for task in corpus.tasks:
        taught, kept = corpus.breakages[task.name]
        assert taught
        assert kept
        assert len(taught) + len(kept) == len(task.breakages)
        combinations = corpus.combinations[task.name]
        assert not any(combinations.is_kept(each.choices) for each in taught)


def test_what_judges_has_every_kind_in_both_languages(corpus: Corpus) -> None:
    kinds = {(example.kind, example.lang) for example in held_out(corpus)}
    programs = ("answer", "fresh", "options", "follow_up", "repair", "new_repair", "complaint")
    wanted = (*programs, "next", "decline", "talk")
    assert kinds == {(kind, lang) for kind in wanted for lang in LANGUAGES}


def test_nothing_that_judges_is_ever_taught(corpus: Corpus) -> None:
    judging = {plain(each.turns[-2].content) for each in held_out(corpus) if each.kind in REQUESTS}
    taught = {plain(each.turns[-2].content) for each in draw(corpus, 3000)}
    assert len(judging) > 500
    assert not judging & taught


def test_the_same_seed_holds_out_the_same(corpus: Corpus) -> None:
    again, other = load_corpus(seed=1), load_corpus(seed=2)
    assert held_out(again) == held_out(corpus)
    assert held_out(other) != held_out(corpus)


def test_the_same_dice_draw_the_same_examples(corpus: Corpus) -> None:
    assert draw(corpus, 50) == draw(corpus, 50)
    assert draw(corpus, 50) != draw(corpus, 50, seed=1)


def test_every_kind_is_drawn_in_both_languages(corpus: Corpus) -> None:
    counts = Counter((example.kind, example.lang) for example in draw(corpus, 2500))
    assert set(counts) == {(kind, lang) for kind in KINDS for lang in LANGUAGES}


def test_programs_come_first_in_a_training_and_stand_alone(corpus: Corpus) -> None:
    dice = random.Random(0)
    early = [corpus.sample(dice, first=True) for _ in range(400)]
    kinds = Counter(example.kind for example in early)
    assert kinds["answer"] > 120
    assert kinds["answer"] > 5 * kinds["repair"]
    assert kinds["decline"] > 0
    answers = [example for example in early if example.kind == "answer"]
    assert all([turn.role for turn in each.turns][-2:] == ["user", "assistant"] for each in answers)
    assert all(sum(turn.role == "user" for turn in each.turns) == 1 for each in answers)


def test_a_request_that_is_only_asked_has_the_sentence_of_its_answer(corpus: Corpus) -> None:
    dice = random.Random(0)
    drawn = [corpus.sample(dice, asked=0.9) for _ in range(600)]
    asked = [each for each in drawn if each.most == ASKED_TOKENS]
    assert 480 < len(asked) < len(drawn)
    assert {each.kind for each in asked} == {"answer", "decline"}
    assert {each.lang for each in asked} == set(LANGUAGES)
    assert all((each.topic == UNKNOWN) == (each.kind == "decline") for each in asked)
    assert len({each.topic for each in asked}) > 100
    assert all(len(each.turns) == 2 for each in asked)
    kept = {each.turns[0].content for each in held_out(corpus) if each.kind in REQUESTS}
    assert not kept & {each.turns[0].content for each in asked}


def test_made_up_values_are_never_a_held_out_combination(corpus: Corpus) -> None:
    wants = [each.wanted for each in draw(corpus, 600) if each.kind == "answer" and each.wanted]
    listed = {
        task.name: {(option.name, value) for option in task.options for value in option.values}
        for task in corpus.tasks
    }
    made_up = [each for each in wants if set(each.choices.items()) - listed[each.task.name]]
    assert len(made_up) > 50
    assert not any(corpus.combinations[each.task.name].is_kept(each.choices) for each in wants)


def test_values_stand_apart_in_what_is_learnt(corpus: Corpus) -> None:
    snake = next(task for task in corpus.tasks if task.name == "snake")
    wanted = corpus.want(snake, {"COLUMNS": 31, "FOOD": "purple"}, "en", random.Random(0))
    example = conversation("answer", "en", [wanted.request], answer_text(wanted.task, "en"), wanted)
    values = [piece.text for piece in example.pieces() if piece.value]
    assert values[:2] == [" 31", "green"]
    assert "purple" in values
    assert "".join(each.text for each in example.pieces() if each.learnt).strip() == (
        f"{example.answer}{EOS}".strip()
    )


def test_an_answer_could_part_at_every_feature_and_knows_which_were_asked_for(
    corpus: Corpus,
) -> None:
    stack = next(task for task in corpus.tasks if task.name == "stack")
    features = [option for option in stack.options if option.kind == "feature"]
    assert features
    plain = corpus.want(stack, {}, "en", random.Random(0))
    whole = corpus.want(stack, {option.name: True for option in features}, "en", random.Random(0))
    for wanted in (plain, whole):
        answer = answer_text(wanted.task, "en")
        example = conversation("answer", "en", [wanted.request], answer, wanted)
        assert len(example.forks) == len(features)
        for option, fork in zip(features, example.forks, strict=True):
            assert fork.answer != example.answer
            assert (option.phrases["en"][0] in fork.said) == (wanted is whole)
    one = corpus.want(stack, {features[0].name: True}, "en", random.Random(0))
    answer = answer_text(one.task, "en")
    back = conversation("answer", "en", [one.request], answer, one).forks[0]
    assert back.answer == answer_text(stack, "en")


def test_an_exercise_says_each_number_and_has_it_in_a_line(corpus: Corpus) -> None:
    exercises = [each for each in draw(corpus, 2400) if each.kind == "settings"]
    assert len(exercises) > 30
    numbers = 0
    for example in exercises:
        values = [piece.text.strip() for piece in example.pieces() if piece.value]
        assert len(values) == example.answer.count("\n") - 2
        for number in filter(str.isdigit, values):
            assert re.search(rf"(?<!\d){number}(?!\d)", example.turns[0].content)
            numbers += 1
    assert numbers > len(exercises)


def test_an_exercise_in_features_asks_for_half_of_them_and_has_a_place_of_each(
    corpus: Corpus,
) -> None:
    exercises = [each for each in draw(corpus, 1200) if each.kind == "features"]
    assert len(exercises) > 40
    forks = [fork for each in exercises for fork in each.forks]
    wanted = [fork for fork in forks if fork.said]
    assert 0.35 * len(forks) < len(wanted) < 0.65 * len(forks)
    for example in exercises:
        request = example.turns[0].content
        for fork in example.forks:
            assert fork.answer != example.answer
            assert not fork.said or any(words in request for words in fork.said)


def test_what_asks_for_a_program_has_its_number_and_what_is_declined_has_none(
    corpus: Corpus,
) -> None:
    drawn = draw(corpus, 2000)
    programs = [each for each in drawn if each.wanted is not None]
    numbers = {each.wanted.task.name: each.topic for each in programs if each.wanted is not None}
    assert len(set(numbers.values())) == len(numbers) > 0.9 * len(corpus.tasks)
    assert UNKNOWN not in numbers.values()
    for each in programs:
        assert each.wanted is not None
        assert each.topic == numbers[each.wanted.task.name]
    assert {each.topic for each in drawn if each.kind == "decline"} == {UNKNOWN}
    assert {each.topic for each in drawn if each.kind in ("talk", "explain")} == {NO_TOPIC}


def test_the_snake_is_taught_more_often_than_others(corpus: Corpus) -> None:
    drawn = Counter(each.wanted.task.name for each in draw(corpus, 2500) if each.wanted)
    others = [count for name, count in drawn.items() if name != "snake"]
    assert drawn["snake"] > 2 * sum(others) / len(others)


def test_a_request_is_answered_with_the_tasks_own_program(corpus: Corpus) -> None:
    answers = [each for each in draw(corpus, 300) if each.kind in ("answer", "repair")]
    assert len(answers) > 100
    for example in answers:
        assert example.wanted is not None
        assert program_of(example.answer) == example.wanted.task.solution


def test_a_decline_holds_no_program_that_could_be_run(corpus: Corpus) -> None:
    declines = [each for each in draw(corpus, 300) if each.kind == "decline"]
    assert len(declines) > 10
    assert all(program_of(example.answer) is None for example in declines)


def test_only_the_last_answer_is_learnt_and_all_of_it_by_default(corpus: Corpus) -> None:
    example = held_out(corpus)[0]
    learnt = "".join(piece.text for piece in example.pieces() if piece.learnt)
    assert learnt == f" {example.answer}{EOS}"


def test_a_cut_answer_is_learnt_from_the_cut_and_adds_up_to_the_whole(corpus: Corpus) -> None:
    whole = held_out(corpus)[0]
    cut = Example(whole.kind, whole.lang, whole.turns, start=7)
    texts = [piece.text for piece in cut.pieces()]
    assert "".join(texts) == "".join(piece.text for piece in whole.pieces())
    assert [piece.learnt for piece in cut.pieces()] == [False, False, True]
    assert len(texts[1]) == 7


def test_an_opening_keeps_the_whole_text_and_says_how_much_is_learnt(corpus: Corpus) -> None:
    openings = [each for each in draw(corpus, 200) if each.most is not None]
    assert len(openings) > 50
    assert all(each.pieces()[-1][0].endswith(EOS) and each.most for each in openings)


def test_some_of_the_wordings_stay_as_they_are() -> None:
    dice = random.Random(0)
    text = "Write a snake game in Python"
    same = sum(vary(text, "en", dice) == text for _ in range(1000))
    assert 300 < same < 600


def test_a_variation_keeps_most_of_the_words() -> None:
    dice = random.Random(0)
    text = "방향키로 움직이는 스네이크 게임을 만들어 주세요"
    forms = {vary(text, "ko", dice) for _ in range(300)}
    assert len(forms) > 100
    assert all(len(set(form) & set(text)) >= len(set(text)) / 2 for form in forms)


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
