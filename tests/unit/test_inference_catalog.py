"""The catalogue that is shipped, and one sentence for each way to spoil it."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from inference.catalog import CATALOG, CatalogError, entry_named, load

GOOD = CATALOG.read_text(encoding="utf-8")
NAMES = [
    "demo",
    "deepseek-v2-lite-chat",
    "deepseek-coder-v2-lite-instruct",
    "deepseek-v2-chat",
    "deepseek-coder-v2-instruct",
]


def spoilt(tmp_path: Path, old: str, new: str) -> Path:
    assert old in GOOD
    path = tmp_path / "catalog.toml"
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    return path


def test_the_models_are_there_in_their_order() -> None:
    assert list(load()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_model_speaks_to_people_in_both_languages(name: str) -> None:
    about = entry_named(name).about
    assert about["en"].endswith(".")
    assert any("가" <= letter <= "힣" for letter in about["ko"])


def test_the_latent_cache_has_the_size_of_the_architecture() -> None:
    elements = {"deepseek-v2-lite-chat": 27 * 576, "deepseek-v2-chat": 60 * 576}
    for name, count in elements.items():
        assert entry_named(name).kv_bytes_per_token == 2 * count


def test_the_demo_is_a_folder_of_this_project_and_has_no_system_turn() -> None:
    demo = entry_named("demo")
    assert demo.is_local
    assert Path(demo.source).parts[-3:] == ("inference", "demo", "checkpoint")
    assert not demo.chat.system_prompt


def test_the_large_model_spreads_its_experts_over_eight_gpus() -> None:
    entry = entry_named("deepseek-v2-chat")
    assert entry.parallel.accelerators == 8
    arguments = entry.arguments()
    assert arguments[arguments.index("--data-parallel-size") + 1] == "8"
    assert "--enable-expert-parallel" in arguments
    assert "--tensor-parallel-size" not in arguments


def test_a_cache_reserved_by_hand_reaches_the_engine() -> None:
    entry = entry_named("demo")
    arguments = entry.arguments()
    reserved = int(arguments[arguments.index("--kv-cache-memory-bytes") + 1])
    assert reserved >= entry.context * entry.kv_bytes_per_token


def test_the_demo_caches_a_latent_for_each_of_its_layers() -> None:
    entry = entry_named("demo")
    config = json.loads((Path(entry.source) / "config.json").read_text(encoding="utf-8"))
    latent = config["kv_lora_rank"] + config["qk_rope_head_dim"]
    assert entry.kv_bytes_per_token == config["num_hidden_layers"] * latent * 2


def test_an_unknown_model_is_named_beside_those_there_are() -> None:
    with pytest.raises(CatalogError, match=r"no model named 'gpt'; it has demo, .*instruct\.$"):
        entry_named("gpt")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('title = "Ouroboros demo"\n', "", "demo.title is missing from the catalogue."),
        ("context = 4096", 'context = "4096"', "demo.context .* must be of type int, not str."),
        ("context = 4096", "context = 0", "demo.context .* must be at least 1."),
        ("earlier_turns = 1", "earlier_turns = -1", "chat.earlier_turns .* must be at least 0."),
        ("context = 4096", "context = true", "demo.context .* must be of type int, not bool."),
        ("context = 4096", "kontext = 4096", "demo.context is missing"),
        ("tensor = 1", "tensor = 1\ntenser = 2", "demo.parallel.tenser .* not a key that exists."),
        ("[demo.sampling]", "[demo.sampler]", "demo.sampling is missing"),
        ("max_tokens = 1536", "max_tokens = 4096", "leaves no room for a prompt"),
        ('path = "inference', 'repository = "x/y"\npath = "inference', "either `path` or `repos"),
        ('["--dtype", "bfloat16", "--enforce', '[3, "--enforce', "must be a list of strings."),
    ],
)
def test_a_mistake_is_one_sentence_with_the_name_of_the_key(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    with pytest.raises(CatalogError, match=sentence):
        load(spoilt(tmp_path, old, new))


def test_a_file_that_is_no_toml_says_where(tmp_path: Path) -> None:
    path = tmp_path / "catalog.toml"
    path.write_text("[demo\n")
    with pytest.raises(CatalogError, match=r"cannot be read: .*line 1"):
        load(path)
    with pytest.raises(CatalogError, match="cannot be read"):
        load(tmp_path / "missing.toml")
    assert tomllib.loads(GOOD)


def test_an_empty_catalogue_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "catalog.toml"
    path.write_text("")
    with pytest.raises(CatalogError, match="names no model"):
        load(path)
