"""`manage.py first_link`: the path that signs the first administrator in, once."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from assistant.accounts import services


class Command(BaseCommand):
    """Print the path of a fresh link, and nothing else, for whoever joins the address to it."""

    help = "Print the path of a one-time link that signs the first administrator in."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the administrator where there is none, and a link that lives for an hour."""
        member = services.first_administrator()
        token = services.create_link(member=member, lifetime=services.FIRST_LIFETIME)
        self.stdout.write(services.link_path(token))
