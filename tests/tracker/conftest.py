"""What tests of the diary use that go from day to day."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from tests.conftest import screened, signed_in
from tests.tracker.player_days import NOW, Travel
from tracker.models import Person


@pytest.fixture
def travel(time_machine: Any) -> Travel:
    """Goes to a moment; the test begins at ``NOW``."""

    def to(moment: datetime) -> None:
        time_machine.move_to(moment, tick=False)

    to(NOW)
    return to


@pytest.fixture
def browser(travel: Travel, person: Person) -> Client:
    """Somebody who has answered the safety questions."""
    return signed_in(screened(person))
