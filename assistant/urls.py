"""Where everything answers."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("assistant.health.urls")),
    path("", include("assistant.accounts.urls")),
    path("admin/", admin.site.urls),
    path("", include("assistant.conversations.urls")),
]
