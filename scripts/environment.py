"""The environment that the processes run in: the settings of `docs/operations.md`, made whole."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from inference.addresses import AddressError, LocalEngine, local_engines
from scripts.debian import search_path
from scripts.errors import SetupError
from scripts.paths import ROOT, VAR, VENV_BIN

__all__ = ["local_replicas", "port", "processes", "read_env_file"]

DEFAULT_PORT = 8000
DEFAULT_REPLICAS = "demo@8100"


def read_env_file(path: Path = ROOT / ".env") -> dict[str, str]:
    """The settings in `.env`, lines of NAME=VALUE. Raises SetupError for any other line."""
    if not path.exists():
        return {}
    settings = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        name, sign, value = text.partition("=")
        if not sign or not name.strip().isidentifier():
            raise SetupError(
                f"{path}, line {number}, is not NAME=VALUE: correct it, or begin it with #."
            )
        settings[name.strip()] = value.strip().strip("\"'")
    return settings


def port(environ: Mapping[str, str]) -> int:
    """The port of the pages. Raises SetupError when PORT is no number."""
    text = environ.get("PORT") or str(DEFAULT_PORT)
    try:
        return int(text)
    except ValueError:
        raise SetupError(
            f"PORT={text} is not a number: give one, as in `make run PORT=8010`."
        ) from None


def local_replicas(environ: Mapping[str, str]) -> list[LocalEngine]:
    """The model servers to start here. Those given by URL are somebody else's.

    Raises SetupError for an item of REPLICAS that is neither.
    """
    items = (environ.get("REPLICAS") or DEFAULT_REPLICAS).split(",")
    try:
        return local_engines(items)
    except AddressError as error:
        raise SetupError(
            f"{error} Write it as in `make run REPLICAS=demo@8100,http://gpu-host:8000`."
        ) from error


def processes(environ: Mapping[str, str], *, redis_url: str) -> dict[str, str]:
    """The environment of every process that is started."""
    made = {
        **environ,
        "VAR_DIR": str(VAR),
        "PORT": str(port(environ)),
        "REDIS_URL": redis_url,
        "REPLICAS": environ.get("REPLICAS") or DEFAULT_REPLICAS,
        "DJANGO_SETTINGS_MODULE": "assistant.settings",
        "PYTHONUNBUFFERED": "1",
        "PATH": os.pathsep.join([str(VENV_BIN), environ.get("PATH", os.defpath), search_path()]),
    }
    # A setting of a machine where tests run: with it every start compiles all of Django anew.
    made.pop("PYTHONDONTWRITEBYTECODE", None)
    return made
