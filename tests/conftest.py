"""What tests of every part use."""

from __future__ import annotations

import gc
import os
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from time import sleep
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as properties

from tests.chromium import ARGUMENTS, path
from tests.days import NOON, Travel

if TYPE_CHECKING:
    from django.template import Context, Template
    from playwright.sync_api import Browser
    from time_machine import TimeMachineFixture

    from tracker.models import Person

# The same examples each time, so that a change is judged by what it changed. To look
# for more: pytest --hypothesis-profile=default
# However slow the machine is, no example is too late.
properties.register_profile(
    "steady",
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
properties.load_profile("steady")

ZONES_OF_PEOPLE = ("UTC", "Europe/Berlin", "Europe/London", "Europe/Lisbon")
LONGEST_TEST_SECONDS = 60

MADE_UP_HOST = "--host-resolver-rules=MAP backcare.test 127.0.0.1"


def pytest_collection_finish() -> None:
    """What collection made stays to the end; nobody has to look for rubbish in it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def seconds_to_midnight(now: datetime) -> float:
    """Until the day ends next where somebody lives whose day a test asks for."""
    days_end = (
        datetime.combine(here.date() + timedelta(days=1), time.min, here.tzinfo)
        for here in map(now.astimezone, map(ZoneInfo, ZONES_OF_PEOPLE))
    )
    return min((end.astimezone(UTC) - now).total_seconds() for end in days_end)


def pytest_runtest_setup() -> None:
    """A test that asks which day it is does not begin on one and end on the next."""
    left = seconds_to_midnight(datetime.now(UTC))
    if left < LONGEST_TEST_SECONDS:
        sleep(left)


@pytest.fixture(scope="session", autouse=True)
def pages_alone_are_noted(django_test_environment: None) -> Iterator[None]:
    """Django's test client notes each template; not the one of every list's option.

    A page with the list of time zones would take twice as long.
    """
    from django.template import Template

    note = Template._render  # type: ignore[attr-defined]

    def render(self: Template, context: Context) -> Any:
        if (self.name or "").startswith("django/forms/"):
            return self.nodelist.render(context)
        return note(self, context)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", render)
        yield


@pytest.fixture(scope="session", autouse=True)
def no_outbound_connection() -> Iterator[None]:
    """A test that opens a connection to another machine fails."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        inward = self.family == socket.AF_UNIX or str(address[0]) in (
            "127.0.0.1",
            "::1",
            "localhost",
        )
        if not inward:
            raise AssertionError(f"outbound connection to {address}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


def make_person(name: str) -> Person:
    """An account with its diary; the password is ``name`` and ``-password``."""
    from django.contrib.auth import get_user_model

    from tracker.models import Person

    user = get_user_model().objects.create_user(
        username=name, password=f"{name}-password"
    )
    return Person.objects.create(user=user, time_zone="Europe/Berlin")


def screened(person: Person) -> Person:
    """The person, with every safety question answered by "None of these"."""
    from django.utils import timezone

    from tracker.screening import answer_none

    answer_none(person, now=timezone.now())
    return person


@pytest.fixture
def noon(time_machine: TimeMachineFixture) -> TimeMachineFixture:
    """The clock, which stands at ``NOON`` until the test moves it."""
    time_machine.move_to(NOON, tick=False)
    return time_machine


@pytest.fixture
def travel(noon: TimeMachineFixture) -> Travel:
    """Goes to a moment; the test begins at ``NOON``."""
    return noon.move_to


@pytest.fixture
def person(db: None) -> Person:
    """Somebody who keeps a diary."""
    return make_person("robin")


@pytest.fixture
def other_person(db: None) -> Person:
    """Somebody else, who must never see what ``person`` wrote."""
    return make_person("kim")


def signed_in(person: Person) -> Client:
    """A browser in which the person is signed in."""
    browser = Client()
    browser.force_login(person.user)
    return browser


@pytest.fixture
def person_client(person: Person) -> Client:
    """The browser of ``person``, signed in."""
    return signed_in(person)


@pytest.fixture
def other_client(other_person: Person) -> Client:
    """The browser of ``other_person``, signed in."""
    return signed_in(other_person)


@pytest.fixture
def screened_client(noon: TimeMachineFixture, person: Person) -> Client:
    """The browser of ``person``, who answered the safety questions at ``NOON``."""
    return signed_in(screened(person))


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium; without one, tests in a browser are skipped.

    ``BACKCARE_TEST_BROWSER=required`` makes a missing Chromium a failure.
    """
    found = path()
    if found is None:
        missing = "Chromium is not installed (Debian: apt install chromium)"
        if os.environ.get("BACKCARE_TEST_BROWSER") == "required":
            pytest.fail(missing)
        pytest.skip(missing)
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One headless Chromium for the whole run; take a new context from it each test.

    The made-up host name ``backcare.test`` leads to this machine.
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=chromium, args=[*ARGUMENTS, MADE_UP_HOST]
        )
        yield running
        running.close()
