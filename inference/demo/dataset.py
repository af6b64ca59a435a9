"""What the demo model is taught: conversations drawn from the curriculum, and those kept from it.

A conversation ends with the answer to be learnt. The kinds are: a request and its program
(`answer`); a failed run, in exactly the words that the product sends (`repair`); a member's
complaint, in the form's words or typed as the next message (`complaint`); a request after repairs
that led nowhere (`fresh_start`); what the model does not know (`decline`) and small talk (`talk`).

Some wordings of every task, some declines, and one breakage of every task are held out: they judge
and are never taught. A held-out wording with a taught breakage is judged as `repair`, with a
held-out breakage as `new_repair`; `fresh` are requests of no grammar (`fresh_wordings.toml`).

Everything is drawn from a `random.Random` that the caller seeds, so a batch can be made again.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from inference import feedback
from inference.demo.chat import Turn, segments
from inference.demo.curriculum_data import (
    LANGUAGES,
    Breakage,
    Complaint,
    SmallTalk,
    Task,
    answer_text,
    complaint_answer,
    repair_answer,
)
from inference.demo.requests import Requests
from inference.demo.respelling import KINDS as RESPELT
from inference.demo.respelling import respelt
from inference.demo.variation import vary

__all__ = ["KINDS", "Corpus", "Example"]

KINDS = {
    "answer": 0.30,
    "repair": 0.34,
    "complaint": 0.15,
    "fresh_start": 0.03,
    "decline": 0.13,
    "talk": 0.05,
}
"""How often each kind is drawn."""

JUDGED_WORDINGS = 3
JUDGED_BREAKAGES = 3
"""How many held-out wordings, and how many taught breakages in their words, judge each task."""

OPENING_TOKENS = 48
"""How much of an answer is learnt when only its opening is: the sentence and the first lines."""

HISTORY_SHARE = 0.03
SYSTEM_SHARE = 0.03
TYPED_COMPLAINT_SHARE = 0.1
CUT_SHARE = 0.1
OPENING_SHARE = 0.5
RESPELT_SHARE = 0.8
SYSTEM_PROMPTS = (
    "You are a helpful assistant.",
    "You are a coding assistant. Write whole Python programs.",
    "You are Ouroboros, a coding assistant that writes Python programs.",
    "Answer with one whole Python program in a single code block.",
)


@dataclass(frozen=True)
class Example:
    """A conversation whose last turn is the answer, and how its text is learnt.

    Only the characters from `start` on are learnt, and only the first `most` tokens of those (all
    where it is `None`). A start in the middle teaches to continue an answer that was cut anywhere,
    also inside a word, as the product does when it takes a dead generator's work over.
    """

    kind: str
    lang: str
    turns: tuple[Turn, ...]
    start: int = 0
    most: int | None = None

    def pieces(self) -> list[tuple[str, bool]]:
        """The text in pieces that are encoded one by one, each with whether it is learnt."""
        texts = segments(self.turns)
        context = "".join(text for text, _ in texts[:-1])
        answer = texts[-1][0]
        pieces = [(context, False), (answer[: self.start], False), (answer[self.start :], True)]
        return [piece for piece in pieces if piece[0]]

    @property
    def answer(self) -> str:
        return self.turns[-1].content


class Corpus:
    """The curriculum, split by `seed` into what is taught and what is held out."""

    def __init__(
        self,
        tasks: Sequence[Task],
        decline: SmallTalk,
        talk: Sequence[SmallTalk],
        *,
        seed: int,
        held_out: float = 0.08,
    ) -> None:
        self.tasks: list[Task] = []
        self.new_breakages: dict[str, Breakage] = {}
        for task in tasks:
            taught = list(task.breakages)
            dice = random.Random(f"{seed} {task.name}")  # noqa: S311 - data, not a secret
            if len(taught) > 1:
                self.new_breakages[task.name] = taught.pop(dice.randrange(len(taught)))
            self.tasks.append(replace(task, breakages=tuple(taught)))
        self.decline = decline
        self.talk = list(talk)
        self.requests = Requests(tasks, decline, seed=seed, held_out=held_out)
        self._repairable = [task for task in self.tasks if task.breakages]
        self._complained = [task for task in self.tasks if task.complaints]

    def texts(self) -> list[str]:
        """All words of the curriculum once: what the tokenizer is trained on."""
        texts: list[str] = []
        for task in self.tasks:
            for lang in LANGUAGES:
                spoken = self.requests.spoken[lang].get(task.name, [])
                texts += map(_as_user, [*task.wordings[lang], *spoken])
                # Programs weigh more than prompts: they are most of what is written.
                texts += [answer_text(task, lang)] * 8
                for complaint in task.complaints:
                    texts += [complaint.diagnosis[lang], *complaint.wordings[lang]]
                for breakage in task.breakages:
                    request = task.wordings[lang][0]
                    texts += [breakage.diagnosis[lang]]
                    texts += [feedback.repair_prompt(request, breakage.program, breakage.feedback)]
        for small in [self.decline, *self.talk]:
            for lang in LANGUAGES:
                texts += [*map(_as_user, small.prompts[lang]), small.reply[lang]]
        return texts

    def sample(self, dice: random.Random) -> Example:
        """One conversation to learn from."""
        kind = dice.choices(list(KINDS), weights=list(KINDS.values()))[0]
        if kind == "repair" and not self._repairable:
            kind = "answer"
        if kind == "complaint" and not self._complained:
            kind = "answer"
        lang = dice.choice(LANGUAGES)
        example = getattr(self, f"_draw_{kind}")(lang, dice)
        return self._shaped(self._framed(example, dice), dice)

    def held_out(self, seed: int = 0) -> list[Example]:
        """Conversations that were never taught: each ends with the one answer that is right."""
        dice = random.Random(f"judge {seed}")  # noqa: S311 - data, not a secret
        examples: list[Example] = []
        for lang in LANGUAGES:
            for task in self.tasks:
                examples += self._judging(task, lang, dice)
            for prompt in self.requests.kept_unknown(lang, dice):
                examples.append(_conversation("decline", lang, prompt, self.decline.reply[lang]))
            for small in self.talk:
                prompt = small.prompts[lang][0]
                examples.append(_conversation("talk", lang, prompt, small.reply[lang]))
        return examples

    def _judging(self, task: Task, lang: str, dice: random.Random) -> Iterator[Example]:
        """A task's held-out wordings, alone and with some of its breakages and complaints."""
        wordings = self.requests.kept[task.name, lang]
        fresh = self.requests.fresh[lang].get(task.name)
        if fresh:
            yield _conversation("fresh", lang, fresh, answer_text(task, lang))
        for prompt in wordings[:JUDGED_WORDINGS]:
            yield _conversation("answer", lang, prompt, answer_text(task, lang))
        taught = dice.sample(task.breakages, min(JUDGED_BREAKAGES, len(task.breakages)))
        new = self.new_breakages.get(task.name)
        for kind, breakage in [("repair", each) for each in taught] + (
            [("new_repair", new)] if new else []
        ):
            prompt = feedback.repair_prompt(
                dice.choice(wordings), breakage.program, breakage.feedback
            )
            yield _conversation(kind, lang, prompt, repair_answer(task, breakage, lang))
        for complaint in task.complaints:
            words = dice.choice(complaint.wordings[lang])
            prompt = feedback.complaint_prompt(dice.choice(wordings), complaint.program, words)
            yield _conversation("complaint", lang, prompt, complaint_answer(task, complaint, lang))

    def _draw_answer(self, lang: str, dice: random.Random) -> Example:
        task = dice.choice(self.tasks)
        prompt = self.requests.known(task, lang, dice)
        return _conversation("answer", lang, prompt, answer_text(task, lang))

    def _draw_repair(self, lang: str, dice: random.Random) -> Example:
        task = dice.choice(self._repairable)
        breakage = self._breakage(task, dice)
        prompt = feedback.repair_prompt(
            self.requests.known(task, lang, dice), breakage.program, breakage.feedback
        )
        return _conversation("repair", lang, prompt, repair_answer(task, breakage, lang))

    def _breakage(self, task: Task, dice: random.Random) -> Breakage:
        """A taught breakage; misspellings are drawn twice as often, and most are made anew."""
        weights = [2 if each.kind in RESPELT else 1 for each in task.breakages]
        breakage = dice.choices(task.breakages, weights)[0]
        return respelt(breakage, dice) if dice.random() < RESPELT_SHARE else breakage

    def _draw_complaint(self, lang: str, dice: random.Random) -> Example:
        task = dice.choice(self._complained)
        complaint: Complaint = dice.choice(task.complaints)
        words = vary(dice.choice(complaint.wordings[lang]), lang, dice)
        request = self.requests.known(task, lang, dice)
        answer = complaint_answer(task, complaint, lang)
        if dice.random() >= TYPED_COMPLAINT_SHARE:
            prompt = feedback.complaint_prompt(request, complaint.program, words)
            return _conversation("complaint", lang, prompt, answer)
        wrong = answer_text(replace(task, solution=complaint.program), lang)
        turns = (Turn("user", request), Turn("assistant", wrong), Turn("user", words))
        return Example("complaint", lang, (*turns, Turn("assistant", answer)))

    def _draw_fresh_start(self, lang: str, dice: random.Random) -> Example:
        task = dice.choice(self._repairable or self.tasks)
        known = [breakage.feedback for breakage in task.breakages]
        learnt = dice.choice(known) if known else feedback.Feedback("timeout")
        prompt = feedback.fresh_start_prompt(self.requests.known(task, lang, dice), learnt)
        return _conversation("fresh_start", lang, prompt, answer_text(task, lang))

    def _draw_decline(self, lang: str, dice: random.Random) -> Example:
        prompt = self.requests.unknown(lang, dice)
        return _conversation("decline", lang, prompt, self.decline.reply[lang])

    def _draw_talk(self, lang: str, dice: random.Random) -> Example:
        if not self.talk:
            return self._draw_decline(lang, dice)
        small = dice.choice(self.talk)
        prompt = vary(dice.choice(small.prompts[lang]), lang, dice)
        return _conversation("talk", lang, prompt, small.reply[lang])

    def _framed(self, example: Example, dice: random.Random) -> Example:
        """Sometimes an earlier exchange, or a system prompt, stands before the conversation."""
        turns = example.turns
        if dice.random() < HISTORY_SHARE:
            draw = dice.choice((self._draw_answer, self._draw_decline, self._draw_talk))
            turns = (*draw(example.lang, dice).turns, *turns)
        if dice.random() < SYSTEM_SHARE:
            turns = (Turn("system", dice.choice(SYSTEM_PROMPTS)), *turns)
        return replace(example, turns=turns)

    def _shaped(self, example: Example, dice: random.Random) -> Example:
        """Sometimes learn only the opening, where prompts make a difference, or from a cut on."""
        if dice.random() < CUT_SHARE:
            return replace(example, start=dice.randrange(1, len(example.answer)))
        if dice.random() < OPENING_SHARE:
            return replace(example, most=OPENING_TOKENS)
        return example


def _as_user(prompt: str) -> str:
    return f"User: {prompt}\n\nAssistant:"


def _conversation(kind: str, lang: str, prompt: str, answer: str) -> Example:
    return Example(kind, lang, (Turn("user", prompt), Turn("assistant", answer)))
