"""The settings that come from the environment: one table, typed, checked together.

Every setting ``NAME`` may also be given as ``NAME_FILE``, the path of a file that
holds the value (for Docker and systemd credentials). Reading reports every wrong
value at once. No Django here: the server's parent process loads this module.
"""

from __future__ import annotations

import difflib
import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar, cast
from urllib.parse import SplitResult, unquote, urlsplit

import platformdirs

from backcare.refusal import Refusal

LONGEST_LINE = 80
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
PREFIX = "BACKCARE_"
TEST_PREFIX = "BACKCARE_TEST_"
Networks = tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]


@dataclass(frozen=True)
class Setting(Generic[T_co]):
    """One setting: ``parse`` raises ValueError with words for the person."""

    name: str
    parse: Callable[[str], T_co]
    default: T_co
    default_in_words: str
    help: str


@dataclass(frozen=True)
class SiteURL:
    """The address people type, taken apart. ``path`` has no slash at its end."""

    scheme: str
    host: str
    port: int | None
    path: str

    @property
    def origin(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + (f":{self.port}" if self.port else "")

    def __str__(self) -> str:
        return self.origin + self.path


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed in; ``encryption`` is starttls, tls or none."""

    host: str
    port: int
    user: str
    password: str
    encryption: str


@dataclass(frozen=True)
class PhoneLine:
    """A telephone line in the operator's words, and its one number to dial.

    ``number`` is empty where the words hold no number, or more than one.
    """

    words: str
    number: str

    def __str__(self) -> str:
        return self.words


def _path(text: str) -> Path:
    path = Path(text).expanduser()
    if not path.is_absolute():
        raise ValueError("is not a full path; begin it with /")
    return path


def _address(text: str) -> str:
    if text == "localhost":
        return "127.0.0.1"
    try:
        return str(ipaddress.ip_address(text.strip("[]")))
    except ValueError:
        raise ValueError(
            "is not an IP address; 127.0.0.1 is this machine alone, "
            "0.0.0.0 every device in your network"
        ) from None


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise ValueError("is not a port; use a number from 1 to 65535")
    return int(text)


def _split(text: str) -> tuple[SplitResult, int | None]:
    try:
        parts = urlsplit(text)
        return parts, parts.port
    except ValueError:
        raise ValueError("is not an address that can be read") from None


def _site_url(text: str) -> SiteURL:
    parts, port = _split(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(
            "is not an address like https://backcare.example.org or http://nas:8000"
        )
    if parts.query or parts.fragment or parts.username or parts.password:
        raise ValueError("must hold no name, password, ? or #")
    if not re.fullmatch(r"[A-Za-z0-9._:-]+", parts.hostname):
        raise ValueError("has a host name with letters that are not allowed")
    return SiteURL(parts.scheme, parts.hostname, port, parts.path.rstrip("/"))


def _mail_server(text: str) -> MailServer:
    parts, port = _split(text)
    if parts.scheme not in ("smtp", "smtps", "smtp+plain") or not parts.hostname:
        raise ValueError("is not an address like smtp://name:password@host:587")
    encryption = {"smtp": "starttls", "smtps": "tls", "smtp+plain": "none"}
    usual_port = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
    return MailServer(
        host=parts.hostname,
        port=port or usual_port[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        encryption=encryption[parts.scheme],
    )


def _mail_address(text: str) -> str:
    if not re.fullmatch(r"[^\s@]+@[^\s@]+|[^<>@]+ <[^\s@]+@[^\s@]+>", text):
        raise ValueError("is not a mail address")
    return text


def _phone_line(text: str) -> PhoneLine:
    if len(text) > LONGEST_LINE or not text.isprintable():
        raise ValueError(f"is longer than {LONGEST_LINE} letters, or more than a line")
    found = re.findall(r"\+?\d(?:[ ().-]*\d)+", text)
    number = re.sub(r"[^\d+]", "", found[0]) if len(found) == 1 else ""
    return PhoneLine(text, number)


def _networks(text: str) -> Networks:
    try:
        return tuple(
            ipaddress.ip_network(part.strip()) for part in text.split(",") if part
        )
    except ValueError:
        raise ValueError(
            "is not a list of IP addresses or networks with commas between"
        ) from None


def _secret(text: str) -> str:
    if len(text) < 50 or len(set(text)) < 5:
        raise ValueError("is too short: at least 50 letters and digits")
    return text


def _one_of(*words: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text.lower() not in words:
            raise ValueError(f"must be one of: {', '.join(words)}")
        return text.lower()

    return parse


def _yes_or_no(text: str) -> bool:
    return _one_of("no", "yes")(text) == "yes"


DATA = Setting(
    f"{PREFIX}DATA",
    _path,
    Path(platformdirs.user_data_dir("backcare", appauthor=False)),
    "your user data folder, on Linux `~/.local/share/backcare`",
    "The folder that holds everything: database, secret key, copies, static files.",
)
BIND = Setting(
    f"{PREFIX}BIND",
    _address,
    "127.0.0.1",
    "`127.0.0.1`",
    "The address to listen on. `0.0.0.0` lets other devices in your network in.",
)
PORT = Setting(f"{PREFIX}PORT", _port, 8000, "`8000`", "The port to listen on.")
URL: Setting[SiteURL | None] = Setting(
    f"{PREFIX}URL",
    _site_url,
    None,
    "none",
    "The address people type, when it is another name, HTTPS behind a proxy, or a "
    "path below a name: `https://backcare.example.org`.",
)
TRUSTED_PROXIES: Setting[Networks | None] = Setting(
    f"{PREFIX}TRUSTED_PROXIES",
    _networks,
    None,
    "this machine when `BACKCARE_URL` is https, else none",
    "IP addresses or networks, with commas between, whose `X-Forwarded-` headers are "
    "believed.",
)
SIGNUPS = Setting(
    f"{PREFIX}SIGNUPS",
    _one_of("closed", "open"),
    "closed",
    "`closed`",
    "`open` lets anybody who reaches the page make an account; otherwise people come "
    "in by invitation.",
)
SECRET_KEY: Setting[str | None] = Setting(
    f"{PREFIX}SECRET_KEY",
    _secret,
    None,
    "made at the first start and kept in the data folder",
    "The key that signs sessions and links, at least 50 characters.",
)
SMTP_URL: Setting[MailServer | None] = Setting(
    f"{PREFIX}SMTP_URL",
    _mail_server,
    None,
    "none: no mail is sent",
    "The mail server: `smtp://name:password@host:587` (STARTTLS), `smtps://` (TLS) or "
    "`smtp+plain://` (not encrypted).",
)
MAIL_FROM: Setting[str | None] = Setting(
    f"{PREFIX}MAIL_FROM",
    _mail_address,
    None,
    "none",
    "The sender of its mails; needed with `BACKCARE_SMTP_URL`.",
)
EMERGENCY_NUMBER: Setting[PhoneLine | None] = Setting(
    f"{PREFIX}EMERGENCY_NUMBER",
    _phone_line,
    None,
    "none: “your local emergency number”",
    "The emergency number of your country, shown first wherever a warning sign needs "
    "help at once: `112`.",
)
CRISIS_LINE: Setting[PhoneLine | None] = Setting(
    f"{PREFIX}CRISIS_LINE",
    _phone_line,
    None,
    "none: “a crisis line”",
    "A line for people who think of ending their life, shown beside the emergency "
    "number: `Samaritans 116 123`.",
)
HSTS = Setting(
    f"{PREFIX}HSTS",
    _yes_or_no,
    False,
    "`no`",
    "`yes` tells browsers to use HTTPS alone for a year. Only for an https "
    "`BACKCARE_URL` that will stay.",
)
LOG_LEVEL = Setting(
    f"{PREFIX}LOG_LEVEL",
    _one_of("debug", "info", "warning", "error"),
    "warning",
    "`warning`",
    "How much is written to the console: `debug`, `info`, `warning` or `error`.",
)
DEBUG = Setting(
    f"{PREFIX}DEBUG",
    _yes_or_no,
    False,
    "`no`",
    "`yes` for work on BackCare itself: error pages show code and values. Never with "
    "a real diary.",
)

SETTINGS: tuple[Setting[object], ...] = (
    DATA,
    BIND,
    PORT,
    URL,
    TRUSTED_PROXIES,
    SIGNUPS,
    SECRET_KEY,
    SMTP_URL,
    MAIL_FROM,
    EMERGENCY_NUMBER,
    CRISIS_LINE,
    HSTS,
    LOG_LEVEL,
    DEBUG,
)


class Environment:
    """What was set, typed: ``environment[PORT]`` is a number."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = values

    def __getitem__(self, setting: Setting[T]) -> T:
        return cast("T", self._values.get(setting.name, setting.default))

    @property
    def https(self) -> bool:
        url = self[URL]
        return url is not None and url.scheme == "https"

    @property
    def trusted_proxies(self) -> Networks:
        """Who may say whom a request comes from and how it came."""
        given = self[TRUSTED_PROXIES]
        if given is not None:
            return given
        return _networks("127.0.0.0/8,::1/128") if self.https else ()


def read(environ: Mapping[str, str]) -> Environment:
    """Every setting, or one ``Refusal`` with a line for each wrong one."""
    wrong = _unknown(environ)
    values: dict[str, object] = {}
    for setting in SETTINGS:
        try:
            text = _text(setting.name, environ)
            if text:
                values[setting.name] = setting.parse(text)
        except ValueError as error:
            wrong.append(f"{setting.name} {error}.")
    environment = Environment(values)
    wrong += _clashes(environment)
    if wrong:
        raise Refusal(*wrong)
    return environment


def _text(name: str, environ: Mapping[str, str]) -> str:
    """The value as text, empty where it is not set."""
    path = environ.get(f"{name}_FILE", "")
    if not path:
        return environ.get(name, "").strip()
    if environ.get(name):
        raise ValueError(f"and {name}_FILE are both set; keep one")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise ValueError(f"cannot be read from {path} ({name}_FILE)") from None


def _unknown(environ: Mapping[str, str]) -> list[str]:
    known = {setting.name for setting in SETTINGS}
    lines = []
    for name in sorted(environ):
        if not name.startswith(PREFIX) or name.startswith(TEST_PREFIX):
            continue
        if name not in known and name.removesuffix("_FILE") not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"; do you mean {near[0]}?" if near else "."
            lines.append(f"{name} is not a setting of BackCare{hint}")
    return lines


def _clashes(environment: Environment) -> list[str]:
    lines = []
    if environment[HSTS] and not environment.https:
        lines.append(f"{HSTS.name} is yes, but {URL.name} is not an https address.")
    if environment[SMTP_URL] and not environment[MAIL_FROM]:
        lines.append(f"{MAIL_FROM.name} is needed with {SMTP_URL.name}.")
    return lines
