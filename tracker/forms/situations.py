"""Forms about what applies to a person, from the closed list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tracker.forms.person import date_field
from tracker.models import Situation
from tracker.situations import birth_problem, date_problem
from tracker.vocabulary import SITUATIONS, SituationKind


@dataclass(frozen=True)
class SituationRow:
    """One line of the list: what may apply, and its date where it has one."""

    kind: SituationKind
    box: SafeString
    since: forms.BoundField | None


class SituationsForm(forms.Form):
    """What applies, of the closed list without what runs already.

    A date alone counts as a tick: nobody enters a due date for no reason.
    """

    def __init__(
        self,
        data: Any = None,
        *,
        today: date,
        running: frozenset[str] = frozenset(),
    ) -> None:
        self.today = today
        self.kinds = [k for k in SITUATIONS.values() if k.code not in running]
        super().__init__(data)
        self.fields["situations"] = forms.MultipleChoiceField(
            label="What applies",
            required=False,
            choices=[(kind.code, kind.label) for kind in self.kinds],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": "That is not in the list."},
        )
        for kind in self.kinds:
            if kind.date_label:
                self.fields[f"since_{kind.code}"] = date_field(
                    # Two births have the same label; heard alone it must be clear.
                    format_html(
                        '{}<span class="visually-hidden"> ({})</span>',
                        kind.date_label,
                        kind.label,
                    )
                )

    def rows(self) -> Iterator[SituationRow]:
        """The list, for the template."""
        boxes = {str(box.data["value"]): box for box in self["situations"].subwidgets}
        for kind in self.kinds:
            since = self[f"since_{kind.code}"] if kind.date_label else None
            yield SituationRow(kind, boxes[kind.code].tag(), since)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        ticked = set(data.get("situations") or [])
        for kind in self.kinds:
            since = data.get(f"since_{kind.code}")
            if since is not None:
                ticked.add(kind.code)
            if kind.code in ticked and f"since_{kind.code}" not in self.errors:
                problem = date_problem(kind.code, since, self.today)
                if problem:
                    self.add_error(f"since_{kind.code}", problem)
        data["situations"] = ticked
        return data

    def chosen(self) -> dict[str, date | None]:
        """Code to date; call only when valid."""
        return {
            kind.code: self.cleaned_data.get(f"since_{kind.code}")
            for kind in self.kinds
            if kind.code in self.cleaned_data["situations"]
        }


class DateForm(forms.Form):
    """The date that a running situation counts from."""

    def __init__(self, row: Situation, data: Any = None, *, today: date) -> None:
        self.row = row
        self.today = today
        super().__init__(data, initial={"since": row.since}, prefix=f"s{row.pk}")
        label = SITUATIONS[row.code].date_label
        self.fields["since"] = date_field(label)

    def clean_since(self) -> date | None:
        """A date that fits the situation."""
        since: date | None = self.cleaned_data["since"]
        problem = date_problem(self.row.code, since, self.today)
        if problem:
            raise forms.ValidationError(problem)
        return since


class BirthForm(forms.Form):
    """The day of a birth, for the question after the due date."""

    born = date_field("Day of the birth")

    def __init__(self, row: Situation, data: Any = None, *, today: date) -> None:
        self.row = row
        self.today = today
        super().__init__(data)

    def clean_born(self) -> date:
        """A day that has come and that fits the due date."""
        born: date | None = self.cleaned_data["born"]
        problem = birth_problem(self.row, born, self.today)
        if problem:
            raise forms.ValidationError(problem)
        assert born is not None
        return born
