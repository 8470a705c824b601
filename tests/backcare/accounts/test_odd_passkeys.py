"""What no browser sends as a passkey: refused in words, and nothing is changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any, Final

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from fido2.cose import CoseKey
from fido2.utils import websafe_decode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorAttestationResponse,
    AuthenticatorData,
    CollectedClientData,
    RegistrationResponse,
)
from pytest_django import Settings

from backcare.accounts.models import User
from tests.backcare.accounts.conftest import confirm, is_signed_in, sign_in

pytestmark = pytest.mark.django_db

ADD = "/accounts/2fa/webauthn/add/"
SIGN_IN = "/accounts/2fa/webauthn/login/"
CONFIRM = "/accounts/2fa/webauthn/reauthenticate/"
SECOND_STEP = "/accounts/2fa/authenticate/"
FLAG = AuthenticatorData.FLAG
NOT_ONE = "That did not work as a passkey. Please try again."
UNKNOWN = "That passkey is not known here."


MISSING: Final = "missing"
WRONG: Final[tuple[Any, ...]] = (
    *(None, "", "!", "AA", "é", "x" * 3_000, 1, [], {}),
    MISSING,
)


@pytest.fixture(autouse=True)
def no_limits(settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = False
    settings.MFA_RATE_LIMITS = {"webauthn_login": "1000/m/ip"}


def at_home() -> Client:
    """A browser on the machine itself, where passkeys work."""
    return Client(headers={"host": "localhost"})


def credential(
    challenge: bytes = b"c", flags: FLAG = FLAG.UP | FLAG.AT, site: str = "localhost"
) -> dict[str, Any]:
    """What a browser sends when it made a passkey."""
    public = CoseKey({1: 2, 3: -7, -1: 1, -2: bytes(32), -3: bytes(32)})
    key = AttestedCredentialData.create(bytes(16), b"some-key", public)
    shown = AuthenticatorData.create(
        hashlib.sha256(site.encode()).digest(),
        flags,
        0,
        key if flags & FLAG.AT else b"",
    )
    answer = AuthenticatorAttestationResponse(
        client_data=CollectedClientData.create(
            "webauthn.create", challenge, "http://localhost"
        ),
        attestation_object=AttestationObject.create("none", shown, {}),
    )
    sent = RegistrationResponse(raw_id=b"some-key", response=answer)
    found: dict[str, Any] = json.loads(json.dumps(dict(sent), default=dict))
    return found


def spoilt() -> Iterator[Any]:
    """A passkey with one thing wrong in it, and what is none at all."""
    yield from (None, False, True, 0, 1, "", "x", [], [1], {}, {"id": "x"})
    whole = credential()
    for place in ((), ("response",)):
        part = whole["response"] if place else whole
        for name in part:
            for wrong in WRONG:
                broken = deepcopy(whole)
                inner = broken["response"] if place else broken
                inner[name] = wrong
                if wrong == MISSING:
                    del inner[name]
                yield broken


def added(user: User) -> list[Authenticator]:
    return list(Authenticator.objects.filter(user=user, type="webauthn"))


def begin(user: User) -> tuple[Client, bytes]:
    """On the page that adds a passkey, and the challenge it wants answered."""
    browser = at_home()
    browser.force_login(user)
    confirm(browser)
    page = browser.get(ADD)
    options = page.context["js_data"]["creation_options"]
    return browser, websafe_decode(options["publicKey"]["challenge"])


def send(browser: Client, sent: Any, address: str = ADD) -> Any:
    return browser.post(address, {"name": "Mine", "credential": json.dumps(sent)})


def test_a_sound_passkey_is_added(user: User) -> None:
    browser, challenge = begin(user)
    assert send(browser, credential(challenge)).status_code == 302
    assert len(added(user)) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"challenge": b"another page's"},
        {"flags": FLAG.AT},  # nobody was there
        {"flags": FLAG.UP},  # no key in it
        {"site": "other.test"},
    ],
)
def test_a_passkey_made_for_something_else_is_refused(
    user: User, wrong: dict[str, Any]
) -> None:
    browser, challenge = begin(user)
    answer = send(browser, credential(**{"challenge": challenge} | wrong))
    assert (answer.status_code, NOT_ONE in answer.text) == (200, True)
    assert 'value="Mine"' in answer.text
    assert added(user) == []


def test_nonsense_is_not_added_as_a_passkey(user: User) -> None:
    browser, _challenge = begin(user)
    for sent in spoilt():
        answer = send(browser, sent)
        assert answer.status_code == 200, sent
        assert "field-error" in answer.text, sent
    assert added(user) == []


def test_nonsense_signs_nobody_in(user: User) -> None:
    browser = at_home()
    for sent in spoilt():
        browser.get(SIGN_IN, headers={"X-Requested-With": "XMLHttpRequest"})
        answer = send(browser, sent, SIGN_IN)
        assert (answer.status_code, answer.headers["Location"]) == (
            302,
            "/accounts/login/",
        )
    assert UNKNOWN in browser.get("/accounts/login/").text
    assert not is_signed_in(browser)


def test_nonsense_is_no_second_step_and_confirms_nothing(user: User) -> None:
    owner, challenge = begin(user)
    assert send(owner, credential(challenge)).status_code == 302
    browser = at_home()
    assert sign_in(browser, "robin") == 302
    late = at_home()
    late.force_login(user)
    for sent in spoilt():
        answer = send(browser, sent, SECOND_STEP)
        assert answer.status_code == 200, sent
        assert "field-error" in answer.text, sent
        assert send(late, sent, CONFIRM).status_code == 302, sent
    assert not is_signed_in(browser)
    assert late.get(ADD).headers["Location"].startswith("/accounts/reauthenticate/")


@pytest.mark.parametrize("text", ["9" * 5000, "[" * 100_000, "{", "\0"])
def test_what_cannot_be_read_at_all_is_refused(user: User, text: str) -> None:
    browser, _challenge = begin(user)
    sent = {"name": "Mine", "credential": text}
    answer = browser.post(ADD, sent)
    assert answer.status_code == 200
    assert "field-error" in answer.text
    assert added(user) == []
    visitor = at_home()
    answer = visitor.post("/accounts/2fa/webauthn/login/", sent)
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/")
    assert "_auth_user_id" not in visitor.session
