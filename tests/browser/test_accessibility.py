"""Every page under axe: narrow and wide, light and dark, with every part opened."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.contrib.auth import get_user_model
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from backcare.accounts import links
from guides.library import library
from tests.backcare.accounts.test_second_step import code_now
from tests.browser.filling import make_reader, make_writer
from tests.browser.looking import RULES, RUN, SCHEMES, Looked, looking
from tests.conftest import make_person, screened
from tracker.calendar import day_of
from tracker.models import Entry, Person
from tracker.vocabulary import Kind

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db(transaction=True)


def test_axe_finds_what_is_wrong(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<title>Grey</title><p>plain<p><img src='data:,'>")
    page.evaluate(AXE_SCRIPT)
    found = {line.split(":")[0] for line in page.evaluate(RUN, RULES)}
    page.close()
    assert found == {"html-has-lang", "image-alt"}


def today_of(person: Person) -> Any:
    return day_of(timezone.now(), person)


def test_pages_of_the_diary(browser: Browser, live_server: LiveServer) -> None:
    writer = make_writer("robin")
    today = today_of(writer)
    yesterday = today - timedelta(days=1)
    with looking(browser, live_server, writer) as looked:
        looked.go("/")
        looked.go(f"/days/{yesterday}/")
        looked.go("/history/")
        looked.go(f"/weeks/{today}/")
        looked.go("/trends/?range=30")
        looked.go("/trends/?range=own&first=2026-02-01&last=2026-01-01", status=422)
        looked.go("/search/")
        looked.page.get_by_role("searchbox").fill("garden")
        looked.page.get_by_role("button", name="Search").click()
        looked.page.locator("mark").first.wait_for()
        looked.look("search with results")
        looked.page.get_by_role("searchbox").fill("want to die")
        looked.page.get_by_role("button", name="Search").click()
        looked.page.get_by_role("alert").filter(has_text="carry this alone").wait_for()
        looked.look("search for a warning sign")
        for kind in (Kind.PAIN, Kind.SLEEP, Kind.EXERCISE, Kind.NOTE):
            entry = Entry.objects.filter(person=writer, day=today, kind=kind)[0]
            looked.go(reverse("tracker:entry", args=[entry.pk]))
        looked.go("/settings/")
        looked.page.goto("/")
        looked.page.locator("#pain-2").click()
        looked.page.locator("#pain .saved").wait_for()
        looked.look("Today, just saved")
        looked.send("#pain form[data-entry]", score="11")
        looked.look("Today, refused")
        looked.page.goto("/")
        looked.send("#note form", page_day=f"{yesterday}", text="Late.")
        assert "Which day?" in looked.page.title()
        looked.look("which day")
        looked.page.goto("/")
        looked.send("form[action*=after-due]", answer="birth", born="1990-01-01")
        assert "After the due date" in looked.page.title()
        looked.look("due date, refused")


def test_pages_of_warnings(browser: Browser, live_server: LiveServer) -> None:
    with looking(browser, live_server, make_reader("robin")) as looked:
        looked.go("/warnings/")
        looked.go("/new-symptom/")
        looked.go("/safety-questions/?next=/guides/core-strength/")
        looked.go("/guides/core-strength/")
        page = looked.page
        page.goto("/guides/")
        page.locator("[name=words]").fill("numb between my legs")
        page.get_by_role("button", name="Search").click()
        page.get_by_text("Do you have this now?").wait_for()
        looked.look("guides, warning words")
        page.goto("/")
        page.locator("#pain-9").click()
        page.wait_for_url("**/warnings/**")
        looked.look("warning, asked")
        page.get_by_role("button", name="See what to do").click()
        page.get_by_role("alert").wait_for()
        looked.look("warning, nothing ticked")
        page.get_by_role("checkbox", name="Yes").first.check()
        page.get_by_role("button", name="See what to do").click()
        page.get_by_text("What you ticked").wait_for()
        looked.look("warning, answered")
        looked.go("/")
        page.goto("/warnings/")
        page.get_by_role("link", name="Open").first.click()
        page.get_by_role("button", name="I was seen").click()
        page.get_by_role("button", name="Undo").wait_for()
        looked.look("warning, closed")
        looked.go("/warnings/")
        page.get_by_role("link", name="Delete").first.click()
        page.wait_for_url("**/delete/")
        looked.look("warning, delete")


def test_empty_and_first_pages(browser: Browser, live_server: LiveServer) -> None:
    reader = make_reader("kim")
    with looking(browser, live_server, reader) as looked:
        for theme in SCHEMES:
            reader.theme = theme
            reader.save()
            looked.go("/")
        looked.go("/history/")
        looked.go("/trends/")
        looked.go("/welcome/")
        looked.send("form[action='/welcome/']", birth_year="1")
        looked.look("welcome, refused")


def test_guides(browser: Browser, live_server: LiveServer) -> None:
    with looking(browser, live_server, screened(make_reader("kim"))) as looked:
        looked.go("/guides/")
        looked.page.get_by_role("searchbox").fill("pillow")
        looked.page.get_by_role("button", name="Search").click()
        looked.page.get_by_role("status").filter(has_text="best fit").wait_for()
        looked.look("guides with results")
        for slug in library().guides:
            looked.go(f"/guides/{slug}/")
        assert looked.seen >= 14


def test_exercises(browser: Browser, live_server: LiveServer) -> None:
    with looking(browser, live_server, make_reader("kim")) as looked:
        looked.go("/guides/exercises/")
        looked.go("/guides/exercises/?area=neck&position=prone")
        for name in ("getting-up-from-a-seat", "swallow-lift", "cold-pack"):
            looked.go(f"/guides/exercises/{name}/")
        looked.go("/guides/")
        looked.page.get_by_role("searchbox").fill("superman")
        looked.page.get_by_role("button", name="Search").click()
        looked.page.get_by_role("heading", name="of that name").wait_for()
        looked.look("guides with exercises found")


def test_exercises_left_out(browser: Browser, live_server: LiveServer) -> None:
    with looking(browser, live_server, make_writer("robin")) as looked:
        looked.go("/guides/exercises/")
        looked.go("/guides/exercises/plank/")
        assert looked.page.locator(".notice", has_text="eft out").count() > 0


def test_programmes_and_routines(browser: Browser, live_server: LiveServer) -> None:
    person = make_person("robin")
    person.welcomed_at = timezone.now()
    person.save()
    with looking(browser, live_server, screened(person)) as looked:
        looked.go("/guides/programmes/")
        for slug in ("mckenzie-series", "flare-days", "office-moves"):
            looked.go(f"/guides/programmes/{slug}/")
            looked.page.get_by_role("button", name="Start this programme").click()
            if slug != "mckenzie-series":
                several = "both" if slug == "flare-days" else "all of them"
                looked.page.get_by_role("button", name=f"Do {several}").wait_for()
                looked.look("the question whether to do several at once")
                looked.page.get_by_role("button", name=f"Do {several}").click()
            looked.page.get_by_role("heading", name="Pause or stop").wait_for()
            looked.look(f"{slug} that runs")
        looked.page.get_by_role("button", name="Pause").click()
        looked.page.get_by_role("button", name="Go on").wait_for()
        looked.look("a programme that is paused")
        looked.go("/practice/routines/")
        looked.page.get_by_label("Begin with").select_option("floor")
        looked.page.get_by_role("button", name="Make it").click()
        looked.page.locator("[name=name][aria-invalid=true]").wait_for()
        looked.look("a routine without a name")
        looked.page.get_by_label("Name").fill("Mornings")
        looked.page.get_by_label("Begin with").select_option("floor")
        looked.page.get_by_role("button", name="Make it").click()
        looked.page.get_by_role("heading", name="Mornings").wait_for()
        looked.look("a routine of one's own")
        move = looked.page.get_by_role("button", name="Move down").first
        move.focus()
        looked.page.keyboard.press("Enter")
        looked.page.get_by_role("heading", name="1. Heel slide").wait_for()


def test_guides_with_parts_left_out(browser: Browser, live_server: LiveServer) -> None:
    writer = make_writer("robin")
    with looking(browser, live_server, writer) as looked:
        looked.go("/guides/")
        looked.go("/guides/stretch-low-back-and-hips/")
        assert looked.page.locator(".notice", has_text="eft out").count() > 0


def test_pages_of_the_account(browser: Browser, live_server: LiveServer) -> None:
    operator = make_reader("robin")
    operator.user.is_staff = True
    operator.user.save()
    make_reader("kim")
    with looking(browser, live_server, operator) as looked:
        looked.go("/operator/")
        looked.page.get_by_role("button", name="nvit").first.click()
        looked.page.get_by_label("Link").wait_for()
        looked.look("operator, invitation made")
        for name in (
            "usersessions_list",
            "account_email",
            "account_change_password",
            "account_logout",
            "mfa_index",
            "mfa_list_webauthn",
            "mfa_add_webauthn",
            "mfa_activate_totp",
        ):
            looked.go(reverse(name))
        looked.go(f"{reverse('account_reauthenticate')}?next=/")
        _turn_totp_on(looked.page)
        looked.look("second step, just turned on")
        for name in (
            "mfa_index",
            "mfa_view_recovery_codes",
            "mfa_generate_recovery_codes",
            "mfa_deactivate_totp",
            "mfa_reauthenticate",
        ):
            looked.go(reverse(name))
        looked.page.context.clear_cookies()
        looked.page.goto(reverse("account_login"))
        looked.page.locator("[name=login]").fill("robin")
        looked.page.locator("[name=password]").fill("robin-password")
        looked.page.get_by_role("button", name="Sign in", exact=True).click()
        looked.page.wait_for_url("**/2fa/authenticate/**")
        looked.look("second step asked")


def _turn_totp_on(page: Page) -> None:
    page.goto(reverse("mfa_activate_totp"))
    secret = page.evaluate(
        "document.body.textContent.match(/[A-Z2-7]{32}/)[0]",
    )
    page.locator("[name=code]").fill(code_now(secret))
    page.locator("main form button").first.click()
    page.wait_for_url("**/recovery-codes/**")


def test_pages_of_visitors(browser: Browser, live_server: LiveServer) -> None:
    with looking(browser, live_server, None) as looked:
        set_up = links.set_up_path(timezone.now())
        assert set_up
        looked.go(set_up)
        looked.send("main form", username="", password1="x", password2="y")
        looked.look("set-up, refused")
        make_reader("robin")
        looked.go(set_up, status=404)
        looked.go(links.invite(None, timezone.now(), "kim"))
        looked.go("/accounts/login/")
        looked.send("main form", login="robin", password="wrong")
        looked.look("sign-in, refused")
        user = get_user_model().objects.get()
        looked.go(links.password_path(user))
        for name in (
            "account_signup",
            "account_inactive",
            "account_reset_password",
            "account_reset_password_done",
            "account_reset_password_from_key_done",
            "account_email_verification_sent",
        ):
            looked.go(reverse(name))
        looked.go("/guides/get-help-now/")
        looked.go("/limits/")


def test_pages_of_errors(browser: Browser, live_server: LiveServer) -> None:
    with looking(browser, live_server, make_reader("robin")) as looked:
        looked.go("/no/such/page/", status=404)
        page = looked.page
        page.goto("/")
        looked.send("#note form", text="x" * 2_200_000)
        looked.look("413")
        page.goto("/")
        looked.send("#note form", csrfmiddlewaretoken="x" * 64, text="Kept.")
        assert "send that again" in page.title()
        looked.look("CSRF")
        page.goto("/")
        page.context.clear_cookies(name="sessionid")
        looked.send("#note form", text="Kept.")
        assert "signed out" in page.title()
        looked.look("signed out")
        for name in ("400", "403", "429", "500"):
            _show(looked, name)


def _show(looked: Looked, name: str) -> None:
    """The page of an error that cannot be brought about here."""
    html = render_to_string(f"{name}.html")

    def give(route: Route) -> None:
        route.fulfill(body=html, content_type="text/html")

    looked.page.route("**/shown/", give)
    looked.go("/shown/")
    looked.page.unroute("**/shown/")
