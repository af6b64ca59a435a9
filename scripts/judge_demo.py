"""Judge the demo checkpoint as members meet it: `make judge-demo`.

    python -m scripts.judge_demo [--checkpoint DIR] [--share 0.25] [--kinds answer,options]

vLLM serves the checkpoint; the pool asks it what was held out (`inference/demo/held_out.py`); the
sandbox runs the answers with the task's checks; what fails is repaired by the product's own rules,
with the product's own prompts. A program is right when its verdict is `ok`, when it has the names
that the task's program has, and when the options that were asked for are in it. It lives here
because `inference` may know neither the sandbox nor the product.
"""

from __future__ import annotations

import argparse
import ast
import asyncio
import os
import random
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assistant.settings")
django.setup()

from django.conf import settings  # noqa: E402

from assistant.conversations.models import Attempt  # noqa: E402
from assistant.conversations.quick_fixes import quick_fix  # noqa: E402
from assistant.conversations.rendering import render_blocks  # noqa: E402
from assistant.conversations.repair import Seen, Step, decide  # noqa: E402
from assistant.conversations.runnable import choose_runnable  # noqa: E402
from inference.addresses import LocalEngine, ReplicaAddress  # noqa: E402
from inference.catalog import entry_named  # noqa: E402
from inference.demo.curriculum_data import Task  # noqa: E402
from inference.demo.dataset import SEED, load_corpus  # noqa: E402
from inference.demo.example import Example, Wanted  # noqa: E402
from inference.demo.held_out import held_out  # noqa: E402
from inference.engine_env import kind_of, python_of  # noqa: E402
from inference.errors import NoReplica  # noqa: E402
from inference.feedback import fresh_start_prompt, repair_prompt  # noqa: E402
from inference.launcher import Launcher, LauncherOptions  # noqa: E402
from inference.pool import ChatRequest, Pool  # noqa: E402
from sandbox.execution import Program, execute  # noqa: E402
from sandbox.outcome import Outcome  # noqa: E402
from sandbox.verdicts import Verdict  # noqa: E402
from scripts.judge_table import Judged, tables  # noqa: E402
from scripts.paths import ENGINE, ROOT, VAR  # noqa: E402
from scripts.ports import free_port  # noqa: E402
from scripts.record_curriculum import feedback_of  # noqa: E402

STREAMS = 8
RUNS_AT_ONCE = 3
START_SECONDS = 300.0
TRIES = 30
TRY_AGAIN_SECONDS = 2.0
"""An engine beside the sandbox can be too busy to answer its probes for a while."""


@dataclass
class Judge:
    """Asks, runs and repairs; the same program is run once."""

    pool: Pool
    tasks: Mapping[str, Task]
    executor: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(RUNS_AT_ONCE))
    streams: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(STREAMS))
    runs: dict[tuple[str, str], asyncio.Future[Outcome]] = field(default_factory=dict)

    async def judge(self, example: Example) -> Judged:
        """How the conversation ends, and what it took."""
        wanted = example.wanted
        if wanted is not None and wanted.broken:
            return await self._repaired(example, wanted)
        text, tokens, seconds = await self.ask(example.turns[-2].content, example)
        if wanted is None:
            right = text.strip() == example.answer.strip()
            return Judged(example, text, right, right, 1, tokens, seconds)
        code = program_of(text)
        if not code:
            return Judged(example, text, False, False, 1, tokens, seconds)
        attempts = [await self._seen(Attempt.Origin.ANSWER, code, wanted)]
        first = self._is_right(attempts[0], wanted)
        right = first or await self._loop(wanted, attempts)
        return Judged(example, text, first, right, len(attempts), tokens, seconds)

    async def ask(self, prompt: str, example: Example | None = None) -> tuple[str, int, float]:
        """The model's answer, its tokens and its seconds; from the beginning if it breaks off."""
        turns = example.turns[:-2] if example else ()
        messages = [{"role": turn.role, "content": turn.content} for turn in turns]
        request = ChatRequest("demo", [*messages, {"role": "user", "content": prompt}])
        async with self.streams:
            for left in reversed(range(TRIES)):
                text, tokens = "", 0
                began = time.monotonic()
                try:
                    async for chunk in self.pool.stream(request):
                        text += chunk.text
                        tokens = chunk.completion_tokens or tokens
                except NoReplica:
                    if not left:
                        raise
                    await asyncio.sleep(TRY_AGAIN_SECONDS)
                else:
                    break
            return text, tokens, time.monotonic() - began

    async def _repaired(self, example: Example, wanted: Wanted) -> Judged:
        began = time.monotonic()
        attempts = [await self._seen(Attempt.Origin.ANSWER, wanted.broken, wanted)]
        right = await self._loop(wanted, attempts)
        first = right and len(attempts) == 2
        seconds = time.monotonic() - began
        return Judged(example, attempts[-1].code, first, right, len(attempts) - 1, 0, seconds)

    async def _loop(self, wanted: Wanted, attempts: list[Seen]) -> bool:
        """Repair as the product does, until it keeps a program or gives up."""
        while True:
            decision = decide(
                attempts, max_repairs=settings.REPAIRS_DEFAULT, tokens=0, token_budget=1
            )
            last = attempts[-1]
            if decision.step is Step.KEEP:
                return self._is_right(last, wanted)
            if decision.step is Step.GIVE_UP:
                return False
            feedback = feedback_of(await self._run(last.code, wanted.task.checks))
            fixed = quick_fix(last.code, feedback)
            if fixed is not None and all(each.code != fixed.code for each in attempts):
                attempts.append(await self._seen(Attempt.Origin.FIX, fixed.code, wanted))
                continue
            if decision.step is Step.REPAIR:
                origin = Attempt.Origin.REPAIR
                prompt = repair_prompt(wanted.request, last.code, feedback)
            else:
                origin = Attempt.Origin.FRESH_START
                prompt = fresh_start_prompt(wanted.request, feedback)
            code = program_of((await self.ask(prompt))[0])
            if not code:
                return False
            attempts.append(await self._seen(origin, code, wanted))

    def _is_right(self, attempt: Seen, wanted: Wanted) -> bool:
        """Whether the program runs, is the one that was asked for, and has its options."""
        return (
            attempt.verdict == Verdict.OK
            and names_of(attempt.code) == names_of(wanted.task.solution)
            and has_options(attempt.code, wanted, self.tasks[wanted.task.name])
        )

    async def _seen(self, origin: str, code: str, wanted: Wanted) -> Seen:
        return Seen.after(origin, code, feedback_of(await self._run(code, wanted.task.checks)))

    async def _run(self, code: str, checks: str) -> Outcome:
        """The sandbox's outcome, from an earlier run of the same program where there was one."""
        known = self.runs.get((code, checks))
        if known is None:
            program = Program(code, tests=checks or None)
            loop = asyncio.get_running_loop()
            known = loop.run_in_executor(self.executor, lambda: execute(program))
            self.runs[code, checks] = known
        return await asyncio.shield(known)


def program_of(answer: str) -> str:
    """The program that the product would run, or nothing."""
    block = choose_runnable([block for block in render_blocks(answer) if block.is_code])
    return (block.code or "") if block else ""


def has_options(code: str, wanted: Wanted, task: Task) -> bool:
    """Whether the lines that each option brings are there, and those that it takes away are not."""
    lines, whole = set(code.splitlines()), set(wanted.task.solution.splitlines())
    for name in wanted.choices:
        others = {each: value for each, value in wanted.choices.items() if each != name}
        without = set(task.variant(others).solution.splitlines())
        if whole - without - lines or (without - whole) & lines:
            return False
    return True


def names_of(code: str) -> set[str]:
    """The functions, classes and constants that a program defines."""
    names: set[str] = set()
    for node in ast.parse(code).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    return names


@asynccontextmanager
async def served(checkpoint: Path) -> AsyncIterator[Pool]:
    """The checkpoint, served by vLLM on this machine, behind a pool."""
    entry = replace(entry_named("demo"), source=str(checkpoint))
    local = LocalEngine(entry, free_port())
    kind = kind_of(ENGINE)
    if kind is None:
        sys.exit("The engine's environment is not installed: run `make install` first.")
    var = VAR / "judge"
    options = LauncherOptions(python_of(ENGINE), kind, var, var / "warmth.json")
    launcher = Launcher([local], options, lambda statuses: None)
    stopping = asyncio.Event()
    launching = asyncio.create_task(launcher.run(stopping))
    try:
        async with Pool([ReplicaAddress(local.url, "demo", local=True)]) as pool:
            deadline = time.monotonic() + START_SECONDS
            while not (launcher.status()[0].state == "ready" and pool.has_ready("demo")):
                if launcher.status()[0].state == "failed" or time.monotonic() > deadline:
                    sys.exit(f"vLLM did not start: {launcher.status()[0].reason}")
                await asyncio.sleep(0.3)
            yield pool
    finally:
        stopping.set()
        await launching


async def judge_all(
    checkpoint: Path, tasks: Sequence[Task], examples: Sequence[Example], *, show: int
) -> list[Judged]:
    """All of them, with a line of progress."""
    done: list[Judged] = []
    async with served(checkpoint) as pool:
        judge = Judge(pool, {task.name: task for task in tasks})
        began = time.monotonic()
        for coming in asyncio.as_completed([judge.judge(example) for example in examples]):
            judged = await coming
            done.append(judged)
            if not judged.right and show:
                show -= 1
                print(f"--- {judged.example.kind}: {judged.example.turns[-2].content[:300]}")
                print(f"+++ {judged.text[:300]}", flush=True)
            if len(done) % 50 == 0 or len(done) == len(examples):
                spent = time.monotonic() - began
                left = spent / len(done) * (len(examples) - len(done))
                right = sum(each.right for each in done)
                print(
                    f"{len(done)} of {len(examples)} judged, {right} right, {left:.0f} s left",
                    file=sys.stderr,
                )
    return done


def main() -> int:
    """Print the tables of the model card."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--checkpoint", type=Path, default=ROOT / "inference/demo/checkpoint")
    parser.add_argument("--share", type=float, default=1.0, help="judge this share of all")
    parser.add_argument("--kinds", default="", help="only these kinds, with commas between")
    parser.add_argument("--show", type=int, default=0, help="print so many wrong answers")
    options = parser.parse_args()
    corpus = load_corpus()
    examples = held_out(corpus)
    if options.kinds:
        examples = [each for each in examples if each.kind in options.kinds.split(",")]
    dice = random.Random(SEED)  # noqa: S311 - data, not a secret
    examples = dice.sample(examples, int(len(examples) * options.share))
    done = asyncio.run(judge_all(options.checkpoint, corpus.tasks, examples, show=options.show))
    print(tables(done))
    return 0


if __name__ == "__main__":
    sys.exit(main())
