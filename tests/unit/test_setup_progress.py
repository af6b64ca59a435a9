"""Progress, stamps, logs and programs that set-up runs."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from scripts import shell, stamps
from scripts.compose_images import split
from scripts.console import Step, duration
from scripts.logfile import LogFile
from scripts.shell import CommandError
from scripts.warmth import state_of


@pytest.fixture(autouse=True)
def _logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scripts.shell.LOGS", tmp_path)


def test_a_step_says_what_how_long_and_how_far() -> None:
    out = io.StringIO()
    with Step("Build", usually=90, out=out) as step:
        step.at("Step 3/9 : RUN \x1b[31mapt", share=1 / 3)
        line = step.line()
    assert line.startswith("Build: ")
    assert "of about 90 s · 33% · Step 3/9 : RUN  [31mapt" in line
    assert out.getvalue().splitlines()[0] == "· Build (usually 90 s)"
    assert out.getvalue().splitlines()[-1].startswith("✓ Build, ")


def test_a_step_that_fails_says_so() -> None:
    out = io.StringIO()
    with pytest.raises(RuntimeError), Step("Build", usually=1, out=out):
        raise RuntimeError
    assert "✗ Build, not finished" in out.getvalue()


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.44, "0.4 s"), (9, "9 s"), (38.4, "38 s"), (125, "2 min 5 s")]
)
def test_durations_are_said_as_a_person_says_them(seconds: float, words: str) -> None:
    assert duration(seconds) == words


@pytest.mark.parametrize(
    ("line", "share"),
    [("Step 3/9 : RUN", 1 / 3), ("#7 [2/4] COPY", 0.5), ("Progress: 40%", 0.4), ("hello", None)],
)
def test_a_program_is_asked_how_far_it_is(line: str, share: float | None) -> None:
    assert shell.share_of(line) == share


def test_a_program_that_fails_is_reported_with_its_last_words(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="status 3: no such thing"):
        shell.run(["sh", "-c", "echo no such thing; exit 3"])
    assert "no such thing" in (tmp_path / "setup.log").read_text()


def test_a_program_that_is_not_there_is_reported() -> None:
    with pytest.raises(CommandError, match="no-such-program"):
        shell.run(["no-such-program"])
    assert shell.output(["no-such-program"]) is None


def test_a_stamp_is_fresh_until_a_file_changes(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "a").write_text("1")
    before = stamps.digest_of([source])
    assert not stamps.is_fresh("step", before, folder=tmp_path)
    stamps.mark("step", before, folder=tmp_path)
    assert stamps.is_fresh("step", stamps.digest_of([source]), folder=tmp_path)
    (source / "a").write_text("2")
    assert not stamps.is_fresh("step", stamps.digest_of([source]), folder=tmp_path)


def test_a_log_never_grows_past_twice_its_size(tmp_path: Path) -> None:
    log = LogFile(tmp_path / "web.log", largest=100)
    for number in range(100):
        log.write(b"line %d\n" % number)
    log.close()
    kept = sorted(file.name for file in tmp_path.iterdir())
    assert kept == ["web.log", "web.log.1"]
    assert all((tmp_path / name).stat().st_size <= 100 for name in kept)
    assert (tmp_path / "web.log").read_bytes().endswith(b"line 99\n")


def test_the_model_is_ready_only_when_the_replicas_say_so() -> None:
    assert state_of({}) == (False, "The model is warming up")
    assert state_of({"parts": "odd"}) == (False, "The model is warming up")
    assert state_of({"parts": {"replicas": "loading\x1b[1m."}}) == (False, "loading [1m")
    assert state_of({"parts": {"replicas": "ok"}})[0]


def test_a_lock_is_split_into_what_has_hashes_and_what_has_none() -> None:
    lock = (
        "# a comment\na==1 \\\n    --hash=sha256:1 \\\n    --hash=sha256:2\n"
        "torch==2+cpu\nb==3 ; python_full_version < '3.11.3' \\\n    --hash=sha256:3\n"
    )
    hashed, plain = split(lock)
    assert plain == "torch==2+cpu\n"
    assert hashed.splitlines()[0] == "a==1 \\"
    assert hashed.splitlines()[3] == "b==3 \\"
    assert "python_full_version" not in hashed
