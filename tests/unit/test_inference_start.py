"""What is decided before an engine runs: environment, command, remedies, and time."""

from __future__ import annotations

import socket
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from inference import engine_env
from inference.addresses import LocalEngine
from inference.catalog import entry_named
from inference.engine_command import command, environment, threads_for
from inference.engine_env import ROOT, EngineEnvError, is_current, kind_of, sync_arguments
from inference.preflight import available_gib, why_not
from inference.warmth import Warmth

LOCKS = ROOT / "locks"
PYTHON = Path(sys.executable)


def engine(port: int = 0, checkpoint: Path | None = None, **changes: object) -> LocalEngine:
    entry = replace(entry_named("demo"), memory_gib=0.01)
    if checkpoint is not None:
        (checkpoint / "config.json").write_text("{}")
        entry = replace(entry, source=str(checkpoint))
    return LocalEngine(replace(entry, **changes), port)  # type: ignore[arg-type]


def test_the_locks_pin_every_package_and_name_no_host() -> None:
    for kind in ("cpu", "cuda"):
        lines = (LOCKS / f"engine-{kind}.txt").read_text().splitlines()
        packages = [line for line in lines if line[:1].isalnum()]
        assert len(packages) > 100
        assert all("==" in line for line in packages)
        assert not any("://" in line or line.startswith("--index") for line in lines)


def test_the_cpu_lock_has_no_cuda_and_only_torch_goes_without_a_hash() -> None:
    lines = (LOCKS / "engine-cpu.txt").read_text().splitlines()
    names = [line.split("==")[0] for line in lines if line[:1].isalnum()]
    assert not {"torchvision", "torchaudio", "torchcodec"}.intersection(names)
    assert not any(name.startswith("nvidia") for name in names)
    bare = [line for line in lines if line[:1].isalnum() and not line.endswith("\\")]
    assert bare == ["torch==2.13.0+cpu"]


def test_torch_comes_from_the_folder_that_has_it(tmp_path: Path) -> None:
    environ = {"PIP_FIND_LINKS": f"/nowhere {tmp_path}"}
    assert "--torch-backend" in sync_arguments(tmp_path, "cpu", LOCKS, environ)
    (tmp_path / "torch-2.13.0+cpu-cp311-cp311-manylinux_2_28_x86_64.whl").touch()
    arguments = sync_arguments(tmp_path, "cpu", LOCKS, environ)
    assert arguments[arguments.index("--find-links") + 1] == str(tmp_path)
    assert "--torch-backend" not in arguments
    assert "--find-links" not in sync_arguments(tmp_path, "cuda", LOCKS, environ)


def test_an_environment_is_current_until_its_lock_changes(tmp_path: Path) -> None:
    venv, locks = tmp_path / "venv", tmp_path / "locks"
    (venv / "bin").mkdir(parents=True)
    locks.mkdir()
    (locks / "engine-cpu.txt").write_text("a==1\n")
    (locks / "engine-cpu-overrides.txt").write_text("")
    assert not is_current(venv, "cpu", locks)
    assert kind_of(venv) is None
    (venv / "bin" / "python").touch()
    (venv / engine_env.STAMP).write_text(engine_env.wanted_stamp("cpu", locks))
    assert is_current(venv, "cpu", locks)
    assert kind_of(venv) == "cpu"
    (locks / "engine-cpu.txt").write_text("a==2\n")
    assert not is_current(venv, "cpu", locks)


def test_too_small_a_disk_is_said_before_anything_is_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(engine_env.DISK_NEEDED, "cpu", 1 << 60)
    with pytest.raises(EngineEnvError, match="GiB are free: make room"):
        engine_env.ensure(tmp_path / "venv", "cpu", LOCKS, lambda line: None)
    assert not (tmp_path / "venv").exists()


def test_no_secret_of_ours_reaches_an_engine() -> None:
    ours = {"SECRET_KEY": "s", "DATABASE_URL": "d", "PATH": "/bin", "HF_TOKEN": "h", "HOME": "/h"}
    seen = environment(engine(), PYTHON, "cpu", 1, ours)
    assert not {"SECRET_KEY", "DATABASE_URL"}.intersection(seen)
    assert (seen["HF_TOKEN"], seen["HOME"]) == ("h", "/h")
    assert seen["PATH"].endswith(":/bin")
    assert seen["HF_HUB_OFFLINE"] == "1"


def test_a_model_that_must_be_fetched_may_use_the_network() -> None:
    fetched = LocalEngine(entry_named("deepseek-v2-lite-chat"), 8100)
    seen = environment(fetched, PYTHON, "cuda", 1, {})
    assert "HF_HUB_OFFLINE" not in seen
    assert "OMP_NUM_THREADS" not in seen
    assert "deepseek-ai/DeepSeek-V2-Lite-Chat" in command(fetched, PYTHON)


def test_engines_share_the_cores_and_leave_one() -> None:
    assert [threads_for(cores, 1) for cores in (1, 2, 8)] == [1, 1, 7]
    assert [threads_for(8, engines) for engines in (2, 7, 20)] == [3, 1, 1]


def test_an_engine_that_can_start_has_nothing_against_it(tmp_path: Path) -> None:
    assert why_not(engine(0, tmp_path), PYTHON, "cpu") == ""


def test_each_thing_in_the_way_is_a_sentence_with_a_remedy(tmp_path: Path) -> None:
    good = engine(0, tmp_path)
    assert "run `python3 inference/engine_env.py`" in why_not(good, tmp_path / "no", "cpu")
    lost = engine(0, source=str(tmp_path / "no"))
    assert "checkpoint of demo is missing" in why_not(lost, PYTHON, "cpu")
    large = LocalEngine(entry_named("deepseek-v2-chat"), 8100)
    assert "needs 8 GPUs" in why_not(large, PYTHON, "cpu")
    hungry = engine(0, tmp_path, memory_gib=1e6)
    assert "GiB are free: stop something" in why_not(hungry, PYTHON, "cpu")


def test_a_port_in_use_is_said_with_a_way_out(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        sentence = why_not(engine(port, tmp_path), PYTHON, "cpu")
    assert f"Port {port} is in use" in sentence
    assert "demo@PORT" in sentence


def test_memory_is_read_where_the_kernel_tells(tmp_path: Path) -> None:
    info = tmp_path / "meminfo"
    assert available_gib(info) is None
    info.write_text("MemTotal: 9 kB\nMemAvailable:    2097152 kB\n")
    assert available_gib(info) == 2.0


def test_the_typical_start_is_remembered_and_follows_slowly(tmp_path: Path) -> None:
    path = tmp_path / "var" / "warmth.json"
    warmth = Warmth(path)
    assert warmth.typical_seconds("demo") is None
    warmth.record("demo", 20.0)
    assert Warmth(path).typical_seconds("demo") == 20.0
    warmth.record("demo", 40.0)
    assert warmth.typical_seconds("demo") == 32.0
    assert warmth.typical_seconds("other") is None


@pytest.mark.parametrize("spoilt", ["", "[]", '{"demo": "x"}', "\x00"])
def test_a_spoilt_memory_of_starts_is_an_empty_one(tmp_path: Path, spoilt: str) -> None:
    path = tmp_path / "warmth.json"
    path.write_text(spoilt)
    assert Warmth(path).typical_seconds("demo") is None
    Warmth(path).record("demo", 5.0)
    assert Warmth(path).typical_seconds("demo") == 5.0
