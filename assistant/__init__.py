"""The product: a Django project whose members chat with a model that runs what it writes."""

from assistant.celery import app as celery_app

__all__ = ["celery_app"]
