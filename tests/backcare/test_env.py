"""The settings table: values typed, secrets from files, every error at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from backcare import env
from backcare.refusal import Refusal


def test_nothing_set_gives_the_defaults() -> None:
    read = env.read({})

    assert read[env.BIND] == "127.0.0.1"
    assert read[env.PORT] == 8000
    assert read[env.URL] is None
    assert read[env.SIGNUPS] == "closed"
    assert read.trusted_proxies == ()
    assert not read.https


def test_an_empty_value_is_not_set() -> None:
    assert env.read({"BACKCARE_PORT": ""})[env.PORT] == 8000


def test_values_are_typed() -> None:
    read = env.read(
        {
            "BACKCARE_DATA": "/srv/diary",
            "BACKCARE_BIND": "0.0.0.0",
            "BACKCARE_PORT": "9000",
            "BACKCARE_URL": "https://me.example.org:8443/diary/",
            "BACKCARE_HSTS": "yes",
        }
    )

    assert read[env.DATA] == Path("/srv/diary")
    assert read[env.BIND] == "0.0.0.0"
    assert read[env.PORT] == 9000
    assert read[env.URL] == env.SiteURL("https", "me.example.org", 8443, "/diary")
    assert str(read[env.URL]) == "https://me.example.org:8443/diary"
    assert read[env.HSTS] is True
    assert [str(net) for net in read.trusted_proxies] == ["127.0.0.0/8", "::1/128"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("112", "112"),
        ("116 123", "116123"),
        ("+49 (0)800 111-0-111", "+4908001110111"),
        ("Samaritans 116 123", "116123"),
        ("112 or 999", ""),
        ("911 / 112", ""),
        ("the nurse in room 3", ""),
    ],
)
def test_a_phone_line_is_dialled_where_it_holds_one_number(
    text: str, number: str
) -> None:
    read = env.read({"BACKCARE_EMERGENCY_NUMBER": text, "BACKCARE_CRISIS_LINE": text})
    assert read[env.EMERGENCY_NUMBER] == env.PhoneLine(text, number)
    assert str(read[env.CRISIS_LINE]) == text


@pytest.mark.parametrize("text", ["1" * 81, "112\n999"])
def test_a_phone_line_is_one_short_line(text: str) -> None:
    with pytest.raises(Refusal, match="BACKCARE_EMERGENCY_NUMBER is longer than 80"):
        env.read({"BACKCARE_EMERGENCY_NUMBER": text})


def test_trusted_proxies_that_are_given_replace_the_default() -> None:
    read = env.read(
        {
            "BACKCARE_URL": "https://me.example.org",
            "BACKCARE_TRUSTED_PROXIES": "10.0.0.7, 192.168.4.0/24",
        }
    )

    nets = [str(net) for net in read.trusted_proxies]
    assert nets == ["10.0.0.7/32", "192.168.4.0/24"]


@pytest.mark.parametrize(
    ("text", "server"),
    [
        (
            "smtp://robin:a%40b@mail.example.org",
            env.MailServer("mail.example.org", 587, "robin", "a@b", "starttls"),
        ),
        (
            "smtps://mail.example.org",
            env.MailServer("mail.example.org", 465, "", "", "tls"),
        ),
        (
            "smtp+plain://localhost:2525",
            env.MailServer("localhost", 2525, "", "", "none"),
        ),
    ],
)
def test_mail_server(text: str, server: env.MailServer) -> None:
    read = env.read({"BACKCARE_SMTP_URL": text, "BACKCARE_MAIL_FROM": "a@b.example"})

    assert read[env.SMTP_URL] == server


def test_a_value_from_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "key"
    secret.write_text("0123456789" * 6 + "\n")

    read = env.read({"BACKCARE_SECRET_KEY_FILE": str(secret)})

    assert read[env.SECRET_KEY] == "0123456789" * 6


@pytest.mark.parametrize("setting", env.SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_can_come_from_a_file(
    setting: env.Setting[object], tmp_path: Path
) -> None:
    with pytest.raises(Refusal, match=f"{setting.name} cannot be read from"):
        env.read({f"{setting.name}_FILE": str(tmp_path / "missing")})


@pytest.mark.parametrize(
    ("environ", "line"),
    [
        ({"BACKCARE_DATA": "diary"}, "BACKCARE_DATA is not a full path"),
        ({"BACKCARE_BIND": "myhost"}, "BACKCARE_BIND is not an IP address"),
        ({"BACKCARE_PORT": "0"}, "BACKCARE_PORT is not a port"),
        ({"BACKCARE_PORT": "65536"}, "BACKCARE_PORT is not a port"),
        ({"BACKCARE_PORT": "80a"}, "BACKCARE_PORT is not a port"),
        ({"BACKCARE_PORT": "²"}, "BACKCARE_PORT is not a port"),
        ({"BACKCARE_URL": "me.example.org"}, "BACKCARE_URL is not an address like"),
        ({"BACKCARE_URL": "ftp://me.example.org"}, "BACKCARE_URL is not an address"),
        ({"BACKCARE_URL": "https://a:99999"}, "BACKCARE_URL is not an address that"),
        ({"BACKCARE_URL": "https://[::1"}, "BACKCARE_URL is not an address that"),
        ({"BACKCARE_URL": "https://u:p@a.b"}, "BACKCARE_URL must hold no name"),
        ({"BACKCARE_URL": "https://*"}, "BACKCARE_URL has a host name with letters"),
        ({"BACKCARE_SIGNUPS": "maybe"}, "must be one of: closed, open"),
        ({"BACKCARE_SECRET_KEY": "short"}, "BACKCARE_SECRET_KEY is too short"),
        ({"BACKCARE_SECRET_KEY": "a" * 60}, "BACKCARE_SECRET_KEY is too short"),
        ({"BACKCARE_TRUSTED_PROXIES": "me"}, "is not a list of IP addresses"),
        ({"BACKCARE_SMTP_URL": "mail"}, "BACKCARE_SMTP_URL is not an address like"),
        ({"BACKCARE_MAIL_FROM": "me"}, "BACKCARE_MAIL_FROM is not a mail address"),
        ({"BACKCARE_LOG_LEVEL": "loud"}, "must be one of: debug, info"),
        ({"BACKCARE_DEBUG": "1"}, "must be one of: no, yes"),
        ({"BACKCARE_HSTS": "yes"}, "BACKCARE_URL is not an https address"),
        ({"BACKCARE_SMTP_URL": "smtp://a"}, "BACKCARE_MAIL_FROM is needed"),
        ({"BACKCARE_PROT": "80"}, "not a setting of BackCare; do you mean BACKCARE_PO"),
        (
            {"BACKCARE_PORT": "80", "BACKCARE_PORT_FILE": "/p"},
            "BACKCARE_PORT and BACKCARE_PORT_FILE are both set",
        ),
    ],
)
def test_a_wrong_value_is_refused_in_words(environ: dict[str, str], line: str) -> None:
    with pytest.raises(Refusal) as refusal:
        env.read(environ)

    assert len(refusal.value.lines) == 1
    assert line in refusal.value.lines[0]


def test_every_wrong_value_is_reported_at_once() -> None:
    with pytest.raises(Refusal) as refusal:
        env.read(
            {"BACKCARE_PORT": "x", "BACKCARE_SIGNUPS": "x", "BACKCARE_COLOUR": "x"}
        )

    names = [line.split()[0] for line in refusal.value.lines]
    assert names == ["BACKCARE_COLOUR", "BACKCARE_PORT", "BACKCARE_SIGNUPS"]


def test_no_line_repeats_a_secret() -> None:
    with pytest.raises(Refusal) as refusal:
        env.read({"BACKCARE_SECRET_KEY": "hunter2", "BACKCARE_SMTP_URL": "hunter2"})

    assert "hunter2" not in str(refusal.value)
