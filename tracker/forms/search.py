"""The form that looks for words in notes."""

from __future__ import annotations

from django import forms


class SearchForm(forms.Form):
    """Words to look for in the notes."""

    words = forms.CharField(
        label="Words in your notes",
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        error_messages={
            "required": "Enter a word to look for.",
            "max_length": "Enter at most 100 characters.",
        },
    )
    shown = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
