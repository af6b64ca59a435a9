"""What is well and what is not: for a load balancer, for Prometheus, and for an administrator."""

from django.apps import AppConfig


class HealthConfig(AppConfig):
    """Reads what the others say of themselves; it has no tables."""

    name = "assistant.health"

    def ready(self) -> None:
        """Register the checks of the settings."""
        from assistant.health import checks  # noqa: F401
