"""What the demo model is taught: conversations drawn from the curriculum, and those kept from it.

A conversation ends with the answer to be learnt. The kinds are: a request and its program
(`answer`), often with options; a wish for another option after an answer (`follow_up`); a question
about a line of it (`explain`); a failed run, in exactly the words that the product sends
(`repair`); a member's complaint, in the form's words or typed as the next message (`complaint`); a
request after repairs that led nowhere (`fresh_start`); what the model does not know (`decline`)
and small talk (`talk`). And two exercises that no member sees: many options at once, without a
request, and only their lines (`settings`), from which the model learns to read values; and the
places in programs where a feature decides how they go on (`features`).

Everything is drawn from a `random.Random` that the caller seeds, so a batch can be made again.
What is held out, and judges, is in `held_out.py`.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from inference import feedback
from inference.demo.chat import Turn
from inference.demo.curriculum_data import (
    LANGUAGES,
    Breakage,
    Complaint,
    SmallTalk,
    Task,
    answer_text,
    complaint_answer,
    load_explaining,
    load_small_talk,
    load_tasks,
)
from inference.demo.example import (
    NO_TOPIC,
    Example,
    Wanted,
    complained,
    conversation,
    follow_up,
    repair,
)
from inference.demo.exercises import features, settings
from inference.demo.invention import Inventor
from inference.demo.options import Choices, Combinations, Option, Value, worded
from inference.demo.requests import Requests, Split
from inference.demo.respelling import KINDS as RESPELT
from inference.demo.respelling import respelt
from inference.demo.variation import vary

__all__ = ["KINDS", "SEED", "Corpus", "load_corpus"]

SEED = 1
"""Of the shipped checkpoint: what its training held out, and its judging asks for."""

KINDS = {
    "answer": 0.80,
    "repair": 0.08,
    "complaint": 0.03,
    "follow_up": 0.05,
    "explain": 0.02,
    "fresh_start": 0.01,
    "decline": 0.09,
    "talk": 0.01,
    "settings": 0.04,
    "features": 0.06,
}
"""How often each kind is drawn, as weights."""

FIRST_KINDS = {
    "answer": 0.80,
    "repair": 0.10,
    "complaint": 0.02,
    "follow_up": 0.10,
    "decline": 0.09,
    "talk": 0.02,
    "settings": 0.5,
    "features": 0.25,
}
"""The same in the first part of a training: programs first. A repair is three times as long as a
plain answer, and teaches a program no better; once programs are known, repairs are learnt soon."""

FAVOURED = {"snake": 6.0}
"""How much more often a task is drawn than the others: what everybody asks for first."""

INVENTED_SHARE = 0.75
"""How many requests with options have values that are made up."""

OPENING_TOKENS = (24, 24, 72)
"""How much of an answer is learnt when only its opening is: the sentence, or more lines."""

OPENING_SHARES = {"answer": 0.75, "decline": 0.9, "talk": 0.5}
OPENING_SHARE = 0.3
"""How often only the opening is learnt, by kind: it is where the prompt makes a difference."""

FIRST_OPENING_SHARE = 0.4
"""The same for all kinds in the first part of a training."""

ASKED_UNKNOWN = 0.24
"""How many of the requests that are only asked are for what is not known: twice as many as else.
The better known the programs are, the sooner a thing that is not known is taken for one of them."""
ASKED_WITH_OPTIONS = 0.2
ASKED_TOKENS = 16
"""How much of their answers is learnt: the sentence."""

UNKNOWN = 0
"""The topic of what is not in the curriculum; programs follow."""

HISTORY_SHARE = 0.12
HISTORY_KINDS = ("answer", "decline", "talk", "explain", "follow_up")
SYSTEM_SHARE = 0.03
TYPED_COMPLAINT_SHARE = 0.15
WISHES = (1, 1, 2)
"""How many messages, one after another, ask for another option."""
CUT_SHARE = 0.06
RESPELT_SHARE = 0.8
SYSTEM_PROMPTS = (
    "You are a helpful assistant.",
    "You are a coding assistant. Write whole Python programs.",
    "You are Ouroboros, a coding assistant that writes Python programs.",
    "Answer with one whole Python program in a single code block.",
)


class Corpus:
    """The curriculum, split by `seed` into what is taught and what is held out.

    Held out are some wordings of every task, some combinations of its options with all breakages
    recorded of these (at least one of every task), one wording of every complaint, and some of
    what is declined.
    """

    def __init__(
        self, tasks: Sequence[Task], decline: SmallTalk, talk: Sequence[SmallTalk], *, seed: int
    ) -> None:
        self.tasks = list(tasks)
        self.decline = decline
        self.talk = list(talk)
        self.requests = Requests(tasks, decline, seed=seed)
        self.combinations = {
            task.name: Combinations(task.name, task.options, seed=seed) for task in tasks
        }
        self.inventor = Inventor(option for task in tasks for option in task.options)
        self.breakages: dict[str, tuple[list[Breakage], list[Breakage]]] = {}
        """Of every task: those that are taught, and those held out."""
        for task in tasks:
            dice = random.Random(f"{seed} {task.name}")  # noqa: S311 - data, not a secret
            combinations = self.combinations[task.name]
            kept = [each for each in task.breakages if combinations.is_kept(each.choices)]
            taught = [each for each in task.breakages if each not in kept]
            if not kept and len(taught) > 1:
                kept = [taught.pop(dice.randrange(len(taught)))]
            self.breakages[task.name] = taught, kept
        self.complaints = {
            (task.name, each.diagnosis["en"]): Split(
                each.wordings, seed=f"{seed} {task.name} {each.diagnosis['en']}", least=1
            )
            for task in tasks
            for each in task.complaints
        }
        self.explaining = load_explaining()
        self._repairable = [task for task in self.tasks if self.breakages[task.name][0]]
        self._topics = {task.name: number for number, task in enumerate(tasks, start=1)}
        self._weights = {task.name: FAVOURED.get(task.name, 1.0) for task in tasks}

    def texts(self) -> list[str]:
        """All words of the curriculum once: what the tokenizer is trained on."""
        texts: list[str] = []
        for task in self.tasks:
            for lang in LANGUAGES:
                texts += map(_as_user, [*task.wordings[lang], *task.spoken[lang]])
                # Programs weigh more than prompts: they are most of what is written.
                texts += [answer_text(task, lang)] * 8
                for option in task.options:
                    texts += [*option.phrases[lang], *option.sayings[lang]] * 4
                for complaint in task.complaints:
                    texts += [complaint.diagnosis[lang], *complaint.wordings[lang]]
                texts += [each.text[lang] for each in task.explanations] * 2
                for breakage in task.breakages:
                    request = task.spoken[lang][0]
                    texts += [breakage.diagnosis[lang]]
                    texts += [feedback.repair_prompt(request, breakage.program, breakage.feedback)]
        for small in [self.decline, *self.talk]:
            for lang in LANGUAGES:
                texts += [*map(_as_user, small.prompts[lang]), small.reply[lang]]
        for lang in LANGUAGES:
            texts += self.requests.things.taught[lang]
        return texts

    def sample(self, dice: random.Random, *, first: bool = False, asked: float = 0.0) -> Example:
        """One conversation to learn from, in the `first` part of a training or after it.

        `asked` is how often it is a request alone, with the sentence that begins its answer.
        """
        if asked and dice.random() < asked:
            return self._ask(dice)
        kinds = FIRST_KINDS if first else KINDS
        kind = dice.choices(list(kinds), weights=list(kinds.values()))[0]
        lang = dice.choice(LANGUAGES)
        if kind == "settings":
            return settings(self.tasks, self.inventor, lang, dice)
        if kind == "features":
            return features(self.tasks, lang, dice)
        example: Example = getattr(self, f"_draw_{kind}")(lang, dice)
        example = replace(example, topic=self._topic(example))
        return self._shaped(self.framed(example, dice, first=first), dice, first=first)

    def _ask(self, dice: random.Random) -> Example:
        """A request, and the sentence that tells which program it asks for."""
        lang = dice.choice(LANGUAGES)
        if dice.random() < ASKED_UNKNOWN:
            example = self._draw_decline(lang, dice)
        else:
            task = self._task(dice)
            choices = self._choices(task, dice) if dice.random() < ASKED_WITH_OPTIONS else {}
            example = self._answer(self.want(task, choices, lang, dice), lang)
        return replace(example, topic=self._topic(example), most=ASKED_TOKENS)

    def _topic(self, example: Example) -> int:
        """The number of the program that the conversation asks for, or of none that is known."""
        if example.kind == "decline":
            return UNKNOWN
        return self._topics[example.wanted.task.name] if example.wanted else NO_TOPIC

    def want(self, task: Task, choices: Choices, lang: str, dice: random.Random) -> Wanted:
        """A taught request for the task with these options."""
        request = self.requests.known(task, lang, dice)
        request = worded(request, task.options, choices, lang, dice)
        return Wanted(request, task.variant(choices), choices)

    def _task(self, dice: random.Random, among: Sequence[Task] = ()) -> Task:
        tasks = among or self.tasks
        return dice.choices(tasks, [self._weights[task.name] for task in tasks])[0]

    def _want(self, lang: str, dice: random.Random) -> Wanted:
        task = self._task(dice)
        return self.want(task, self._choices(task, dice), lang, dice)

    def _choices(self, task: Task, dice: random.Random) -> dict[str, Value]:
        """Options that are not held out, many with values that no card has."""
        choices = self.combinations[task.name].taught(dice)
        if dice.random() < INVENTED_SHARE:
            known = {option.name: option for option in task.options}
            choices = {
                name: self.inventor.value(known[name], task.solution, dice) for name in choices
            }
            if self.combinations[task.name].is_kept(choices):
                return self._choices(task, dice)
        return choices

    def _draw_answer(self, lang: str, dice: random.Random) -> Example:
        return self._answer(self._want(lang, dice), lang)

    def _answer(self, wanted: Wanted, lang: str) -> Example:
        return conversation(
            "answer", lang, [wanted.request], answer_text(wanted.task, lang), wanted
        )

    def _draw_follow_up(self, lang: str, dice: random.Random) -> Example:
        task = self._task(dice)
        choices = self._choices(task, dice)
        if not choices:
            return self._draw_answer(lang, dice)
        options = [option for option in task.options if option.name in choices]
        wishes = dice.sample(options, min(len(options), dice.choice(WISHES)))
        so_far = {option.name: choices[option.name] for option in options if option not in wishes}
        wants = [self.want(task, so_far, lang, dice)]
        for option in wishes:
            so_far[option.name] = choices[option.name]
            wish = self._wish(option, choices[option.name], lang, dice)
            wants.append(Wanted(wish, task.variant(so_far), dict(so_far)))
        return follow_up(lang, wants)

    def _wish(self, option: Option, value: Value, lang: str, dice: random.Random) -> str:
        """The option as the next message, varied, but never without its value."""
        saying = option.saying(value, lang, dice)
        wish = vary(saying, lang, dice)
        return wish if option.word(value, lang) in wish else saying

    def _draw_explain(self, lang: str, dice: random.Random) -> Example:
        wanted = self._want(lang, dice)
        if not wanted.task.explanations:
            return self._draw_answer(lang, dice)
        explanation = dice.choice(wanted.task.explanations)
        question = dice.choice(self.explaining[lang]).format(line=explanation.line)
        before = [wanted.request, answer_text(wanted.task, lang), question]
        return conversation("explain", lang, before, explanation.text[lang])

    def _draw_repair(self, lang: str, dice: random.Random) -> Example:
        if not self._repairable:
            return self._draw_answer(lang, dice)
        task = self._task(dice, self._repairable)
        breakage = self._breakage(task, dice)
        return repair("repair", lang, breakage, self.want(task, breakage.choices, lang, dice))

    def _breakage(self, task: Task, dice: random.Random) -> Breakage:
        """A taught breakage; misspellings are drawn twice as often, and most are made anew."""
        taught = self.breakages[task.name][0]
        weights = [2 if each.kind in RESPELT else 1 for each in taught]
        breakage = dice.choices(taught, weights)[0]
        return respelt(breakage, dice) if dice.random() < RESPELT_SHARE else breakage

    def _draw_complaint(self, lang: str, dice: random.Random) -> Example:
        wanted = self._want(lang, dice)
        if not wanted.task.complaints:
            return self._draw_answer(lang, dice)
        complaint: Complaint = dice.choice(wanted.task.complaints)
        words = vary(dice.choice(self.words_of(wanted.task, complaint).taught[lang]), lang, dice)
        if dice.random() >= TYPED_COMPLAINT_SHARE:
            return complained(lang, complaint, words, wanted)
        answer = complaint_answer(wanted.task, complaint, lang)
        wrong = answer_text(replace(wanted.task, solution=complaint.program), lang)
        return conversation("complaint", lang, [wanted.request, wrong, words], answer, wanted)

    def words_of(self, task: Task, complaint: Complaint) -> Split:
        """How members put the complaint, which may be a variant's: taught and held out."""
        return self.complaints[task.name, complaint.diagnosis["en"]]

    def _draw_fresh_start(self, lang: str, dice: random.Random) -> Example:
        wanted = self._want(lang, dice)
        known = [breakage.feedback for breakage in self.breakages[wanted.task.name][0]]
        learnt = dice.choice(known) if known else feedback.Feedback("timeout")
        prompt = feedback.fresh_start_prompt(wanted.request, learnt)
        return conversation("fresh_start", lang, [prompt], answer_text(wanted.task, lang), wanted)

    def _draw_decline(self, lang: str, dice: random.Random) -> Example:
        prompt = self.requests.unknown(lang, dice)
        return conversation("decline", lang, [prompt], self.decline.reply[lang])

    def _draw_talk(self, lang: str, dice: random.Random) -> Example:
        if not self.talk:
            return self._draw_decline(lang, dice)
        small = dice.choice(self.talk)
        prompt = vary(dice.choice(small.prompts[lang]), lang, dice)
        return conversation("talk", lang, [prompt], small.reply[lang])

    def framed(self, example: Example, dice: random.Random, *, first: bool = False) -> Example:
        """Sometimes earlier exchanges, or a system prompt, stand before the conversation.

        Repairs stand alone, as the product sends them.
        """
        turns = example.turns
        while not first and example.kind in HISTORY_KINDS and dice.random() < HISTORY_SHARE:
            draw = dice.choice((self._draw_answer, self._draw_answer, self._draw_talk))
            turns = (*draw(example.lang, dice).turns, *turns)
        if dice.random() < SYSTEM_SHARE:
            turns = (Turn("system", dice.choice(SYSTEM_PROMPTS)), *turns)
        return replace(example, turns=turns)

    def _shaped(self, example: Example, dice: random.Random, *, first: bool) -> Example:
        """Sometimes learn only the opening, where prompts make a difference, or from a cut on."""
        if dice.random() < CUT_SHARE:
            return replace(example, start=dice.randrange(1, len(example.answer)))
        share = FIRST_OPENING_SHARE if first else OPENING_SHARES.get(example.kind, OPENING_SHARE)
        if dice.random() < share:
            return replace(example, most=dice.choice(OPENING_TOKENS))
        return example


def load_corpus(seed: int = SEED) -> Corpus:
    """The curriculum as it is on disk."""
    tasks = load_tasks()
    decline, talk = load_small_talk(len(tasks))
    return Corpus(tasks, decline, talk, seed=seed)


def _as_user(prompt: str) -> str:
    return f"User: {prompt}\n\nAssistant:"
