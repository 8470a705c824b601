"""The card on Today that says why safety questions are asked, for all its reasons."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from guides.safety.questions import screen
from tests.conftest import screened
from tests.days import NOON, TODAY
from tests.pages import page_of
from tests.tracker.test_screening import due, pregnant
from tracker.models import Person, WarningScreen

CARD = re.compile(
    r'<section class="notice stack" aria-labelledby="safety-questions">.*?</section>'
)
OVER = "This episode is over"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def asked(person: Person, *, long_ago: bool, expecting: bool, in_pain: bool) -> None:
    """Somebody who is asked for as many of these reasons as are true."""
    screened(person)
    days = 95 if long_ago else 14
    WarningScreen.objects.update(answered_at=NOON - timedelta(days=days))
    if expecting:
        pregnant(person, 22)
    if in_pain:
        person.pain_since = TODAY - timedelta(days=14)
        person.save()


@pytest.mark.parametrize(
    ("long_ago", "expecting", "in_pain", "triggers"),
    [
        (True, False, False, ["full-again"]),
        (False, False, True, ["episode-days"]),
        (True, False, True, ["full-again", "episode-days"]),
        (
            True,
            True,
            True,
            ["full-again", "pregnancy-weeks", "pregnancy-weekly", "episode-days"],
        ),
    ],
)
def test_every_reason_is_said(
    person: Person,
    person_client: Client,
    long_ago: bool,
    expecting: bool,
    in_pain: bool,
    triggers: list[str],
) -> None:
    asked(person, long_ago=long_ago, expecting=expecting, in_pain=in_pain)
    assert due(person) == triggers
    [card] = CARD.findall(page_of(person_client, "/"))
    because = [screen().triggers[name].because for name in triggers]
    if len(because) == 1:
        assert f"<p>You are asked because {because[0]}.</p>" in card
        assert "<li>" not in card
    else:
        assert "<p>You are asked because:</p>" in card
        assert re.findall(r"<li>(.*?)</li>", card) == [f"{why}." for why in because]
    assert (OVER in card) is in_pain
