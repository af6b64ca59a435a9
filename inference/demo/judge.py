"""Judge a served demo model: `python -m inference.demo.judge http://127.0.0.1:8100/v1`.

Each held-out conversation is sent to the server as the product sends it, decoded greedily, and the
program in the answer is compared with the curriculum's solution, which passes its checks in the
sandbox. So this also judges the server: its template, its tokenizer and its kernels.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
import urllib.request
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from inference.demo.curriculum_data import load_small_talk, load_tasks
from inference.demo.dataset import Corpus, Example

__all__ = ["Verdict", "judge", "main", "program_of"]

FENCE = re.compile(r"```python\n(.*?)```", re.DOTALL)
LIMIT = 1200
"""Tokens that an answer may take; the longest solution takes about half."""
TIMEOUT = 300.0
"""Seconds that one answer may take."""


@dataclass(frozen=True)
class Verdict:
    """How one conversation went: the whole answer right, the program right, tokens and seconds."""

    example: Example
    answer: str
    same_answer: bool
    same_program: bool
    tokens: int
    seconds: float


def program_of(answer: str) -> str | None:
    """The first Python block of an answer, without its fences; none where there is none."""
    found = FENCE.search(answer)
    return found.group(1) if found else None


def judge(url: str, model: str, examples: Sequence[Example], *, streams: int) -> Iterator[Verdict]:
    """Ask the server for each answer, `streams` at a time, and compare."""
    with ThreadPoolExecutor(streams) as pool:
        yield from pool.map(lambda example: _ask(url, model, example), examples)


def _ask(url: str, model: str, example: Example) -> Verdict:
    body = {
        "model": model,
        "messages": [{"role": turn.role, "content": turn.content} for turn in example.turns[:-1]],
        "max_tokens": LIMIT,
        "temperature": 0,
    }
    request = urllib.request.Request(  # noqa: S310 - the address is the operator's own
        f"{url}/chat/completions",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
    )
    started = time.monotonic()
    with urllib.request.urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310
        reply = json.load(response)
    answer = reply["choices"][0]["message"]["content"].strip()
    return Verdict(
        example=example,
        answer=answer,
        same_answer=answer == example.answer.strip(),
        same_program=program_of(answer) == program_of(example.answer),
        tokens=reply["usage"]["completion_tokens"],
        seconds=time.monotonic() - started,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a table by kind and language; 0 when every program was right, else 1."""
    parser = argparse.ArgumentParser(prog="python -m inference.demo.judge", description=__doc__)
    parser.add_argument("url", help="the server's address, up to and with /v1")
    parser.add_argument("--model", default="demo")
    parser.add_argument("--seed", type=int, default=1, help="the seed of the training")
    parser.add_argument("--count", type=int, default=0, help="judge a sample of this many")
    parser.add_argument("--streams", type=int, default=8)
    parser.add_argument("--show", type=int, default=0, help="print this many wrong answers")
    chosen = parser.parse_args(arguments)
    tasks = load_tasks()
    decline, talk = load_small_talk(len(tasks))
    examples = Corpus(tasks, decline, talk, seed=chosen.seed).held_out()
    if chosen.count:
        dice = random.Random(chosen.seed)  # noqa: S311 - data, not a secret
        examples = dice.sample(examples, min(chosen.count, len(examples)))

    rows: dict[tuple[str, str], list[Verdict]] = defaultdict(list)
    started = time.monotonic()
    shown = 0
    for verdict in judge(chosen.url, chosen.model, examples, streams=chosen.streams):
        rows[verdict.example.kind, verdict.example.lang].append(verdict)
        if not verdict.same_program and shown < chosen.show:
            shown += 1
            print(f"--- {verdict.example.turns[-2].content}\n+++ {verdict.answer}")
    seconds = time.monotonic() - started
    print(f"{'kind':<12}{'lang':<6}{'program':>12}{'whole answer':>16}")
    for (kind, lang), verdicts in sorted(rows.items()):
        programs = f"{sum(each.same_program for each in verdicts)}/{len(verdicts)}"
        answers = f"{sum(each.same_answer for each in verdicts)}/{len(verdicts)}"
        print(f"{kind:<12}{lang:<6}{programs:>12}{answers:>16}")
    everything = [each for verdicts in rows.values() for each in verdicts]
    tokens = sum(each.tokens for each in everything)
    print(f"{tokens} tokens in {seconds:.0f} s: {tokens / seconds:.0f} a second")
    return 0 if all(each.same_program for each in everything) else 1


if __name__ == "__main__":
    raise SystemExit(main())
