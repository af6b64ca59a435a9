"""Runs of programs in isolated containers."""

from django.apps import AppConfig


class SandboxConfig(AppConfig):
    """Owns runs and artifacts; tells the product what happens through signals only."""

    name = "sandbox"
    default_auto_field = "django.db.models.BigAutoField"
