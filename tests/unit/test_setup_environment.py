"""The settings of `make run`, its Procfile, and what it looks at before it starts anything."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from scripts import debian, environment, preflight, procfile
from scripts.errors import SetupError
from scripts.paths import ROOT


def test_the_env_file_is_lines_of_names_and_values(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("# a comment\n\nPORT = 8010\nREPLICAS='demo@8101'\n")
    assert environment.read_env_file(file) == {"PORT": "8010", "REPLICAS": "demo@8101"}


def test_no_env_file_is_no_settings(tmp_path: Path) -> None:
    assert environment.read_env_file(tmp_path / ".env") == {}


def test_a_line_that_is_no_setting_is_named(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("PORT=1\nexport X\n")
    with pytest.raises(SetupError, match="line 2"):
        environment.read_env_file(file)


def test_the_example_of_the_env_file_can_be_read() -> None:
    environment.read_env_file(ROOT / ".env.example")


def test_a_port_that_is_no_number_is_refused_with_an_example() -> None:
    with pytest.raises(SetupError, match="PORT=high is not a number"):
        environment.port({"PORT": "high"})


def test_only_models_of_the_catalogue_are_started_here() -> None:
    found = environment.local_replicas({"REPLICAS": "demo@8105, http://gpu:8000#x ,demo"})
    assert [(engine.entry.name, engine.port) for engine in found] == [
        ("demo", 8105),
        ("demo", 8100),
    ]


@pytest.mark.parametrize("settings", [{}, {"REPLICAS": ""}])
def test_without_a_setting_the_demo_model_is_started(settings: dict[str, str]) -> None:
    assert [engine.entry.name for engine in environment.local_replicas(settings)] == ["demo"]


def test_a_replica_that_is_neither_model_nor_url_is_refused() -> None:
    with pytest.raises(SetupError, match=r"'no such'.*REPLICAS=demo@8100"):
        environment.local_replicas({"REPLICAS": "no such"})


def test_processes_get_bytecode_even_where_a_machine_forbids_it() -> None:
    made = environment.processes({"PYTHONDONTWRITEBYTECODE": "1", "PATH": "/bin"}, redis_url="r")
    assert "PYTHONDONTWRITEBYTECODE" not in made
    assert made["REDIS_URL"] == "r"
    assert made["PATH"].split(":")[0].endswith(".venv/bin")


def test_the_procfile_names_the_processes_of_the_design() -> None:
    found = procfile.read({"PORT": "8123"})
    assert list(found) == ["web", "generator", "runner", "replicas"]
    assert "8123" in found["web"]


@pytest.mark.parametrize(
    ("text", "why"),
    [("web uvicorn\n", "line 1"), ("a: b\nweb: x $PRT\n", "line 2"), ("web: 'x\n", "line 1")],
)
def test_a_bad_line_of_the_procfile_is_named(tmp_path: Path, text: str, why: str) -> None:
    file = tmp_path / "Procfile"
    file.write_text(text)
    with pytest.raises(SetupError, match=why):
        procfile.read({}, path=file)


def test_a_taken_port_is_refused_with_another_to_try() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(SetupError, match=f"Port {port} cannot be used.*PORT="):
            preflight.check_port(port)
    preflight.check_port(port)


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_a_number_that_is_no_port_is_refused(port: int) -> None:
    with pytest.raises(SetupError, match="is not a port"):
        preflight.check_port(port)


def test_short_memory_is_refused_before_anything_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scripts.preflight.has_gpu", lambda: False)
    meminfo = tmp_path / "meminfo"
    meminfo.write_text("MemTotal:  8000000 kB\nMemAvailable:   2000000 kB\n")
    with pytest.raises(SetupError, match=r"needs about 3\.8 GB.*REPLICAS="):
        preflight.check_memory(3.0, meminfo=meminfo)
    preflight.check_memory(0, meminfo=meminfo)


def test_a_machine_that_does_not_tell_its_memory_is_let_pass(tmp_path: Path) -> None:
    preflight.check_memory(9, meminfo=tmp_path / "none")


def test_a_missing_package_is_named_and_one_that_is_there_is_not() -> None:
    packages = [debian.Package("no-such", "no-such-program"), debian.Package("a-shell", "sh")]
    assert "no-such" in debian.missing(packages)
    assert "a-shell" not in debian.missing(packages)


def test_without_root_the_command_to_run_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(SetupError, match=r"no-such.*missing.*`sudo apt-get install .*no-such"):
        debian.install([debian.Package("no-such", "no-such-program")])


def test_on_another_system_the_packages_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda *_, **__: None)
    with pytest.raises(SetupError, match=r"no-such.* not a Debian or Ubuntu machine"):
        debian.install([debian.Package("no-such", "no-such-program")])
