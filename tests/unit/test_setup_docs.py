"""The documents say what is so: every setting, every dependency, every command."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable

import pytest

from scripts import debian
from scripts.paths import ROOT

SETTING = re.compile(r"""\benv(?:str|int|float|bool|list)\(\s*"([A-Z_]+)\"""")
OF_THE_SANDBOX = re.compile(r"\"(OUROBOROS_SANDBOX_[A-Z]+)\"")


def table(document: str) -> set[str]:
    """Every word in code quotes that a row of a table begins with."""
    found: set[str] = set()
    for line in (ROOT / "docs" / document).read_text().splitlines():
        if line.startswith("| `"):
            found |= set(re.findall(r"`([^`]+)`", line.split("|")[1]))
    return found


def sources(folder: str) -> str:
    """All the Python of a package."""
    return "".join(path.read_text() for path in sorted((ROOT / folder).rglob("*.py")))


def test_every_setting_has_a_row_in_operations() -> None:
    settings = set(SETTING.findall(sources("assistant")))
    settings |= set(OF_THE_SANDBOX.findall(sources("sandbox")))
    assert len(settings) > 20, "need to find the settings for this test to mean anything"
    assert settings - table("operations.md") == set()


def python_packages() -> set[str]:
    """The names in pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    return {re.split(r"[\[<>=!~ ]", word)[0] for word in wanted}


def npm_packages() -> set[str]:
    """The names in package.json."""
    package = json.loads((ROOT / "package.json").read_text())
    return {*package["dependencies"], *package["devDependencies"]}


def debian_packages() -> set[str]:
    """The names that set-up installs."""
    groups = (debian.FOR_RUNNING, debian.FOR_BASE_IMAGE, debian.FOR_TESTS)
    return {package.name for group in groups for package in group}


def sandbox_packages() -> set[str]:
    """The names in the sandbox image's requirements."""
    lines = (ROOT / "sandbox" / "image" / "requirements.in").read_text().splitlines()
    return {re.split(r"[<>=!~ ]", line)[0] for line in lines if line and not line.startswith("#")}


@pytest.mark.parametrize(
    "packages", [python_packages, npm_packages, debian_packages, sandbox_packages]
)
def test_every_dependency_says_why_it_and_not_another(packages: Callable[[], set[str]]) -> None:
    names = packages()
    assert names
    assert names - table("decisions.md") == set()


def test_no_lock_names_a_host() -> None:
    locks = [*(ROOT / "locks").glob("*.txt"), ROOT / "package-lock.json"]
    assert len(locks) > 4
    for lock in locks:
        text = "\n".join(
            line for line in lock.read_text().splitlines() if not line.lstrip().startswith("#")
        )
        assert "://" not in text, lock.name


def test_every_make_target_that_the_documents_name_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named: set[str] = set()
    for document in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        named |= set(re.findall(r"(?:`|^|sudo )make ([a-z][a-z-]*)", document.read_text(), re.M))
    assert {"run", "test", "check", "compose-images"} <= named
    assert named - targets == set()
