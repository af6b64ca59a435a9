"""Addresses that machines ask without signing in, and the administrator's page."""

from django.urls import path

from assistant.health import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", views.metrics, name="metrics"),
    path("status/", views.status, name="status"),
    path("status/runs/<uuid:run_id>/stop", views.stop_run, name="stop_run"),
]
