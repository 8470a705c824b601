"""The form that looks for guides."""

from __future__ import annotations

from django import forms


class SearchForm(forms.Form):
    """Words to look for in the guides."""

    words = forms.CharField(
        label="Look for a guide",
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        error_messages={
            "required": "Enter a word to look for.",
            "max_length": "Enter at most 100 characters.",
        },
    )
