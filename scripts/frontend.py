"""What the pages take from npm: htmx, its WebSocket extension, and CodeMirror in one file."""

from __future__ import annotations

from scripts.console import Step
from scripts.errors import SetupError
from scripts.paths import ROOT
from scripts.shell import CommandError, run
from scripts.stamps import digest_of, is_fresh, mark

__all__ = ["VENDOR", "ensure"]

VENDOR = ROOT / "assistant" / "static" / "vendor"
SOURCES = (ROOT / "package.json", ROOT / "package-lock.json", ROOT / "frontend")


def ensure() -> None:
    """Fetch the libraries by their lock and put them under the static files. Raises SetupError."""
    digest = digest_of(SOURCES)
    if VENDOR.is_dir() and is_fresh("frontend", digest):
        return
    with Step("Fetch and bundle the front-end libraries", usually=8) as step:
        try:
            run(["npm", "ci", "--no-audit", "--no-fund"], step=step)
            run(["npm", "run", "--silent", "build"], step=step)
        except CommandError as error:
            raise SetupError(
                f"The front-end libraries could not be fetched from npm ({error.tail}): check "
                "the network, then start again."
            ) from error
    mark("frontend", digest)
