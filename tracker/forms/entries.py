"""Forms of the diary: what is typed and tapped, turned into values to record.

Each form cleans into columns of ``Entry`` (``values``); the rules of
``tracker.rules`` are applied by the writer, and its messages come back to the field
through ``show_errors``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from backcare.widgets import NumberInput
from guides.units import ML_PER_FLUID_OUNCE
from tracker import vocabulary as words
from tracker.models import Person
from tracker.vocabulary import Kind


class EntryForm(forms.Form):
    """Base: knows the person, and which column each field's error belongs to."""

    kind: str = ""

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        self.person = person
        super().__init__(*args, **kwargs)

    def values(self) -> dict[str, Any]:
        """Columns of ``Entry``; call only when valid."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if value not in (None, "")
        }

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Put the writer's messages at the fields they are about."""
        for name, message in errors.items():
            self.add_error(name if name in self.fields else None, message)


def whole_number(
    low: int, high: int, message: str, **kwargs: Any
) -> forms.IntegerField:
    """A field for a whole number, with one message for whatever else is sent."""
    return forms.IntegerField(
        min_value=low,
        max_value=high,
        widget=NumberInput,
        error_messages={
            "invalid": message,
            "min_value": message,
            "max_value": message,
            **kwargs.pop("error_messages", {}),
        },
        **kwargs,
    )


def _areas() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label="Where",
        required=False,
        choices=[(area.code, area.label) for area in words.AREAS.values()],
        error_messages={"invalid_choice": "That place is not on the map."},
    )


def _sensations() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label="How it feels",
        required=False,
        choices=words.Sensation.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "That feeling is not in the list."},
    )


class NoteField(forms.CharField):
    """Free text. A line's end counts as one character, as in the browser's field.

    A plain form sends two characters for it, a script one.
    """

    def to_python(self, value: Any) -> Any:
        """The text with line feeds only."""
        text = super().to_python(value)
        return text.replace("\r\n", "\n") if isinstance(text, str) else text

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No ``maxlength``: a browser would drop the end of what is pasted unsaid."""
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


def _text(label: str, **kwargs: Any) -> forms.CharField:
    length = words.NOTE_MAX_LENGTH
    return NoteField(
        label=label,
        max_length=length,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "max_length": f"A note can have at most {length:,} characters. "
            "This one has %(show_value)d.",
            "required": "Write something first.",
        },
        **kwargs,
    )


class PainForm(EntryForm):
    """A tap on the scale, on a past day perhaps with a time."""

    kind = Kind.PAIN
    score = whole_number(
        0,
        10,
        "Choose a whole number from 0 to 10.",
        error_messages={"required": "Choose a number from 0 to 10."},
    )


class PainDetailForm(EntryForm):
    """Where it is and how it feels, for a reading that stands."""

    kind = Kind.PAIN
    areas = _areas()
    sensations = _sensations()
    text = _text("Note on this reading", required=False)

    def values(self) -> dict[str, Any]:
        return {
            "areas": self.cleaned_data["areas"] or None,
            "sensations": self.cleaned_data["sensations"] or None,
            "text": self.cleaned_data["text"],
        }


class ReadingForm(PainDetailForm):
    """A whole reading, for changing it."""

    score = whole_number(
        0,
        10,
        "Choose a whole number from 0 to 10.",
        label="Pain, 0 to 10",
        error_messages={"required": "Choose a number from 0 to 10."},
    )
    field_order = ("score", "areas", "sensations", "text")

    def values(self) -> dict[str, Any]:
        return {"score": self.cleaned_data["score"], **super().values()}


class DrinkForm(EntryForm):
    """A drink, by a container's button or typed in the person's unit."""

    kind = Kind.DRINK
    volume_ml = whole_number(
        1,
        words.DRINK_MAX_ML,
        "One drink can be from 1 ml to 5 litres (169 fl oz).",
        required=False,
    )
    amount = forms.DecimalField(
        label="Other amount",
        required=False,
        min_value=0,
        widget=NumberInput,
        error_messages={
            "invalid": "Enter a number.",
            "min_value": "Enter a number above 0.",
        },
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        if data.get("volume_ml") is None and data.get("amount") is None:
            self.add_error("amount", "Enter how much you drank.")
        elif data.get("volume_ml") is None:
            factor = ML_PER_FLUID_OUNCE if self.person.units == words.Units.US else 1
            # Decimals reach beyond what a float can hold.
            amount = min(data["amount"], words.DRINK_MAX_ML + 1)
            volume = round(float(amount) * factor)
            if not 1 <= volume <= words.DRINK_MAX_ML:
                self.add_error(
                    "amount", "One drink can be from 1 ml to 5 litres (169 fl oz)."
                )
            data["volume_ml"] = volume
        return data

    def values(self) -> dict[str, Any]:
        return {"volume_ml": self.cleaned_data["volume_ml"]}


class ExerciseForm(EntryForm):
    """What was done: minutes, or sets and repetitions, and how hard it was."""

    kind = Kind.EXERCISE
    activity = forms.CharField(
        label="What did you do?",
        max_length=64,
        error_messages={
            "required": "Choose what you did.",
            "max_length": "That exercise is not in the list.",
        },
    )
    minutes = whole_number(
        0,
        words.EXERCISE_MAX_MINUTES,
        "Enter whole minutes, at most 24 hours.",
        label="Minutes",
        required=False,
    )
    sets = whole_number(
        1,
        words.SETS_MAX,
        f"Sets can be from 1 to {words.SETS_MAX}.",
        label="Sets",
        required=False,
    )
    repetitions = whole_number(
        1,
        words.REPETITIONS_MAX,
        f"Repetitions can be from 1 to {words.REPETITIONS_MAX}.",
        label="Repetitions in a set",
        required=False,
    )
    effort = forms.ChoiceField(
        label="How hard",
        required=False,
        choices=[("", "Not said"), *words.Effort.choices],
        error_messages={"invalid_choice": "Effort is light, moderate or hard."},
    )

    def __init__(self, *args: Any, known: frozenset[str], **kwargs: Any) -> None:
        self.known = known
        super().__init__(*args, **kwargs)

    def clean_activity(self) -> str:
        """The activity, if it is in the library or among the common ones."""
        activity: str = self.cleaned_data["activity"]
        if activity not in self.known:
            raise forms.ValidationError("That exercise is not in the list.")
        return activity


class ReliefForm(ExerciseForm):
    """A technique that was done: the same, but nobody asks how hard it was."""

    kind = Kind.RELIEF
    effort = None  # type: ignore[assignment]


class BreakForm(EntryForm):
    """A posture break; on a past day perhaps several at once."""

    kind = Kind.BREAK
    times = whole_number(
        1, 100, "Breaks can be from 1 to 100.", label="How many", required=False
    )


class NoteForm(EntryForm):
    """The day's note. Left empty, the note is taken away."""

    kind = Kind.NOTE
    text = _text("Note", required=False)


class MarkForm(EntryForm):
    """One mark of the day."""

    kind = Kind.MARK
    mark = forms.ChoiceField(
        choices=words.Mark.choices,
        error_messages={
            "required": "Choose a mark.",
            "invalid_choice": "That mark is not in the list.",
        },
    )


class AnswerForm(EntryForm):
    """An answer that belongs to the day."""

    kind = Kind.ANSWER
    question = forms.ChoiceField(
        choices=words.Question.choices,
        error_messages={"invalid_choice": "That question is not in the list."},
    )
    answer = forms.CharField(max_length=8, required=False)
    score = whole_number(0, 10, "Choose a whole number from 0 to 10.", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("score") is not None and not data.get("answer"):
            data["answer"] = "scored"
        return data
