"""The demo model in the engine's environment: trained, resumed, exported and read by others."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
ENGINE = ROOT / ".venv-engine" / "bin" / "python"
CHECKPOINT = ROOT / "inference" / "demo" / "checkpoint"

pytestmark = [pytest.mark.vllm, pytest.mark.timeout(600)]

TEMPLATE = """
import json, sys
from transformers import AutoTokenizer
from inference.demo.chat import Turn, render
tokenizer = AutoTokenizer.from_pretrained(sys.argv[1])
turns = [Turn("system", "s"), Turn("user", "u"), Turn("assistant", "a"), Turn("user", "v")]
messages = [{"role": turn.role, "content": turn.content} for turn in turns]
asked = tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
cut = [*messages, {"role": "assistant", "content": "def f():\\n    "}]
continued = tokenizer.apply_chat_template(cut, tokenize=False, continue_final_message=True)
text = "def 뱀(x):\\n    return '🐍' + str(x)\\t# 1234 가힣"
ids = tokenizer(text, add_special_tokens=False).input_ids
print(json.dumps({
    "asked": asked, "expected": render(turns), "continued": continued,
    "text": text, "decoded": tokenizer.decode(ids), "first": tokenizer(asked).input_ids[:2],
    "bos": tokenizer.bos_token_id,
}))
"""

READING = """
import json, random, sys
from dataclasses import replace
from pathlib import Path
from tokenizers import Tokenizer
from inference.demo.batches import collate, encode
from inference.demo.curriculum_data import answer_text
from inference.demo.dataset import load_corpus
from inference.demo.example import conversation
from inference.demo.export import read_config
from inference.demo.model import DeepseekV2
from inference.demo.reading import COPIES, NOWHERE, VALUES
tokenizer = Tokenizer.from_file(sys.argv[1] + "/tokenizer.json")
corpus, dice = load_corpus(), random.Random(0)
examples = [corpus.sample(dice, first=True) for _ in range(200)]
shown = {VALUES: [], COPIES: []}
rows = []
for example in examples:
    row = encode(tokenizer, replace(example, wanted=None, exercised=()))
    if example.kind in ("settings", "repair", "follow_up"):
        rows.append(row)
    for head, looks, at, _ in row.sources:
        if at != NOWHERE[0]:
            shown[head].append((row.ids[looks + 1], row.ids[at], looks - at))
stack = next(task for task in corpus.tasks if task.name == "stack")
feature = next(option for option in stack.options if option.kind == "feature")
looked = []
for choices in ({}, {feature.name: True}):
    wanted = corpus.want(stack, choices, "en", dice)
    answer = answer_text(wanted.task, "en")
    row = encode(tokenizer, conversation("answer", "en", [wanted.request], answer, wanted))
    seen = {(at, end) for head, _, at, end in row.sources if head == VALUES}
    looked.append([tokenizer.decode(row.ids[at:end]).strip() for at, end in sorted(seen)])
batch = collate(rows[:4])
model = DeepseekV2(read_config(Path(sys.argv[1])))


def bare(token):
    return tokenizer.id_to_token(token).lstrip("Ġ")  # a space is written as this


def taught(loss, part):
    model.zero_grad()
    loss.backward()
    grads = [getattr(layer.self_attn, part).weight.grad for layer in model.layers]
    return [grad is not None and bool(grad.any()) for grad in grads]


out = model(batch.ids, batch.real, sources=batch.sources, distinct=batch.distinct)
looking = taught(out.reading.sum(), "q_proj")
out = model(batch.ids, batch.real, sources=batch.sources, distinct=batch.distinct)
print(json.dumps({
    "shown": [len(shown[head]) for head in (VALUES, COPIES)],
    "same": [
        sum(bare(next) == bare(there) for next, there, _ in shown[VALUES]),
        sum(next == there for next, there, _ in shown[COPIES]),
    ],
    "before": min(back for head in shown for _, _, back in shown[head]),
    "looking": looking, "saying": taught(out.said.sum(), "o_proj"),
    "layer": model.config.reading_layer,
    "said": feature.said("en"), "looked": looked,
    "asked": sorted(batch.ids.flatten()[batch.distinct].tolist()) == batch.ids.unique().tolist(),
}))
"""


TOPICS = """
import json, random, sys
from dataclasses import replace
from pathlib import Path
from tokenizers import Tokenizer
from inference.demo.batches import draw_step, encode, in_batches
from inference.demo.dataset import load_corpus
from inference.demo.model import TOPIC_LAYERS
from inference.demo.train import Settings, Trainer
corpus, dice = load_corpus(), random.Random(0)
tokenizer = Tokenizer.from_file(sys.argv[1] + "/tokenizer.json")
examples = [corpus.sample(dice) for _ in range(200)]
asked = [replace(each, most=8) for each in examples if each.topic >= 0 and not each.start]
cut = replace(asked[0], start=5)
before = []
for batch in in_batches([encode(tokenizer, each) for each in [*asked, cut]], 4096):
    ids = batch.ids.flatten()
    for place in batch.topics[:, 0].tolist():
        before.append(tokenizer.decode(ids[place - 1 : place + 1].tolist()))
trainer = Trainer(Settings(folder=Path(sys.argv[2])), corpus)
model = trainer.model.eval()
batch = next(in_batches([encode(tokenizer, each) for each in asked], 4096))


def missed():
    _, _, topic, _ = trainer._losses(batch)
    return topic / len(batch.topics)


first = missed()
first.backward()
taught = [layer.self_attn.q_proj.weight.grad is not None for layer in model.layers]
for _ in range(8):
    for each in trainer.optimizers:
        for group in each.param_groups:
            group["lr"].fill_(1e-3 * group["share"])
        each.step()
        each.zero_grad()
    last = missed()
    last.backward()
step = draw_step(corpus.sample, tokenizer, random.Random(1), tokens=4096, micro=2048, longest=2048)
print(json.dumps({
    "asked": len(asked), "topics": sorted({each.topic for each in asked}), "before": before,
    "tasks": len(corpus.tasks), "taught": taught, "layers": TOPIC_LAYERS,
    "missed": [float(first), float(last)],
    "counted": sum(len(each.topics) for each in step) * float(step[0].scales[-1]),
}))
"""


SAYING = """
import json, random, sys
from pathlib import Path
import torch
from tokenizers import Tokenizer
from inference.demo.batches import draw_step
from inference.demo.dataset import load_corpus
from inference.demo.export import load_checkpoint
folder = Path(sys.argv[1])
tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
model = load_checkpoint(folder).eval()
asked = right = 0
for batch in draw_step(
    load_corpus().sample, tokenizer, random.Random(0), tokens=8192, micro=4096, longest=2048
):
    with torch.no_grad():
        said = model(batch.ids, batch.real, distinct=batch.distinct).said
        first = model.logits(said).argmax(-1)
    asked += len(first)
    right += int((first == batch.ids.flatten()[batch.distinct]).sum())
print(json.dumps({"asked": asked, "right": right}))
"""


ON_A_GPU = """
import json, random, sys
from pathlib import Path
import torch
from tokenizers import Tokenizer
from inference.demo import model as network, train as training
from inference.demo.batches import draw_step, encode, in_batches, pack
from inference.demo.dataset import load_corpus
from inference.demo.export import load_checkpoint
from inference.demo.loader import DrawnSteps, load_steps
folder, state = sys.argv[1:]
tokenizer = Tokenizer.from_file(folder + "/tokenizer.json")
corpus, dice, rows = load_corpus(), random.Random(2), []
while sum(len(row.ids) for row in rows) < 4600:
    row = encode(tokenizer, corpus.sample(dice, first=True))
    if len(row.ids) <= 1280:
        rows.append(row)
network.DROPOUT = 0.0
training.fast_products = lambda device: torch.autocast("cpu", enabled=False)  # to compare
trainer = training.Trainer(training.Settings(folder=Path(state)), corpus)
model = trainer.model


def learnt(batches):
    model.zero_grad()
    losses = reading = topics = 0.0
    for batch in batches:
        loss, _, topic, out = trainer._losses(batch)
        (loss + topic + out.reading.sum()).backward()
        losses, reading = losses + float(loss.detach()), reading + out.reading.detach()
        topics += float(topic.detach())
    grads = {name: each.grad for name, each in model.named_parameters() if each.grad is not None}
    return losses, reading, {name: each.clone() for name, each in grads.items()}, topics


beside, packed = learnt(in_batches(rows, 2048)), learnt([pack(rows, 4, 1280)])
far = [float((packed[2][name] - each).norm() / each.norm()) for name, each in beside[2].items()]
experts = model.layers[-1].mlp.experts
weights, chosen = torch.rand(100, 16).softmax(-1).topk(4)
x = torch.randn(100, 256)
one, other = experts.mix_all(x, chosen, weights), experts.mix_chosen(x, chosen, weights)
sizes = []
for seed in range(3):
    batch, = draw_step(
        corpus.sample, tokenizer, random.Random(seed), tokens=16640, longest=1280
    )
    sizes.append([tuple(getattr(batch, name).shape) for name in vars(batch)])
    full = float(batch.real.mean())
drawn = DrawnSteps(corpus, tokenizer, 1, first_part=0, tokens=4096, longest=1280, micro=2048)
ahead, plain = (list(load_steps(drawn, range(3, 6), processes=count)) for count in (2, 0))
print(json.dumps({
    "losses": [beside[0], packed[0]], "topics": [beside[3], packed[3]],
    "reading": [beside[1].tolist(), packed[1].tolist()],
    "far": max(far), "mixed": float((one - other).abs().max() / one.abs().max()),
    "alike": sizes[0] == sizes[1] == sizes[2], "full": full,
    "ahead": [[batch.ids.tolist() for batch in step] for step in ahead]
    == [[batch.ids.tolist() for batch in step] for step in plain],
    "steps": len(plain),
}))
"""


AVERAGED = """
import json, sys
from pathlib import Path
import torch
from inference.demo.export import load_checkpoint
state = torch.load(Path(sys.argv[1]) / "state.pt", weights_only=True)
written = load_checkpoint(Path(sys.argv[2])).lm_head.weight
weights = state["average"]["lm_head.weight"], state["model"]["lm_head.weight"]
print(json.dumps({"far": [float((each - written).norm()) for each in weights]}))
"""


KEPT = """
import json, sys
from pathlib import Path
import torch
from inference.demo.export import load_checkpoint
state = torch.load(Path(sys.argv[1]) / "state.pt", weights_only=True)
started, written = (load_checkpoint(Path(each)).state_dict() for each in sys.argv[2:])
far = [
    max(float((each[name] - value).abs().max()) for name, value in started.items())
    for each in (state["average"], written)
]
moved = [each for one in state["optimizers"] for each in one["state"].values()]
print(json.dumps({
    "learnt": far[0], "written": far[1],
    "gentle": len(moved) > len(started) // 2 and all("exp_avg_sq" in each for each in moved),
}))
"""


GROWN = """
import json, random, sys
from pathlib import Path
import torch
from tokenizers import Tokenizer
from inference.demo import steering, telling, topics
from inference.demo.batches import collate
from inference.demo.dataset import load_corpus
from inference.demo.export import export_checkpoint, load_checkpoint
from inference.demo.train import Settings, Trainer
from inference.demo.words import Pull, attended, find_words, stream
folder, out = map(Path, sys.argv[1:])
tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
corpus, dice = load_corpus(), random.Random(0)
corpus.tasks = corpus.tasks[:8]  # sooner learnt
torch.manual_seed(0)
model = topics.without(load_checkpoint(folder))

# Vectors
drawn = [steering.draw_contradicted(corpus, tokenizer, dice) for _ in range(40)]
batch = collate([each.encoded for each in drawn])
steered = steering.find_vectors(model, corpus, tokenizer, steps=20, drawn=32)
reached = steering.reached(drawn, batch).unsqueeze(-1)
wanted = torch.tensor([each.topic for each in drawn])
wanted = steered[torch.tensor([each.lang for each in drawn]), wanted].unsqueeze(1)
with torch.no_grad():
    missed = [
        float(steering.missed(model, batch, reached * each) / len(drawn))
        for each in (torch.zeros_like(wanted), wanted)
    ]

# A layer put in, which begins as the mean of words
new = topics.grown(model)
with torch.no_grad():
    same = torch.equal(new(batch.ids).hidden, model(batch.ids).hidden)
others = [telling.draw_any(corpus, tokenizer, dice) for _ in range(60)]
others = telling.keep(new, others, before=True)
still = float(others.before.abs().max())
pull = Pull(model, corpus, tokenizer, counted=300)
words = find_words(
    model, corpus, tokenizer, pull, layers=steering.AT, steps=100, requests=3000, drawn=256
)
old = {name: each.clone() for name, each in new.state_dict().items()}
new.embed_tokens.weight += words.change
layer = telling.new_layer(new)
told = topics.begin(layer, words)
asked = [telling.draw_asked(corpus, tokenizer, dice) for _ in range(900)]
kept = telling.keep(new, asked[60:])
held = telling.keep(new, asked[:60])
every = torch.arange(len(held.topics))
places = held.begins.unsqueeze(1)


def looked():
    unchanged = torch.zeros_like(new.embed_tokens.weight)
    with torch.no_grad():
        mixed, made = telling.added_at(new, held, every, places, unchanged, learning=False)
    near = telling.nearest(steered, made, held.langs)
    return [
        int((scores[:, 0].argmax(-1) == held.topics).sum()) for scores in (told(mixed), near)
    ]


begun = looked()
telling.teach(new, steered, kept, others, told, pull, steps=60, alike=32)
held = telling.keep(new, asked[:60])
taught = looked()

# In a few places is as everywhere
ids = batch.ids[:2]
some = torch.tensor([[0, 5, 9], [3, 4, 20]])
with torch.no_grad():
    x = stream(new, ids, steering.AT)
    everywhere = attended(new, layer, x)[torch.arange(2).unsqueeze(1), some]
    apart = float((telling.attended_at(new, layer, x, some) - everywhere).abs().max())
moved = {
    name.removeprefix("layers.").split(".")[0]
    for name, each in new.state_dict().items()
    if not torch.equal(each, old[name])
}
export_checkpoint(new, tokenizer, out)
trainer = Trainer(Settings(folder=out / "state", start=out), corpus)
trainer.save()
again = Trainer(Settings(folder=out / "state"), corpus)
configs = [each.config for each in (model, new, trainer.model, again.model)]
size = model.embed_tokens.weight.norm()
print(json.dumps({
    "layers": [each.num_hidden_layers for each in configs],
    "reading": [each.reading_layer for each in configs],
    "same": same, "still": still, "missed": missed, "moved": sorted(moved), "asked": len(every),
    "changed": float((new.embed_tokens.weight - model.embed_tokens.weight).norm() / size),
    "begun": begun, "taught": taught, "apart": apart, "loud": float(everywhere.abs().max()),
    "topics": len({each.topic for each in drawn}),
}))
"""


def engine(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python in the engine's environment, from the repository's root."""
    return subprocess.run(
        [str(ENGINE), *arguments], cwd=ROOT, capture_output=True, text=True, timeout=500, check=True
    )


def last_json(output: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(output.strip().splitlines()[-1])
    return found


def test_trainer_transformers_and_vllm_read_the_checkpoint_alike() -> None:
    report = last_json(engine("-m", "inference.demo.parity", str(CHECKPOINT)).stdout)
    assert int(str(report["tokens"])) > 30
    assert float(str(report["transformers"])) < 0.02
    assert float(str(report["vllm"])) < 0.02


def test_the_chat_template_writes_what_the_model_was_taught() -> None:
    report = last_json(engine("-c", TEMPLATE, str(CHECKPOINT)).stdout)
    assert report["asked"] == report["expected"]
    assert report["decoded"] == report["text"]
    assert str(report["continued"]).endswith("Assistant: def f():\n    ")


def test_the_text_begins_with_one_beginning() -> None:
    report = last_json(engine("-c", TEMPLATE, str(CHECKPOINT)).stdout)
    first = report["first"]
    assert isinstance(first, list)
    assert first[0] == report["bos"] != first[1]


def test_the_checkpoint_is_a_deepseek_v2_of_at_most_32_megabytes() -> None:
    config = json.loads((CHECKPOINT / "config.json").read_text(encoding="utf-8"))
    assert config["architectures"] == ["DeepseekV2ForCausalLM"]
    assert (config["kv_lora_rank"], config["qk_rope_head_dim"]) == (512, 64)
    assert config["n_routed_experts"] > config["num_experts_per_tok"] > 1
    assert config["n_shared_experts"] >= 1
    assert sum(path.stat().st_size for path in CHECKPOINT.iterdir()) <= 32_000_000


@pytest.fixture(scope="module")
def reading() -> dict[str, Any]:
    return last_json(engine("-c", READING, str(CHECKPOINT)).stdout)


def test_the_reading_heads_are_shown_where_the_next_token_stood_before(
    reading: dict[str, Any],
) -> None:
    shown, same = reading["shown"], reading["same"]
    assert isinstance(shown, list)
    assert isinstance(same, list)
    assert min(shown) > 300
    assert same[0] > 0.8 * shown[0]  # most of the others are said in words
    assert same[1] == shown[1]
    assert reading["before"] >= 0


def test_where_a_feature_decides_a_head_is_shown_who_asked_for_it_or_that_nobody_did(
    reading: dict[str, Any],
) -> None:
    without, having = reading["looked"]
    said = {text.rstrip(".") for text in reading["said"]}
    assert "" in without
    assert not said & set(without)
    assert len(said & set(having)) == 1


def test_what_reading_heads_are_taught_stops_at_their_layer_and_asks_each_token_once(
    reading: dict[str, Any],
) -> None:
    layer = reading["layer"]
    layers = range(json.loads((CHECKPOINT / "config.json").read_text())["num_hidden_layers"])
    assert 0 < layer < len(layers) - 1
    assert reading["looking"] == [index <= layer for index in layers]
    assert reading["saying"] == [index <= layer for index in layers]
    assert reading["asked"] is True


def test_the_first_layers_are_asked_before_an_answer_which_program_it_is(tmp_path: Path) -> None:
    report = last_json(engine("-c", TOPICS, str(CHECKPOINT), str(tmp_path)).stdout)
    assert report["asked"] > 100
    assert report["topics"][0] == 0
    assert 60 < len(report["topics"]) <= report["tasks"] + 1
    assert report["topics"][-1] <= report["tasks"]
    assert report["before"] == ["Assistant:"] * report["asked"]
    assert report["counted"] == pytest.approx(1)
    assert report["taught"] == [index < report["layers"] for index in range(len(report["taught"]))]
    first, last = report["missed"]
    assert last < 0.7 * first


def test_what_a_gpu_is_given_teaches_the_same_as_what_a_cpu_is_given(tmp_path: Path) -> None:
    report = last_json(engine("-c", ON_A_GPU, str(CHECKPOINT), str(tmp_path)).stdout)
    beside, packed = report["losses"]
    assert beside > 1000
    assert packed == pytest.approx(beside, rel=1e-4)
    assert report["reading"][1] == pytest.approx(report["reading"][0], rel=1e-3)
    assert report["topics"][0] > 10
    assert report["topics"][1] == pytest.approx(report["topics"][0], rel=1e-3)
    assert report["far"] < 1e-3
    assert report["mixed"] < 1e-5
    assert report["alike"] is True
    assert report["full"] > 0.95
    assert report["ahead"] is True
    assert report["steps"] == 3


def test_what_a_reading_head_looks_at_is_what_it_says() -> None:
    report = last_json(engine("-c", SAYING, str(CHECKPOINT)).stdout)
    asked, right = int(str(report["asked"])), int(str(report["right"]))
    assert asked > 500
    assert right > 0.95 * asked


def test_training_goes_on_where_it_was_killed(tmp_path: Path) -> None:
    state, out = tmp_path / "state", tmp_path / "checkpoint"
    where = ["--folder", str(state), "--checkpoint", str(out), "--tokens", "512", "--judged", "4"]
    first = engine("-m", "inference.demo.train", "--steps", "10", *where)
    assert "from step 0 of 10" in first.stderr
    second = engine("-m", "inference.demo.train", "--steps", "20", *where)
    assert "from step 10 of 20" in second.stderr
    assert (out / "model.safetensors").stat().st_size < 32_000_000
    assert (out / "training.svg").exists()
    average, last = last_json(engine("-c", AVERAGED, str(state), str(out)).stdout)["far"]
    assert average < 0.2 * last


def test_training_goes_on_from_the_shipped_weights(tmp_path: Path) -> None:
    out = tmp_path / "checkpoint"
    where = ["--folder", str(tmp_path / "state"), "--checkpoint", str(out), "--tokens", "512"]
    last = (CHECKPOINT / "training.csv").read_text(encoding="utf-8").splitlines()[-1]
    steps = int(last.split(",")[0])
    started = ["--start", str(CHECKPOINT), "--asked", "0.9", "--keep", "1"]
    last_step = ["--steps", str(steps + 1), "--judged", "4"]
    run = engine("-m", "inference.demo.train", *where, *last_step, *started)
    kept = last_json(engine("-c", KEPT, str(tmp_path / "state"), str(CHECKPOINT), str(out)).stdout)
    assert kept["learnt"] > 0
    assert kept["written"] == 0
    assert f"from step {steps} of {steps + 1}" in run.stderr
    read = (CHECKPOINT / "tokenizer.json").read_bytes()
    assert (out / "tokenizer.json").read_bytes() == read
    assert kept["gentle"] is True
    again = engine("-m", "inference.demo.train", *where, *last_step)
    assert f"from step {steps + 1} of {steps + 1}" in again.stderr
    assert (out / "tokenizer.json").read_bytes() == read


def test_a_layer_put_in_says_nothing_until_it_is_taught_which_program_is_asked_for(
    tmp_path: Path,
) -> None:
    report = last_json(engine("-c", GROWN, str(CHECKPOINT), str(tmp_path)).stdout)
    assert report["same"] is True
    assert report["still"] == 0
    assert report["moved"] == ["1", "embed_tokens"]
    assert 0 < report["changed"] < 0.5
    layers = json.loads((CHECKPOINT / "config.json").read_text())["num_hidden_layers"]
    assert report["layers"] == [layers - 1, *[layers] * 3]  # and goes on being trained so
    assert report["reading"] == [report["reading"][0], *[report["reading"][0] + 1] * 3]
    without, having = report["missed"]
    assert having < 0.7 * without
    assert report["topics"] == 9
    assert report["apart"] < 1e-3 * report["loud"]
    assert report["asked"] > 30
    (told, _), (told_then, made) = report["begun"], report["taught"]
    assert told > 0.5 * report["asked"]  # of eight programs and what is not known
    assert told_then > 0.7 * report["asked"]
    assert made > 0.6 * report["asked"]
