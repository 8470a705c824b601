"""The score that Mozilla's HTTP Observatory gives, worked out from one answer.

Its tests and modifiers are written out here, since the tool itself asks a public site.
A bonus counts only if the score without any is at least 90.
"""

from __future__ import annotations

import json
import subprocess
import sys
from http.cookies import SimpleCookie

from tests.backcare.conftest import clean_environ

ASK = """
import json, django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
settings.STATIC_ROOT.mkdir(exist_ok=True)
settings.STORAGES["staticfiles"]["BACKEND"] = (
    "django.contrib.staticfiles.storage.StaticFilesStorage")
browser = Client(headers={"host": HOST})
plain = browser.get("/accounts/login/")
answer = browser.get("/accounts/login/", secure=SECURE)
from backcare.accounts.models import User
User.objects.create_user("robin", password="robin-password")
typed = {"login": "robin", "password": "robin-password"}
signed_in = browser.post("/accounts/login/", typed, secure=SECURE)
print(json.dumps({
    "redirect": plain.headers.get("Location", ""),
    "headers": {name.lower(): value for name, value in answer.headers.items()},
    "cookies": answer.cookies.output(header="", sep=";;")
    + ";;" + signed_in.cookies.output(header="", sep=";;"),
}))
"""


def asked(tmp_path: object, host: str, secure: bool, **environ: str) -> dict[str, str]:
    """Redirect, headers and cookies of the sign-in page."""
    done = subprocess.run(
        [sys.executable, "-c", f"HOST={host!r}; SECURE={secure}\n{ASK}"],
        env=clean_environ()
        | {
            "BACKCARE_DATA": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "backcare.settings",
        }
        | environ,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, str] = json.loads(done.stdout)
    return found


def score(found: dict[str, str]) -> tuple[int, dict[str, int]]:
    """The score, and the modifiers that are not nought."""
    headers: dict[str, str] = found["headers"]  # type: ignore[assignment]
    policy = {
        words[0]: words[1:]
        for part in headers.get("content-security-policy", "").split(";")
        if (words := part.split())
    }
    jar = [SimpleCookie(text) for text in found["cookies"].split(";;") if text.strip()]
    cookies = [morsel for cookie in jar for morsel in cookie.values()]
    session = [c for c in cookies if "session" in c.key]
    assert session, "signing in set no cookie"
    secure = all(c["secure"] for c in cookies)
    strict = all(c["samesite"] for c in cookies) and all(c["httponly"] for c in session)
    unsafe = "unsafe" in headers.get("content-security-policy", "unsafe")
    hsts = headers.get("strict-transport-security", "max-age=0")
    long = int(hsts.split("max-age=")[1].split(";")[0]) >= 15768000
    losses = {
        "csp": -25 if not policy else -20 if unsafe else 0,
        "hsts": 0 if long else -20,
        "redirect": 0 if found["redirect"].startswith("https://") else -20,
        "session cookie secure": 0 if secure else -40,
        "session cookie httponly": 0 if all(c["httponly"] for c in session) else -30,
        "frames": 0 if policy.get("frame-ancestors") == ["'none'"] else -20,
        "nosniff": 0 if headers.get("x-content-type-options") == "nosniff" else -5,
        "referrer": 0 if headers.get("referrer-policy") == "same-origin" else -5,
    }
    gains = {
        "csp": 10 if policy.get("default-src") == ["'none'"] and not unsafe else 0,
        "cookies": 5 if secure and strict else 0,
        "referrer": 5 if not losses["referrer"] else 0,
        "frames": 5 if not losses["frames"] else 0,
        "corp": 10 * (headers.get("cross-origin-resource-policy") == "same-origin"),
        "coop": 10 * (headers.get("cross-origin-opener-policy") == "same-origin"),
        "coep": 10 * (headers.get("cross-origin-embedder-policy") == "require-corp"),
    }
    base = 100 + sum(losses.values())
    lost = {name: value for name, value in losses.items() if value}
    return (base + sum(gains.values()) if base >= 90 else base), lost


def test_behind_https_it_is_155(tmp_path: object) -> None:
    found = asked(
        tmp_path,
        "me.example.org",
        secure=True,
        BACKCARE_URL="https://me.example.org",
        BACKCARE_HSTS="yes",
    )

    assert score(found) == (155, {})
    assert "__Host-sessionid" in found["cookies"]
    assert "__Host-csrftoken" in found["cookies"]


def test_on_plain_http_at_home_only_encryption_is_missing(tmp_path: object) -> None:
    found = asked(tmp_path, "localhost", secure=False)

    _score, lost = score(found)
    assert lost == {"hsts": -20, "redirect": -20, "session cookie secure": -40}
