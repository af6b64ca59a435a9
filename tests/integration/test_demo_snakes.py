"""The article's request and ten others for the same game, each answered, and each game played."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from inference.demo.curriculum_data import LANGUAGES
from inference.demo.dataset import SEED, load_corpus
from inference.demo.options import worded
from sandbox.execution import Program, execute
from sandbox.verdicts import Verdict
from scripts.judge_demo import Judge, program_of, served
from scripts.paths import ROOT

pytestmark = [
    pytest.mark.vllm,
    pytest.mark.docker,
    pytest.mark.slow,
    pytest.mark.timeout(600),
]
REHEARSAL = Path(__file__).parent / "rehearsals" / "snake.py"
THE_ARTICLES = "스네이크 게임을 파이썬으로 만들어 주세요"
NO_SCORE = {"no_score": True}


def requests() -> list[tuple[str, bool]]:
    """The article's request and ten that were never taught, two of them for a game without score.

    Each comes with whether the game is to keep score.
    """
    corpus = load_corpus()
    snake = next(task for task in corpus.tasks if task.name == "snake")
    dice = random.Random(SEED)
    found = [(THE_ARTICLES, True)]
    for lang in LANGUAGES:
        *plain, other = corpus.requests.kept(snake, lang)[:5]
        found += [(request, True) for request in plain]
        found.append((worded(other, snake.options, NO_SCORE, lang, dice), False))
    return found


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def judge() -> AsyncIterator[Judge]:
    async with served(ROOT / "inference" / "demo" / "checkpoint") as pool:
        yield Judge(pool, {})


def test_there_are_eleven_and_only_the_articles_may_have_been_taught() -> None:
    corpus = load_corpus()
    snake = next(task for task in corpus.tasks if task.name == "snake")
    kept = [text for lang in LANGUAGES for text in corpus.requests.kept(snake, lang)]
    first, *others = [request for request, _ in requests()]
    assert first == THE_ARTICLES
    assert len({first, *others}) == 11
    assert all(any(text.rstrip(" .!?") in request for text in kept) for request in others)


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(("request_", "scored"), requests())
async def test_each_gives_a_snake_game_that_grows_eats_ends_and_keeps_score(
    judge: Judge, request_: str, scored: bool
) -> None:
    answer, _, _ = await judge.ask(request_)
    script = REHEARSAL.read_text(encoding="utf-8")
    code = program_of(answer)
    assert execute(Program(code)).verdict is Verdict.OK, answer
    played = execute(Program(f"{script}\n\n{code}", tests=f"judge(SNAKE, scored={scored})"))
    assert played.verdict is Verdict.OK, (request_, played.error, answer)
