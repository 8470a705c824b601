"""The red-flag screen as a form: one list of ticks, and "None of these"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict

from guides.safety.questions import FollowUp, Question, Tick, screen
from guides.units import in_units


class KeyForm(forms.Form):
    """The id of a screen that is stored once, however often it is sent."""

    key = forms.UUIDField()


@dataclass(frozen=True)
class Row:
    """One question as the page shows it, with what was ticked."""

    question: Question
    text: str
    follow_ups: list[tuple[FollowUp, str, bool]]
    yes: bool
    unsure: bool


@dataclass
class ScreenForm:
    """Reads and checks the ticks for the questions of one screen.

    ``ticks`` maps a question or follow-up to "yes" or "unsure" and is empty for
    "None of these". ``error`` says in words what is missing.
    """

    questions: Sequence[Question]
    units: str
    data: QueryDict | None = None
    ticks: dict[str, str] = field(default_factory=dict)
    error: str = ""

    def is_valid(self) -> bool:
        """Whether the ticks make an answer; fills ``ticks`` and ``error``."""
        data = self.data
        if data is None:
            return False
        known = {q.id for q in self.questions}
        known |= {f.id for q in self.questions for f in q.follow_ups}
        for name in data:
            values = set(data.getlist(name))
            if name in known and values <= set(Tick) and values:
                self.ticks[name] = str(Tick.YES if Tick.YES in values else Tick.UNSURE)
            elif name in screen().ticks:
                self.error = "One of the answers was not on this screen. Tick again."
        if self.error:
            return False
        nothing = "none" in data
        if nothing and self.ticks:
            self.error = (
                "You chose “None of these”, but something is ticked. "
                "Untick it, or choose “See what to do”."
            )
        elif nothing and self._added_since():
            self.error = (
                "Since you opened this page you noted something new. "
                "Please look at the questions again."
            )
        elif not nothing and not self.ticks:
            self.error = "Tick what applies, or choose “None of these” at the end."
        return not self.error

    def _added_since(self) -> bool:
        """Whether the page was sent without questions that the screen asks by now."""
        asked = self.data.get("asked") if self.data is not None else None
        return asked is not None and not {q.id for q in self.questions} <= set(
            asked.split()
        )

    @property
    def asked(self) -> str:
        """The questions on the page, as the page sends them back."""
        return " ".join(question.id for question in self.questions)

    @property
    def groups(self) -> list[tuple[str, list[Row]]]:
        """The questions under the headings that they stand under."""
        asked = {question.id: question for question in self.questions}
        found = []
        for group in screen().groups:
            rows = [self._row(asked[q]) for q in group.questions if q in asked]
            if rows:
                found.append((group.title, rows))
        return found

    def _row(self, question: Question) -> Row:
        return Row(
            question=question,
            text=in_units(question.text, self.units),
            follow_ups=[
                (f, in_units(f.text, self.units), self._has(f.id, Tick.YES))
                for f in question.follow_ups
            ],
            yes=self._has(question.id, Tick.YES),
            unsure=self._has(question.id, Tick.UNSURE),
        )

    def _has(self, name: str, tick: str) -> bool:
        sent: Any = self.data.getlist(name) if self.data is not None else []
        return tick in sent
