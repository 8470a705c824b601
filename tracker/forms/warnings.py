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
            elif name in known or name in _every_tick():
                self.error = "One of the answers was not on this screen. Tick again."
        if self.error:
            return False
        nothing = "none" in data
        if nothing and self.ticks:
            self.error = "You ticked “None of these” and a sign. Untick one of them."
        elif not nothing and not self.ticks:
            self.error = "Tick what applies, or “None of these” at the end."
        return not self.error

    @property
    def none(self) -> bool:
        """Whether "None of these" was ticked."""
        return self.data is not None and "none" in self.data

    @property
    def sections(self) -> list[tuple[str, list[Row]]]:
        """The questions under the titles of their sections."""
        found: dict[str, list[Row]] = {}
        for question in self.questions:
            found.setdefault(question.section, []).append(self._row(question))
        titles = screen().sections
        return [(titles[code], rows) for code, rows in found.items()]

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


def _every_tick() -> set[str]:
    questions = screen().questions.values()
    return {q.id for q in questions} | {f.id for q in questions for f in q.follow_ups}
