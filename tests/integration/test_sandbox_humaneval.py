"""HumanEval's 164 problems: the right programs pass their tests, the empty ones do not.

The data lies beside the checkout and is no part of the project. HumanEval's licence is MIT
(github.com/openai/human-eval).
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from sandbox import config
from sandbox.execution import Program, execute
from sandbox.outcome import Outcome
from sandbox.pool import Pool
from sandbox.verdicts import Verdict

DATA = Path(__file__).parents[3] / "shared" / "data" / "HumanEval.jsonl.gz"
AT_ONCE = 3

pytestmark = [
    pytest.mark.docker,
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.skipif(not DATA.exists(), reason=f"{DATA} is not beside this checkout"),
]


@pytest.fixture
def pool() -> Iterator[Pool]:
    pool = Pool(replace(config.current(), pool_size=4))
    pool.start()
    yield pool
    pool.close()


def problems() -> list[dict[str, str]]:
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def with_tests(problem: dict[str, str], body: str) -> Program:
    tests = f"{problem['test']}\ncheck({problem['entry_point']})\n"
    return Program(code=problem["prompt"] + body, tests=tests)


def run_all(pool: Pool, programs: list[Program]) -> list[Outcome]:
    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(lambda program: execute(program, pool=pool), programs))


def test_every_canonical_solution_is_ok(pool: Pool) -> None:
    programs = [with_tests(problem, problem["canonical_solution"]) for problem in problems()]
    verdicts = Counter(outcome.verdict for outcome in run_all(pool, programs))
    print(f"\ncanonical solutions: {dict(verdicts)}")
    assert verdicts == {Verdict.OK: 164}


def test_no_solution_that_returns_none_passes(pool: Pool) -> None:
    programs = [with_tests(problem, "    return None\n") for problem in problems()]
    verdicts = Counter(outcome.verdict for outcome in run_all(pool, programs))
    print(f"\n`return None`: {dict(verdicts)}")
    assert set(verdicts) <= {Verdict.TESTS_FAILED, Verdict.ERROR}
    assert verdicts.total() == 164
