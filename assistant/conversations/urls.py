"""Pages of conversations: each path is a noun that a member has, and what is done with it."""

from django.urls import path

from assistant.conversations import views

urlpatterns = [
    path("", views.home, name="home"),
    path("c/", views.more_conversations, name="more_conversations"),
    path("search/", views.search, name="search"),
    path("c/<uuid:conversation_id>/", views.conversation, name="conversation"),
    path("c/<uuid:conversation_id>/earlier/<int:before>/", views.earlier, name="earlier"),
    path("c/<uuid:conversation_id>/stop", views.stop, name="stop"),
    path("c/<uuid:conversation_id>/rename", views.rename, name="rename"),
    path("c/<uuid:conversation_id>/delete", views.delete, name="delete"),
    path("c/<uuid:conversation_id>/options", views.options, name="options"),
    path("m/<int:message_id>/edit", views.edit, name="edit_message"),
    path("m/<int:message_id>/regenerate", views.regenerate, name="regenerate"),
    path("m/<int:message_id>/run", views.run_edited, name="run_edited"),
    path("g/<int:generation_id>/blocks/<int:index>/edit", views.edit_block, name="edit_block"),
    path("g/<int:generation_id>/blocks/<int:index>/run", views.run_block, name="run_block"),
    path("a/<int:attempt_id>/edit", views.edit_attempt, name="edit_attempt"),
    path("a/<int:attempt_id>/again", views.run_again, name="run_again"),
    path("a/<int:attempt_id>/complain", views.complain, name="complain"),
    path("a/<int:attempt_id>/<slug:part>", views.attempt_part, name="attempt_part"),
    path("artifacts/<int:artifact_id>/<path:name>", views.artifact, name="artifact"),
]
