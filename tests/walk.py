"""Every address of the site, and how a stranger would ask it for a person's things.

``ways`` knows, for each name in the URL configuration, what to put into its path,
its query and its body, always with the keys of one person, the owner. Tests of
access and of headers walk over them; an address that is missing here fails there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core import signing
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.world import World
from tracker.vocabulary import Kind

HTMX = {"HX-Request": "true"}


@dataclass(frozen=True)
class Way:
    """One way to ask an address.

    ``theirs``: it names a row of the owner, so for everybody else there is none.
    ``operators``: it exists for the operator alone. ``public`` says why nobody has
    to sign in. ``absent``: words that only the owner may read, where no text of the
    owner's stands in the page.
    """

    path: Mapping[str, object] = field(default_factory=dict)
    query: str = ""
    body: Mapping[str, object] = field(default_factory=dict)
    theirs: bool = False
    operators: bool = False
    public: str = ""
    absent: str = ""


@dataclass(frozen=True)
class Address:
    """A name of the URL configuration, one way to ask it, and the path it gives."""

    name: str
    way: Way

    @property
    def path(self) -> str:
        path = reverse(self.name, kwargs=dict(self.way.path))
        return f"{path}?{self.way.query}" if self.way.query else path

    def __str__(self) -> str:
        return f"{self.name} {self.path}"


SIGNING_IN = "part of signing in"
FORGOTTEN = "for somebody who forgot the password; the link in the mail is the key"
ONE_TIME = "the one-time link is the key"


def ways(world: World) -> dict[str, list[Way]]:
    """How to ask each name of the URL configuration."""
    return _of_accounts(world) | _of_the_site(world) | _of_the_diary(world)


def _of_accounts(world: World) -> dict[str, list[Way]]:
    email = {"email": world.email.email}
    uid = user_pk_to_url_str(world.owner.user)
    not_theirs = default_token_generator.make_token(world.other.user)
    key = {"pk": world.passkey.pk}
    word = {"password1": "a-stranger-chose-this", "password2": "a-stranger-chose-this"}
    return {
        "account_login": [
            Way(body={"login": "robin", "password": "wrong"}, public=SIGNING_IN)
        ],
        "account_logout": [Way(public="signing out twice is no error")],
        "account_inactive": [Way(public=SIGNING_IN)],
        "account_signup": [Way(body={"username": "robin"}, public=SIGNING_IN)],
        "account_reauthenticate": [Way(body={"password": "robin-password"})],
        "account_email": [
            Way(body=email | {"action_add": ""}),
            Way(body=email | {"action_remove": ""}),
            Way(body=email | {"action_primary": ""}),
            Way(body=email | {"action_send": ""}),
        ],
        "account_email_verification_sent": [Way(public=SIGNING_IN)],
        "account_change_password": [Way(body=word | {"oldpassword": "wrong"})],
        "account_set_password": [Way(body=word)],
        "account_reset_password": [Way(body=email, public=FORGOTTEN)],
        "account_confirm_login_code": [Way(body={"code": "1"}, public=SIGNING_IN)],
        "account_confirm_email": [
            Way({"key": signing.dumps(world.email.pk)}, public=FORGOTTEN)
        ],
        "account_reset_password_from_key_done": [Way(public=FORGOTTEN)],
        "account_reset_password_from_key": [
            Way({"uidb36": uid, "key": not_theirs}, body=word, public=FORGOTTEN)
        ],
        "account_reset_password_done": [Way(public=FORGOTTEN)],
        "mfa_index": [Way()],
        "mfa_authenticate": [Way(body={"code": "123456"}, public=SIGNING_IN)],
        "mfa_reauthenticate": [Way(body={"code": "123456"})],
        "mfa_activate_totp": [Way(body={"code": "123456"})],
        "mfa_deactivate_totp": [Way(body=key)],
        "mfa_view_recovery_codes": [Way()],
        "mfa_generate_recovery_codes": [Way(body=key)],
        "mfa_download_recovery_codes": [Way()],
        "mfa_list_webauthn": [Way()],
        "mfa_add_webauthn": [Way(body={"name": "mine", "credential": "{}"})],
        "mfa_reauthenticate_webauthn": [Way(body={"credential": "{}"})],
        "mfa_remove_webauthn": [Way(key, theirs=True)],
        "mfa_edit_webauthn": [Way(key, body={"name": "mine now"}, theirs=True)],
        "mfa_login_webauthn": [Way(body={"credential": "{}"}, public=SIGNING_IN)],
        "usersessions_list": [Way(body={"session": world.owner.pk})],
    }


def _of_the_site(world: World) -> dict[str, list[Way]]:
    user = {"pk": world.owner.user.pk}
    join = {"username": "robin", "password1": "x", "password2": "x"}
    return {
        "get-help": [Way(public="the short address of the help page")],
        "healthz": [Way(public="for whoever watches the process; reads nothing")],
        "accounts:set-up": [
            Way({"token": world.invitation_token}, body=join, public=ONE_TIME)
        ],
        "accounts:invitation": [
            Way({"token": world.invitation_token}, body=join, public=ONE_TIME)
        ],
        "accounts:end-session": [Way({"pk": world.session.pk}, theirs=True)],
        "accounts:operator": [Way(operators=True)],
        "accounts:invite": [Way(body={"username": "robin"}, operators=True)],
        "accounts:withdraw": [Way({"pk": world.invitation.pk}, operators=True)],
        "accounts:active": [Way(user, body={"active": "yes"}, operators=True)],
        "accounts:password": [Way(user, operators=True)],
        "guides:list": [
            Way(body={"words": "sleep"}),
            Way(query="topic=sleep&area=hip", body={"words": ""}),
        ],
        "guides:exercises": [Way(), Way(query="area=neck&kind=exercise")],
        "guides:exercise": [
            Way({"exercise": "leg-swing"}),
            Way({"exercise": "cold-pack"}),
        ],
        "guides:help": [Way(public="nobody signs in with a warning sign")],
        "guides:guide": [Way({"slug": "water"}), Way({"slug": "bad-flare"})],
        "guides:mark": [
            Way({"slug": "water"}, body={"kind": "helped", "chosen": "no"}),
            Way({"slug": "water"}, body={"kind": "read"}),
        ],
        "guides:programmes": [Way()],
        "guides:programme": [
            Way({"slug": "core-strength"}),
            Way({"slug": "mckenzie-series"}),
        ],
        "guides:programme-change": [
            Way({"slug": "core-strength"}, body={"do": do})
            for do in ("start", "choose", "pause", "resume", "ask", "again", "stop")
        ],
    }


def _of_the_diary(world: World) -> dict[str, list[Way]]:
    day, entry = {"day": world.today.isoformat()}, {"pk": world.reading.pk}
    past = {"day": (world.today - timedelta(days=1)).isoformat()}
    gone = {"pk": world.removed.pk}
    done = f"done=saved&entry={world.reading.pk}"
    sent = {
        "client_id": world.reading.client_id,
        "page_day": world.today,
        "live": "yes",
    }
    typed: dict[str, dict[str, object]] = {
        Kind.PAIN: {"score": 4},
        Kind.SLEEP: {"sleep_minutes": 420},
        Kind.DRINK: {"volume_ml": 250},
        Kind.EXERCISE: {"activity": "walk", "minutes": 10},
        Kind.BREAK: {},
        Kind.NOTE: {"text": "Mine."},
        Kind.MARK: {"mark": "travel"},
        Kind.ANSWER: {"question": "desk-day", "answer": "no"},
        "nonsense": {},
    }
    change = f"made-{world.night.pk}"
    cells = {"client_id": world.reading.client_id, "pain": "3", "was-pain": "4"}
    return {
        "tracker:today": [Way(), Way(query=done)],
        "tracker:go": [Way(query=f"day={past['day']}")],
        "tracker:day": [Way(past), Way(past, query=done), Way(day)],
        "tracker:deleted": [Way()],
        "tracker:entries": [Way({**day, "card": c}) for c in ("pain", "sleep")],
        "tracker:add": [Way({"kind": k}, body=sent | v) for k, v in typed.items()],
        "tracker:entry": [Way(entry, body={"score": 9}, theirs=True)],
        "tracker:entry-details": [Way(entry, body={"text": "Mine."}, theirs=True)],
        "tracker:entry-remove": [Way(entry, theirs=True)],
        "tracker:entry-restore": [Way(gone, theirs=True)],
        "tracker:entry-undo": [Way({"pk": world.night.pk}, theirs=True)],
        "tracker:entry-keep-both": [Way({"pk": world.night.pk}, theirs=True)],
        "tracker:entry-move": [Way(entry, body=past, theirs=True)],
        "tracker:history": [
            Way(),
            Way({"first": f"{world.today:%Y-%m}"}),
            Way(query=f"month={world.today.month}&year={world.today.year}"),
        ],
        "tracker:week-go": [Way(query=f"day={past['day']}")],
        "tracker:week": [Way(past), Way(past, query="saved=sleep")],
        "tracker:week-save": [Way(past, body=cells)],
        "tracker:week-undo": [Way(past, body={"change": change}, theirs=True)],
        "tracker:search": [Way(body={"words": "stairs"}), Way(body={"words": "zq"})],
        "tracker:trends": [Way(), Way(query="range=all&table=pain")],
        "tracker:trends-days": [Way(), Way(query="range=30&chart=pain")],
        "tracker:limits": [Way(public="what the site cannot do; reads nothing")],
        "tracker:new-symptom": [
            Way(body={"key": world.waiting.pk, "none": "none"}),
            Way(body={"key": world.answered.pk, "A1": "yes"}),
        ],
        "tracker:safety-questions": [
            Way(query="next=/practice/start/", body={"none": "none"}),
            Way(body={"key": world.waiting.pk, "none": "none"}),
        ],
        "tracker:episode": [Way(body={"over": "no"})],
        "tracker:warnings": [Way()],
        **_of_practice(world),
        **_of_warnings(world),
        **_of_the_person(world),
    }


def _of_practice(world: World) -> dict[str, list[Way]]:
    practice = {"pk": world.practice.pk}
    start = {"exercise": "leg-swing", "key": world.practice.pk}
    return {
        "tracker:practice-start": [
            Way(query="exercise=leg-swing", body=start),
            Way(query="exercise=leg-swing", body=start | {"how": "done"}),
            Way(query="routine=desk", body=start | {"routine": "desk"}),
            Way(
                query=f"routine={world.routine.pk}",
                body=start | {"routine": world.routine.pk},
                theirs=True,
            ),
            Way(
                query="exercise=leg-swing&programme=core-strength",
                body=start | {"programme": "core-strength"},
            ),
        ],
        "tracker:routines": [Way(body={"name": "Mine"}), Way(body={"name": ""})],
        "tracker:routine": [
            Way({"pk": world.routine.pk}, body={"name": "Mine"}, theirs=True)
        ],
        "tracker:routine-delete": [Way({"pk": world.routine.pk}, theirs=True)],
        "tracker:routine-restore": [Way({"pk": world.routine.pk}, theirs=True)],
        "tracker:practice": [Way(practice, theirs=True)],
        "tracker:practice-set": [
            Way({**practice, "number": 1}, body={"seconds": 9}, theirs=True)
        ],
        "tracker:practice-finish": [Way(practice, theirs=True)],
        "tracker:practice-pain": [Way(practice, body={"pain": 3}, theirs=True)],
        "tracker:practice-delete": [Way(practice, theirs=True)],
    }


def _of_warnings(world: World) -> dict[str, list[Way]]:
    answered, waiting = {"pk": world.answered.pk}, {"pk": world.waiting.pk}
    return {
        "tracker:warning": [
            Way(answered, theirs=True),
            Way(waiting, body={"none": "none"}, theirs=True),
        ],
        "tracker:warning-more": [Way(answered, theirs=True)],
        "tracker:warning-close": [Way(answered, body={"closing": "seen"}, theirs=True)],
        "tracker:warning-reopen": [Way(answered, theirs=True)],
        "tracker:warning-delete": [
            Way(answered, theirs=True),
            Way(waiting, theirs=True),
        ],
    }


def _of_the_person(world: World) -> dict[str, list[Way]]:
    situation = {"pk": world.pregnancy.pk}
    date_typed = {f"s{world.pregnancy.pk}-since": world.today.isoformat()}
    cards: dict[str, dict[str, object]] = {
        "clock": {"time_zone": "UTC", "units": "us", "day_ends_hour": "3"},
        "about": {"birth_year": "1980"},
        "goals": {"breaks_goal": "5"},
        "containers": {"name_0": "Mug", "size_0": "300"},
        "theme": {"theme": "dark"},
        "nonsense": {},
    }
    born = {"born": world.today.isoformat()}
    return {
        "tracker:welcome": [
            Way(body={"skip": "all"}),
            Way(body={"time_zone": "UTC", "units": "us", "day_ends_hour": "0"}),
        ],
        "tracker:settings": [
            Way(),
            Way(query=f"ended={world.ended.pk}", absent="Ended:"),
        ],
        "tracker:situations": [Way(body={"situations": "desk-work"})],
        "tracker:settings-save": [Way({"card": c}, body=b) for c, b in cards.items()],
        "tracker:situation-date": [Way(situation, body=date_typed, theirs=True)],
        "tracker:situation-end": [Way(situation, theirs=True)],
        "tracker:situation-resume": [Way({"pk": world.ended.pk}, theirs=True)],
        "tracker:after-due-date": [
            Way(situation, body={"answer": answer} | born, theirs=True)
            for answer in ("end", "pregnant", "birth")
        ],
        "tracker:zone": [Way(body={"device_zone": "Asia/Tokyo", "choice": "take"})],
    }


def addresses(world: World) -> list[Address]:
    """Every address in every way."""
    known = ways(world)
    return [Address(name, way) for name in known for way in known[name]]


def patterns() -> set[tuple[str, frozenset[str]]]:
    """The whole URL configuration: names, and the parameters of their paths."""
    return set(_patterns(get_resolver().url_patterns))


def _patterns(
    found: Iterable[URLPattern | URLResolver],
    space: str = "",
    outer: frozenset[str] = frozenset(),
) -> Iterator[tuple[str, frozenset[str]]]:
    for one in found:
        named = set(one.pattern.regex.groupindex) | set(one.pattern.converters)
        names = outer | named
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from _patterns(one.url_patterns, inner, names)
        else:
            yield f"{space}{one.name}", names
