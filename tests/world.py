"""Three people and the site between them: an owner, somebody else, the operator.

The owner has something in every table that carries a person.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from allauth.account.internal.userkit import user_id_to_str
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.test.client import ClientHandler
from django.utils import timezone
from fido2.cose import CoseKey
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorAttestationResponse,
    AuthenticatorData,
    CollectedClientData,
    RegistrationResponse,
)

from backcare.accounts import links
from backcare.accounts.models import JoinLink
from guides.models import GuideMark, ProgrammePause, ProgrammeRun
from tests.conftest import make_person, screened, signed_in
from tracker import recording
from tracker.calendar import day_of
from tracker.models import (
    Entry,
    Offer,
    Person,
    Practice,
    PracticeSet,
    Routine,
    Situation,
    WarningScreen,
)
from tracker.recording import Draft
from tracker.vocabulary import Kind, Question

OWNERS_EMAIL = "robin-zqxq@example.org"


@dataclass
class World:
    """An owner with something in every table, somebody else, and the operator."""

    owner: Person
    other: Person
    operator: Person
    today: date
    reading: Entry
    night: Entry
    removed: Entry
    pregnancy: Situation
    ended: Situation
    answered: WarningScreen
    waiting: WarningScreen
    practice: Practice
    routine: Routine
    passkey: Authenticator
    email: EmailAddress
    session: UserSession
    invitation: JoinLink
    invitation_token: str


def make_world() -> World:
    """Everybody, and one row or more of the owner in every table."""
    owner, other, operator = (make_person(n) for n in ("robin", "kim", "olive"))
    for person in (owner, other, operator):
        person.welcomed_at = timezone.now()
        person.save()
        screened(person)
    operator.user.is_staff = True
    operator.user.save()
    now = timezone.now()
    today = day_of(now, owner)
    entries = {kind: _record(owner, kind, today) for kind in _SAMPLES}
    removed = _record(owner, Kind.DRINK, today)
    recording.remove(owner, removed, now=now)
    yesterday = today - timedelta(days=1)
    _record(owner, Kind.SLEEP, yesterday)
    night = _record(owner, Kind.SLEEP, yesterday)
    pregnancy = Situation.objects.create(
        person=owner,
        code="pregnant",
        since=today - timedelta(days=3),
        started_on=today - timedelta(days=30),
    )
    desk = Situation.objects.create(
        person=owner, code="desk-work", started_on=yesterday, ended_on=today
    )
    screens = [_screen(owner, today, answered=answered) for answered in (True, False)]
    _offer_and_mark(owner, today)
    token = links.invite(None, now, "guest").rstrip("/").rsplit("/", 1)[1]
    return World(
        owner=owner,
        other=other,
        operator=operator,
        today=today,
        reading=entries[Kind.PAIN],
        night=night,
        removed=removed,
        pregnancy=pregnancy,
        ended=desk,
        answered=screens[0],
        waiting=screens[1],
        practice=_practice(owner, today),
        routine=_routine_and_run(owner, today),
        passkey=_second_steps(owner),
        email=_email(owner),
        session=UserSession.objects.get(),
        invitation=JoinLink.objects.get(),
        invitation_token=token,
    )


_SAMPLES: dict[str, dict[str, Any]] = {
    Kind.PAIN: {
        "score": 4,
        "areas": ["lower_back-left"],
        "sensations": ["dull"],
        "text": "after the stairs",
    },
    Kind.SLEEP: {"sleep_minutes": 300, "sleep_quality": 2},
    Kind.DRINK: {"volume_ml": 250},
    Kind.EXERCISE: {"activity": "walk", "minutes": 20, "effort": "light"},
    Kind.BREAK: {"times": 2},
    Kind.NOTE: {"text": "A quiet day."},
    Kind.MARK: {"mark": "stress"},
    Kind.ANSWER: {"question": Question.DESK_DAY, "answer": "yes"},
}


def _record(owner: Person, kind: str, day: date) -> Entry:
    draft = Draft(kind, uuid4(), day, None, _SAMPLES[kind], backfilled=True)
    return recording.record(owner, draft, now=timezone.now()).entry


def _screen(owner: Person, today: date, *, answered: bool) -> WarningScreen:
    now = timezone.now()
    return WarningScreen.objects.create(
        id=uuid4(),
        person=owner,
        triggers=["high-pain"],
        questions=["A1"],
        day=today,
        opened_at=now,
        answers={"A1": "yes"} if answered else {},
        action="E" if answered else "",
        answered_at=now if answered else None,
    )


def _practice(owner: Person, today: date) -> Practice:
    now = timezone.now()
    practice = Practice.objects.create(
        id=uuid4(),
        person=owner,
        source="exercise",
        items=[{"exercise": "leg-swing", "amounts": {"minutes": 5}}],
        day=today,
        zone=owner.time_zone,
        started_at=now,
    )
    PracticeSet.objects.create(
        practice=practice, number=1, exercise="leg-swing", seconds=300, done_at=now
    )
    return practice


def _routine_and_run(owner: Person, today: date) -> Routine:
    now = timezone.now()
    run = ProgrammeRun.objects.create(
        person=owner,
        programme="core-strength",
        started_on=today - timedelta(days=9),
        started_at=now,
        legs_from=now,
    )
    ProgrammePause.objects.create(run=run, first=today)
    return Routine.objects.create(
        person=owner,
        name="Before the stairs",
        items=[{"exercise": "leg-swing", "amounts": {"minutes": 5}}],
        made_at=now,
    )


def _offer_and_mark(owner: Person, today: date) -> None:
    now = timezone.now()
    Offer.objects.create(
        person=owner,
        day=today - timedelta(days=2),
        guide="water",
        rule="some-rule",
        reason="you slept badly",
        values={"sleep_minutes": 300},
        position=0,
        offered_at=now,
    )
    GuideMark.objects.create(person=owner, guide="water", kind="helped", made_at=now)


def _second_steps(owner: Person) -> Authenticator:
    kinds = Authenticator.Type
    user = owner.user
    Authenticator.objects.create(
        user=user, type=kinds.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"}
    )
    codes = {"seed": "s", "used_mask": 0}
    Authenticator.objects.create(user=user, type=kinds.RECOVERY_CODES, data=codes)
    passkey = {"name": "Key", "credential": _credential()}
    kept: Authenticator = Authenticator.objects.create(
        user=user, type=kinds.WEBAUTHN, data=passkey
    )
    return kept


def _credential() -> dict[str, Any]:
    """What a browser sends when it registers a passkey; the key fits no lock."""
    public = CoseKey({1: 2, 3: -7, -1: 1, -2: bytes(32), -3: bytes(32)})
    key = AttestedCredentialData.create(bytes(16), b"key-of-the-owner", public)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
    shown = AuthenticatorData.create(bytes(32), flags, 0, key)
    answer = AuthenticatorAttestationResponse(
        client_data=CollectedClientData.create(
            "webauthn.create", b"c", "http://localhost"
        ),
        attestation_object=AttestationObject.create("none", shown, {}),
    )
    sent = RegistrationResponse(raw_id=b"key-of-the-owner", response=answer)
    credential: dict[str, Any] = json.loads(json.dumps(dict(sent), default=dict))
    return credential


def _email(owner: Person) -> EmailAddress:
    UserSession.objects.create(
        user=owner.user, ip="203.0.113.77", session_key="k" * 32, user_agent="Phone"
    )
    owner.user.email = OWNERS_EMAIL
    owner.user.save()
    return EmailAddress.objects.create(
        user=owner.user, email=OWNERS_EMAIL, primary=True
    )


def confirmed(person: Person) -> Client:
    """Signed in, with the password given just now, as the account pages want it.

    Walks take a new browser for each address, and signing in costs more than most
    pages: from the second time on, the session of the first is put back as it was.
    """
    kept: _Kept | None = vars(person).get("_kept_session")
    if kept is None:
        kept = vars(person)["_kept_session"] = _sign_in(person)
    Session(**kept.row).save()
    browser = Client()
    browser.handler = kept.handler
    browser.cookies[settings.SESSION_COOKIE_NAME] = kept.row["session_key"]
    return browser


@dataclass(frozen=True)
class _Kept:
    """A session's row, and the middleware it was begun with."""

    row: dict[str, Any]
    handler: ClientHandler


def _sign_in(person: Person) -> _Kept:
    browser = signed_in(person)
    session = browser.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = user_id_to_str(person.user)
    session.save()
    [row] = Session.objects.filter(pk=session.session_key).values()
    return _Kept(dict(row), browser.handler)
