"""Where the sandbox's settings come from: Django's settings, else the environment, else defaults.

The sandbox also runs without Django, in the commands that build the curriculum.
"""

import hashlib
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from sandbox.image.build import image_tag


@dataclass(frozen=True, kw_only=True)
class Config:
    """One deployment's choices.

    `owner` names the deployment on its Docker engine, so that two of them do not reap each
    other's containers. `runtime` is Docker's `--runtime` (runsc, kata), empty for its default.
    """

    image: str
    runtime: str
    pool_size: int
    owner: str


def read(name: str, default: str) -> str:
    """One value by its name in Django's settings or in the environment."""
    try:
        value = getattr(settings, name, None)
    except ImproperlyConfigured:
        value = None
    return str(value) if value not in (None, "") else os.environ.get(name, "") or default


@cache
def current() -> Config:
    """The settings of this process."""
    here = hashlib.sha256(str(Path(__file__).resolve()).encode()).hexdigest()[:12]
    return Config(
        image=read("OUROBOROS_SANDBOX_IMAGE", "") or image_tag(),
        runtime=read("OUROBOROS_SANDBOX_RUNTIME", ""),
        pool_size=positive("OUROBOROS_SANDBOX_POOL", 2),
        owner=read("OUROBOROS_SANDBOX_OWNER", here),
    )


def positive(name: str, default: int) -> int:
    text = read(name, str(default))
    if not text.isdigit() or int(text) < 1:
        raise ImproperlyConfigured(f"{name} must be a whole number of 1 or more, not {text!r}.")
    return int(text)
