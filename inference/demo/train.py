"""Train the demo model on its curriculum: `python -m inference.demo.train`, with torch installed.

On a GPU it takes four minutes. Two CPU cores take eight hours for fewer tokens, or twice that
without AVX-512 or AMX. It saves its state every few minutes and goes on from there when it is
started again; the same seed draws the same examples in the same order. At the end the checkpoint is
written where the catalogue looks for it.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from inference.demo.batches import Batch
from inference.demo.curve import Point, read_points, write_curve, write_points
from inference.demo.dataset import SEED, Corpus, load_corpus
from inference.demo.evaluate import evaluate, table
from inference.demo.example import NO_TOPIC, Example
from inference.demo.export import export_checkpoint, load_checkpoint, read_config
from inference.demo.held_out import held_out
from inference.demo.loader import DrawnSteps, load_steps
from inference.demo.model import DeepseekV2, ModelConfig, Output, fast_products
from inference.demo.optimizer import make_optimizers
from inference.demo.reading import READING_HEADS
from inference.demo.recording import Recorded
from inference.demo.tokenizer import train_tokenizer

__all__ = ["Settings", "learning_rate", "main", "train"]

CHECKPOINT = Path(__file__).parent / "checkpoint"
VOCABULARY = 6144
REPORT_EVERY = 10
"""Steps between two points of the curve: to know a figure, a GPU has to be waited for."""
FIRST_PART = 0.4
"""How much of a training teaches programs first (see `dataset.FIRST_KINDS`)."""
BALANCE_WEIGHT = 0.02
"""How much the routers' balance counts beside the loss (DeepSeek-V2 has 0.003 for 160 experts)."""
READING_WEIGHT = 0.4
"""How much it counts, beside the loss, that the reading heads look at what is to be copied.

Without being shown, no head began to copy within 12 M tokens: half of what a copy needs is of no
use before the other half is there. (Attention supervised by alignments: Liu et al., 1609.04186.)
"""
AVERAGE_DECAY = 0.995
"""How much of the weights' running average a step keeps; the average is what is judged and written.

A step of seventeen examples moves the weights at random as well: of the features that nobody asked
for, the weights of step 15,114 left 86 % out, and the average of four in its last 120 steps 92 %.
(Averages of iterates: Polyak and Juditsky, 1992.) A gentle training has no average: in its few
hundred steps the rate falls to nothing, and an average lags behind.
"""
TOPIC_WEIGHT = 0.5
"""How much it counts that the first layers tell from a request which program it asks for.

Learnt from the answers alone this stays weak: three words of two hundred tell programs apart. After
166 M tokens the model knew the program for 61 of 100 requests that it had met, where a linear
classifier of their tokens knows 95 of 100 that it has not.
"""
SAYING_WEIGHT = 0.1
"""How much it counts that what the head takes from a token means that token to the model's head.

This is the other half of a copy. Learnt from the answers alone it comes token by token, for the
head that reads and the head that writes share no weights. Each distinct token of a batch counts
once.
"""


@dataclass(frozen=True)
class Settings:
    """What a training is made of; times in seconds, sizes in tokens. The defaults are a CPU's."""

    steps: int = 16000
    seed: int = SEED
    tokens: int = 4096
    longest: int = 2048
    threads: int = 1
    rate: float = 2e-3
    warm_up: int = 30
    judge_every: int = 380
    judged: int = 160
    save_every: float = 180.0
    folder: Path = Path("var/demo")
    start: Path | None = None
    """A checkpoint to go on from. It is changed gently: by AdamW alone, and without dropout."""
    asked: float = 0.0
    """How many examples are requests with the first sentence of their answers, and nothing else."""
    keep: float = 0.0
    """How much of the weights that it started from is kept in those that it writes.

    What a short training learns anew and what a long one knew are both there between the two.
    (Robust fine-tuning: Wortsman et al., 2109.01903.)
    """


ON_GPU = {"steps": 9600, "tokens": 16640, "longest": 1280, "warm_up": 200, "judge_every": 2500}
"""The defaults on a GPU: `tokens` are rows of the `longest`, into which examples are packed."""


@dataclass(frozen=True)
class Update:
    """One step's figures in one tensor. A GPU is waited for when one of them is asked for."""

    figures: Tensor

    @property
    def loss(self) -> float:
        """The weighted loss a learnt token, in nats."""
        return float(self.figures[0])

    @property
    def saying(self) -> float:
        """What the values of the reading heads failed to say, in nats."""
        return float(self.figures[1])

    @property
    def topic(self) -> float:
        """What was missed of the conversations' topics, in nats."""
        return float(self.figures[2])

    @property
    def reading(self) -> list[float]:
        """What each of the reading heads missed, in nats."""
        missed: list[float] = self.figures[3 : 3 + len(READING_HEADS)].tolist()
        return missed

    def load(self, experts: int) -> Tensor:
        """Each expert's share of the choices, (layers, experts)."""
        return self.figures[3 + len(READING_HEADS) :].view(-1, experts).cpu()


def learning_rate(step: int, settings: Settings, begun: int = 0) -> float:
    """Rise over the warm-up, stay for two fifths, then fall in a line to a fiftieth.

    A training that has `begun` with the weights of another, at a later step, does so from there.
    """
    risen = min(1.0, (step - begun + 1) / settings.warm_up)
    left = min(1.0, (settings.steps - step) / ((settings.steps - begun) * 0.6))
    return settings.rate * risen * max(0.02, left)


class Trainer:
    """A model, its optimizer and how far they are; saved whole, and found again."""

    def __init__(self, settings: Settings, corpus: Corpus) -> None:
        self.settings = settings
        self.corpus = corpus
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        settings.folder.mkdir(parents=True, exist_ok=True)
        self.tokenizer = self._tokenizer()
        torch.manual_seed(settings.seed)
        state = self._read_state()
        self.model = DeepseekV2(self._config(state)).to(self.device)
        self.topics = nn.Linear(self.model.config.hidden_size, 1 + len(corpus.tasks)).to(
            self.device
        )
        self.gentle = state["gentle"] if state else settings.start is not None
        """Whether weights that were trained before are changed, not new ones taught."""
        self.optimizers = make_optimizers(self.model, self.topics, gentle=self.gentle)
        self._recorded = Recorded(self._learn, self.device) if self.device.type == "cuda" else None
        self.step = 0
        self.tokens = 0
        self.seconds = 0.0
        self.begun = 0
        """The step at which the optimizers were new: the rate rises from there."""
        self.points = read_points(self._path("curve.csv"))
        if state is None:
            self._start()
        self.model.train(not self.gentle)
        self.average = deepcopy(self.model)
        """The running average of the weights."""
        if state is not None:
            self._resume(state)

    def batches(self) -> Iterable[list[Batch]]:
        """What is to be learnt from, from the next step to the last."""
        settings = self.settings
        on_gpu = self.device.type == "cuda"
        drawn = DrawnSteps(
            self.corpus,
            self.tokenizer,
            settings.seed,
            first_part=FIRST_PART * settings.steps,
            tokens=settings.tokens,
            longest=settings.longest,
            micro=None if on_gpu else settings.tokens,
            asked=settings.asked,
        )
        # A CPU is as busy with the model as it can be.
        processes = max(1, settings.threads - 1) if on_gpu else 0
        return load_steps(drawn, range(self.step, settings.steps), processes=processes)

    def run_step(self, batches: Sequence[Batch]) -> Update:
        """Learn from one step's batches."""
        rate = learning_rate(self.step, self.settings, self.begun)
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                group["lr"].fill_(rate * group["share"])
        figures = self._recorded(*batches) if self._recorded else self._learn(*batches)
        self.step += 1
        self.tokens += int(sum(float(batch.real.sum()) for batch in batches))
        return Update(figures.clone())

    def _learn(self, *batches: Batch) -> Tensor:
        """One step of the optimizers, and its figures as `Update` has them."""
        figures = torch.zeros((), device=self.device)
        for batch in batches:
            batch = batch.to(self.device)
            loss, said, topic, out = self._losses(batch)
            share = batch.scales[1]
            reading = out.reading * batch.scales[2:-1]
            loss, said, topic = loss * batch.scales[0], said * share, topic * batch.scales[-1]
            total = loss + BALANCE_WEIGHT * share * out.balance + SAYING_WEIGHT * said
            # Later layers that know another stream do not take to what the first ones then tell.
            total = total + (0.0 if self.gentle else TOPIC_WEIGHT) * topic
            (total + READING_WEIGHT * reading.sum()).backward()
            parts = torch.stack((loss, said, topic)), reading, (out.load * share).flatten()
            figures = figures + torch.cat(parts).detach()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        for optimizer in self.optimizers:
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        self._average_in(self.model, 1.0 if self.gentle else 1 - AVERAGE_DECAY)
        return figures

    def judge(self, examples: Sequence[Example]) -> tuple[float, float, str]:
        """Loss a token, share of exactly right answers, and the table of both, of the average."""
        scores = evaluate(self.average.eval(), self.tokenizer, examples)
        loss = sum(score.loss for score in scores.values())
        tokens = sum(score.tokens for score in scores.values())
        right = sum(score.right for score in scores.values())
        count = sum(score.total for score in scores.values())
        return loss / max(1, tokens), right / max(1, count), table(scores)

    def blend(self) -> None:
        """Bring the average back towards the weights that it started from (`Settings.keep`)."""
        if self.settings.start is None or not self.settings.keep:
            return
        self._average_in(load_checkpoint(self.settings.start).to(self.device), self.settings.keep)

    def save(self) -> None:
        """Write the state beside the old one, then put it in its place: a kill loses nothing."""
        target = self._path("state.pt")
        beside = target.with_suffix(".partial")
        torch.save(
            {
                "config": asdict(self.model.config),
                "model": self.model.state_dict(),
                "average": self.average.state_dict(),
                "topics": self.topics.state_dict(),
                "optimizers": [each.state_dict() for each in self.optimizers],
                "step": self.step,
                "tokens": self.tokens,
                "seconds": self.seconds,
                "begun": self.begun,
                "gentle": self.gentle,
            },
            beside,
        )
        beside.replace(target)
        write_points(self._path("curve.csv"), self.points)
        write_curve(self._path("curve.svg"), self.points)

    def _average_in(self, other: DeepseekV2, share: float) -> None:
        """Bring the average that much of the way towards the other model's weights."""
        with torch.no_grad():
            for average, its in zip(self.average.parameters(), other.parameters(), strict=True):
                average.lerp_(its, share)

    def _losses(self, batch: Batch) -> tuple[Tensor, Tensor, Tensor, Output]:
        """The learnt tokens' weighted loss, summed, the mean one of those said, that of the topics,
        summed, and the pass."""
        ids = batch.ids.flatten()
        with fast_products(self.device):
            out = self.model(
                batch.ids,
                batch.real,
                sources=batch.sources,
                distinct=batch.distinct,
                docs=batch.docs,
            )
            hidden = out.hidden.flatten(0, 1).index_select(0, batch.looks)
            logits = self.model.logits(hidden)
            said = self.model.logits(out.said)
            topic = self._missed(out.topic, batch)
        missed = functional.cross_entropy(logits, ids[batch.looks + 1], reduction="none")
        loss = (missed * batch.weights).sum()
        return loss, functional.cross_entropy(said, ids[batch.distinct]), topic, out

    def _missed(self, topic: Tensor, batch: Batch) -> Tensor:
        """What the first layers missed of the batch's topics, in nats, summed."""
        places, wanted = batch.topics.unbind(1)
        scores = self.topics(topic.flatten(0, 1).index_select(0, places)).float()
        return functional.cross_entropy(scores, wanted, ignore_index=NO_TOPIC, reduction="sum")

    def _tokenizer(self) -> Tokenizer:
        """The one that the weights were taught with, kept beside the state."""
        path, start = self._path("tokenizer.json"), self.settings.start
        if start is not None and not self._path("state.pt").exists():
            tokenizer = Tokenizer.from_file(str(start / "tokenizer.json"))
        elif path.exists():
            return Tokenizer.from_file(str(path))
        else:
            tokenizer = train_tokenizer(self.corpus.texts(), VOCABULARY)
        tokenizer.save(str(path))
        return tokenizer

    def _config(self, state: dict[str, Any] | None) -> ModelConfig:
        """The sizes of the weights that are there already, or those of new ones."""
        if state is not None:
            return ModelConfig(**state["config"])
        if self.settings.start is not None:
            return read_config(self.settings.start)
        return ModelConfig(vocab_size=-(-self.tokenizer.get_vocab_size() // 64) * 64)

    def _read_state(self) -> dict[str, Any] | None:
        path = self._path("state.pt")
        if not path.exists():
            return None
        state: dict[str, Any] = torch.load(path, map_location=self.device, weights_only=True)
        return state

    def _resume(self, state: dict[str, Any]) -> None:
        self.model.load_state_dict(state["model"])
        self.average.load_state_dict(state["average"])
        self.topics.load_state_dict(state["topics"])
        for optimizer, kept in zip(self.optimizers, state["optimizers"], strict=True):
            optimizer.load_state_dict(kept)
        self.step, self.tokens = state["step"], state["tokens"]
        self.seconds, self.begun = state["seconds"], state["begun"]
        self.points = [point for point in self.points if point.step <= self.step]

    def _start(self) -> None:
        """Go on from the weights of a checkpoint, where one is given, as far as its curve says."""
        if self.settings.start is None:
            return
        self.model.load_state_dict(load_checkpoint(self.settings.start).state_dict())
        self.points = read_points(self.settings.start / "training.csv")
        if self.points:
            last = self.points[-1]
            self.step, self.tokens, self.seconds = last.step, last.tokens, last.seconds
        self.begun = self.step

    def _path(self, name: str) -> Path:
        return self.settings.folder / name


def train(settings: Settings, checkpoint: Path, *, judged: int = 0) -> None:
    """Train to the last step, write `checkpoint`, and judge it on what was held out.

    `judged` conversations are enough where it is not 0; all are several minutes' work for a CPU.
    """
    corpus = load_corpus(settings.seed)
    trainer = Trainer(settings, corpus)
    judging = held_out(corpus)
    dice = random.Random(settings.seed)  # noqa: S311 - data, not a secret
    sample = dice.sample(judging, min(settings.judged, len(judging)))
    parameters = sum(each.numel() for each in trainer.model.parameters())
    _say(
        f"{len(corpus.tasks)} tasks, {sum(len(t.breakages) for t in corpus.tasks)} breakages, "
        f"{parameters / 1e6:.1f} M parameters, {trainer.tokenizer.get_vocab_size()} tokens in the "
        f"vocabulary, on {trainer.device.type}, from step {trainer.step} of {settings.steps}"
    )
    experts = trainer.model.config.n_routed_experts
    first, began = trainer.step, time.monotonic()
    saved = last = began
    before = trainer.tokens
    for batches in trainer.batches():
        update = trainer.run_step(batches)
        judging_now = trainer.step % settings.judge_every == 0
        if trainer.step % REPORT_EVERY and not judging_now:
            continue
        taught = update.loss
        now = time.monotonic()
        trainer.seconds += now - last
        rate = (trainer.tokens - before) / (now - last)
        last, before = now, trainer.tokens
        left = (now - began) / (trainer.step - first) * (settings.steps - trainer.step)
        _progress(trainer, update, rate, left)
        held, right = -1.0, -1.0
        if judging_now:
            held, right, scores = trainer.judge(sample)
            _say(f"\n{scores}\nheld-out loss {held:.4f}, right {right:.1%}")
            _say("experts' load, least and most by layer: " + _spread(update.load(experts)))
            last = time.monotonic()
        trainer.points.append(
            Point(
                trainer.step,
                trainer.tokens,
                round(trainer.seconds, 1),
                round(rate, 1),
                round(taught, 6),
                round(held, 6),
                round(right, 4),
            )
        )
        if now - saved > settings.save_every:
            trainer.save()
            saved = now
    trainer.save()
    trainer.blend()
    export_checkpoint(trainer.average, trainer.tokenizer, checkpoint)
    write_points(checkpoint / "training.csv", trainer.points)
    write_curve(checkpoint / "training.svg", trainer.points)
    _say(f"Wrote {checkpoint}.")
    last_judged = dice.sample(judging, min(judged, len(judging))) if judged else judging
    _, right, scores = trainer.judge(last_judged)
    _say(f"\n{scores}\nright {right:.1%} of {len(last_judged)} held-out conversations")


def _spread(load: Tensor) -> str:
    return ", ".join(f"{float(row.min()):.1%} to {float(row.max()):.1%}" for row in load)


def _progress(trainer: Trainer, update: Update, rate: float, left: float) -> None:
    """A bar on a terminal, a line every 20 steps elsewhere; `left` are seconds."""
    steps = trainer.settings.steps
    reading = " ".join(f"{missed:.2f}" for missed in update.reading)
    text = (
        f"step {trainer.step}/{steps}  loss {update.loss:.4f}  reading {reading}  "
        f"saying {update.saying:.2f}  topic {update.topic:.2f}  {rate:.0f} tokens/s  "
        f"{left / 60:.0f} min left"
    )
    if sys.stderr.isatty():
        full = 24 * trainer.step // steps
        sys.stderr.write(f"\r[{'#' * full}{'.' * (24 - full)}] {text}\x1b[K")
        sys.stderr.flush()
    elif trainer.step % 20 == 0:
        _say(text)


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def main(arguments: Sequence[str] | None = None) -> None:
    """The command: choose where, how long and with which seed."""
    parser = argparse.ArgumentParser(prog="python -m inference.demo.train", description=__doc__)
    parser.add_argument("--steps", type=int, default=Settings.steps)
    parser.add_argument("--seed", type=int, default=Settings.seed)
    parser.add_argument("--rate", type=float, default=Settings.rate, help="highest learning rate")
    parser.add_argument("--tokens", type=int, default=Settings.tokens, help="tokens a step")
    parser.add_argument("--longest", type=int, default=Settings.longest, help="of an example")
    parser.add_argument("--warm-up", type=int, default=Settings.warm_up, help="steps to full rate")
    parser.add_argument("--judge-every", type=int, default=Settings.judge_every, help="steps")
    parser.add_argument("--judged", type=int, default=0, help="judge this many at the end, not all")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--folder", type=Path, default=Settings.folder, help="state and curve")
    parser.add_argument("--checkpoint", type=Path, default=CHECKPOINT, help="what is written")
    parser.add_argument("--start", type=Path, help="a checkpoint to go on from, not from nothing")
    parser.add_argument("--asked", type=float, default=0.0, help="share of requests alone")
    parser.add_argument("--keep", type=float, default=0.0, help="share of its weights to keep")
    if torch.cuda.is_available():
        parser.set_defaults(**ON_GPU)
    chosen = parser.parse_args(arguments)
    torch.set_num_threads(chosen.threads)
    settings = Settings(
        steps=chosen.steps,
        seed=chosen.seed,
        tokens=chosen.tokens,
        longest=chosen.longest,
        threads=chosen.threads,
        rate=chosen.rate,
        warm_up=chosen.warm_up,
        judge_every=chosen.judge_every,
        folder=chosen.folder,
        start=chosen.start,
        asked=chosen.asked,
        keep=chosen.keep,
    )
    train(settings, chosen.checkpoint, judged=chosen.judged)


if __name__ == "__main__":
    main()
