"""What the demo model was never taught, as conversations that judge it.

Of every task: requests by hand (`fresh`) and by the grammar (`answer`), requests with a held-out
combination of options (`options`), such a combination reached by a second message (`follow_up`),
taught breakages (`repair`) and held-out ones (`new_repair`), complaints in held-out words
(`complaint`), all in requests that are held out themselves. Then what is to be declined, and
requests after another one and its answer (`next`).
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from inference.demo.curriculum_data import LANGUAGES, Task, answer_text
from inference.demo.dataset import Corpus
from inference.demo.example import Example, Wanted, complained, conversation, follow_up, repair
from inference.demo.options import Choices, worded

__all__ = ["held_out"]

BY_KIND = {"fresh": 2, "answer": 2, "options": 2, "repair": 1, "new_repair": 2}
"""How many conversations of a kind judge each task in each language, where it has so many."""


def held_out(corpus: Corpus, seed: int = 0) -> list[Example]:
    """The judging conversations, the same for a seed."""
    dice = random.Random(f"judge {seed}")  # noqa: S311 - data, not a secret
    examples: list[Example] = []
    for lang in LANGUAGES:
        for task in corpus.tasks:
            examples += _programs(corpus, task, lang, dice)
            examples += _repairs(corpus, task, lang, dice)
        for prompt in corpus.requests.kept_unknown(lang, dice):
            examples.append(conversation("decline", lang, [prompt], corpus.decline.reply[lang]))
        for small in corpus.talk:
            prompt = small.prompts[lang][0]
            examples.append(conversation("talk", lang, [prompt], small.reply[lang]))
    for lang in LANGUAGES:
        examples += [_next(corpus, task, lang, dice) for task in corpus.tasks]
    return examples


def _programs(corpus: Corpus, task: Task, lang: str, dice: random.Random) -> Iterator[Example]:
    by_hand = corpus.requests.spoken[task.name].kept[lang]
    by_grammar = corpus.requests.grammar[task.name].kept[lang]
    for kind, prompts in (("fresh", by_hand), ("answer", by_grammar)):
        for prompt in prompts[: BY_KIND[kind]]:
            yield _request(kind, lang, Wanted(prompt, task, {}))

    def want(choices: Choices) -> Wanted:
        request = dice.choice(by_hand + by_grammar)
        request = worded(request, task.options, choices, lang, dice)
        return Wanted(request, task.variant(choices), choices)

    kept = corpus.combinations[task.name].kept
    for choices in dice.sample(kept, min(BY_KIND["options"], len(kept))):
        yield _request("options", lang, want(choices))
    if kept:
        choices = dice.choice(kept)
        *first, last = [option for option in task.options if option.name in choices]
        before = {option.name: choices[option.name] for option in first}
        wish = last.saying(choices[last.name], lang, dice)
        yield follow_up(lang, [want(before), Wanted(wish, task.variant(choices), choices)])


def _request(kind: str, lang: str, wanted: Wanted) -> Example:
    return conversation(kind, lang, [wanted.request], answer_text(wanted.task, lang), wanted)


def _next(corpus: Corpus, task: Task, lang: str, dice: random.Random) -> Example:
    """A request for the task, after one for another and its answer."""
    other = dice.choice([each for each in corpus.tasks if each is not task])
    first, second = (dice.choice(corpus.requests.kept(each, lang)) for each in (other, task))
    before = [first, answer_text(other, lang), second]
    return conversation("next", lang, before, answer_text(task, lang), Wanted(second, task, {}))


def _repairs(corpus: Corpus, task: Task, lang: str, dice: random.Random) -> Iterator[Example]:
    requests = corpus.requests.kept(task, lang)
    taught, new = corpus.breakages[task.name]
    for kind, known in (("repair", taught), ("new_repair", new)):
        for breakage in dice.sample(known, min(BY_KIND[kind], len(known))):
            choices = breakage.choices
            request = worded(dice.choice(requests), task.options, choices, lang, dice)
            yield repair(kind, lang, breakage, Wanted(request, task.variant(choices), choices))
    if task.complaints:
        complaint = dice.choice(task.complaints)
        words = dice.choice(corpus.words_of(task, complaint).kept[lang])
        yield complained(lang, complaint, words, Wanted(dice.choice(requests), task, {}))
