"""Members and how they sign in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Django's auth with a member of our own, a language and a theme."""

    name = "assistant.accounts"
