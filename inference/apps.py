"""The inference package as a Django app: it brings a command and a system check, and no tables."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["InferenceConfig"]


class InferenceConfig(AppConfig):
    """Registers the checks of the settings when Django starts."""

    name = "inference"
    verbose_name = "Inference"

    def ready(self) -> None:
        from inference import checks  # noqa: F401 - importing registers them
