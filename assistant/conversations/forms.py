"""What the pages send, checked for its shape; what it means is checked by the services."""

from __future__ import annotations

from typing import TypedDict

from django import forms
from django.conf import settings

__all__ = [
    "CodeForm",
    "ComplaintForm",
    "MessageForm",
    "OptionsForm",
    "SearchForm",
    "TitleForm",
]


class OptionChanges(TypedDict, total=False):
    """The options that a form holds, as `set_options` takes them."""

    model: str
    auto_run: bool
    max_repairs: int


class MessageForm(forms.Form):
    """A message, typed or suggested. Sizes and emptiness are the service's to judge."""

    body = forms.CharField(required=False, strip=False)
    suggestion = forms.CharField(required=False, strip=False)
    client_message_id = forms.CharField(required=False)
    model = forms.CharField(required=False)

    def text(self) -> str:
        """What is to be sent: the suggestion that was pressed, or what was typed."""
        return str(self.cleaned_data["suggestion"] or self.cleaned_data["body"])


class TitleForm(forms.Form):
    """A conversation's new title."""

    title = forms.CharField(required=False)


class CodeForm(forms.Form):
    """A program as the member changed it, and the attempt it began from."""

    code = forms.CharField(required=False, strip=False)
    based_on = forms.IntegerField(required=False, min_value=1)


class ComplaintForm(forms.Form):
    """What is wrong with a program, in words."""

    words = forms.CharField(required=False)


class SearchForm(forms.Form):
    """What to look for."""

    q = forms.CharField(required=False)


class OptionsForm(forms.Form):
    """A conversation's model, auto-run and number of repairs. Each is sent by a form of its own."""

    model = forms.CharField(required=False)
    auto_run = forms.BooleanField(required=False)
    max_repairs = forms.IntegerField(required=False)

    def changes(self) -> OptionChanges:
        """The options that the form holds."""
        changes = OptionChanges()
        if self.cleaned_data["model"]:
            changes["model"] = self.cleaned_data["model"]
        if "running" in self.data:
            changes["auto_run"] = self.cleaned_data["auto_run"]
        if self.cleaned_data["max_repairs"] is not None:
            changes["max_repairs"] = self.cleaned_data["max_repairs"]
        return changes

    @staticmethod
    def repair_choices() -> range:
        """The numbers of repairs that a member may choose."""
        return range(settings.REPAIRS_CAP + 1)
