"""System checks of what the settings say about replicas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from inference.addresses import AddressError, addresses
from inference.catalog import CatalogError, load

__all__ = ["check_replicas"]


@register("inference")
def check_replicas(app_configs: Sequence[AppConfig] | None, **options: Any) -> list[CheckMessage]:
    """`REPLICAS` must be readable and should name at least one."""
    try:
        load()
    except CatalogError as error:
        return [Error(str(error), hint="Put inference/catalog.toml right.", id="inference.E001")]
    try:
        found = addresses(settings.REPLICAS)
    except AddressError as error:
        hint = "Use demo, demo@8100, http://host:8000 or http://host:8000#model, comma-separated."
        return [Error(f"REPLICAS is wrong: {error}", hint=hint, id="inference.E002")]
    if not found:
        hint = "Set REPLICAS=demo to serve the demo model from this machine."
        return [
            Warning(
                "REPLICAS is empty: no question can be answered.", hint=hint, id="inference.W001"
            )
        ]
    return []
