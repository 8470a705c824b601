"""Forms that change what stands in the diary already."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from guides.units import LABELS, ML_PER_FLUID_OUNCE
from tracker.forms.entries import DrinkForm, ExerciseForm
from tracker.models import Entry, Person
from tracker.vocabulary import ChoiceGroups, Units


class AmountForm(DrinkForm):
    """A stored drink, changed in the person's unit. Left alone it stays to the ml."""

    def __init__(self, person: Person, data: Any, *, stored_ml: int) -> None:
        self.stored_ml = stored_ml
        shown = Decimal(stored_ml)
        if person.units == Units.US:
            shown = Decimal(f"{stored_ml / ML_PER_FLUID_OUNCE:.1f}")
        super().__init__(person, data, initial={"amount": shown})
        del self.fields["volume_ml"]
        self.fields["amount"].label = f"Amount in {LABELS['ml', person.units]}"

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and "amount" not in self.changed_data:
            data["volume_ml"] = self.stored_ml
        return data


def chosen_by_name(
    form: ExerciseForm, entry: Entry, label: str, groups: ChoiceGroups
) -> ExerciseForm:
    """The form with a list for what was done, which stays even if left out now."""
    offered = {code for _name, options in groups for code, _label in options}
    own = [] if entry.activity in offered else [(entry.activity, label)]
    form.fields["activity"].widget = forms.Select(choices=[*own, *groups])
    return form
