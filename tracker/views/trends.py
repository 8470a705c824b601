"""Trends: charts over a chosen span, each with a sentence, a table and its days."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import json_script
from django.views.decorators.http import require_safe

from backcare.http import is_htmx
from tracker import access
from tracker.axis import axis_of, data_window
from tracker.calendar import day_of
from tracker.charts import Chart, charts, for_script
from tracker.dates import date_words
from tracker.days import Figures, days_with_techniques, figures_between, first_day
from tracker.forms.spans import OwnDatesForm
from tracker.insights.windows import Window, ending
from tracker.models import Person
from tracker.transfer import days_csv

RANGES: Final = {
    "7": "7 days",
    "30": "30 days",
    "90": "90 days",
    "365": "A year",
    "all": "All",
}
DEFAULT_RANGE: Final = "30"
ALL_MAX_YEARS: Final = 40
"""A day filled in for the distant past must not draw thousands of empty weeks."""


class CompactEncoder(json.JSONEncoder):
    """JSON without blanks: ten years of weeks stay small."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "separators": (",", ":")})


@dataclass(frozen=True)
class Span:
    """The chosen span. ``window`` is ``None`` where there is nothing to draw."""

    name: str
    form: OwnDatesForm
    window: Window | None
    refused: bool = False

    def query(self) -> str:
        """The span as a query string; dates are no health values."""
        if self.name != "own" or self.window is None:
            return urlencode({"range": self.name})
        first, last = self.window.first, self.window.last
        return urlencode({"range": "own", "first": first, "last": last})


@require_safe
def trends(request: HttpRequest) -> HttpResponse:
    """The page of charts; with ``table``, also the numbers of one of them."""
    person = access.person_of(request)
    today = day_of(timezone.now(), person)
    span = _span(request, person, today)
    wanted = request.GET.get("table", "")
    figures = _figures(person, span.window)
    drawn = _charts(person, span.window, figures)
    if is_htmx(request):
        return _table(request, drawn, wanted)
    logged = any(chart.logged for chart in drawn)
    period = _period(span.window)
    context = {
        "ranges": RANGES,
        "span": span,
        "charts": drawn,
        "data": json_script(for_script(drawn, period), "charts-data", CompactEncoder),
        "open_table": wanted,
        "logged": logged,
        "others_logged": not logged and _logged_in(span.window, figures),
        "ever_logged": logged or first_day(person) is not None,
        "period": period,
        "today": today,
    }
    status = 422 if span.refused else 200
    return render(request, "tracker/trends.html", context, status=status)


@require_safe
def days(request: HttpRequest) -> HttpResponse:
    """The days of the span as a CSV file; with ``chart``, the columns of one chart."""
    person = access.person_of(request)
    today = day_of(timezone.now(), person)
    span = _span(request, person, today)
    chart = request.GET.get("chart", "")
    if span.window is None or (chart and chart not in days_csv.CHART_COLUMNS):
        raise Http404
    columns = days_csv.CHART_COLUMNS.get(chart, tuple(days_csv.COLUMNS))
    # Read whole before the answer begins: a slow reader must not hold the database.
    logged = days_with_techniques(person, span.window.first, span.window.last)
    body = "".join(days_csv.lines(logged, span.window, columns))
    name = "-".join(
        ["backcare", chart or "days", f"{span.window.first}", f"{span.window.last}"]
    )
    return HttpResponse(
        body,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def _span(request: HttpRequest, person: Person, today: date) -> Span:
    name = request.GET.get("range", DEFAULT_RANGE)
    if name == "own":
        form = OwnDatesForm(request.GET, today=today)
        if not form.is_valid():
            return Span(name, form, None, refused=True)
        return Span(name, _filled(form.window(), today), form.window())
    if name not in RANGES:
        name = DEFAULT_RANGE
    window: Window | None
    if name == "all":
        began = first_day(person)
        earliest = today - timedelta(days=round(ALL_MAX_YEARS * 365.25))
        window = Window(max(began, earliest), today) if began else None
    else:
        window = ending(today, int(name))
    shown = window or ending(today, int(DEFAULT_RANGE))
    return Span(name, _filled(shown, today), window)


def _filled(window: Window, today: date) -> OwnDatesForm:
    """The form with its days as a date field takes them, however they were typed."""
    initial = {"first": window.first, "last": window.last}
    return OwnDatesForm(initial=initial, today=today)


def _figures(person: Person, window: Window | None) -> Figures | None:
    if window is None:
        return None
    read = data_window(window)
    return figures_between(person, read.first, read.last)


def _charts(
    person: Person, window: Window | None, figures: Figures | None
) -> list[Chart]:
    if window is None or figures is None:
        return []
    return charts(figures, axis_of(window, date_words()), person)


def _logged_in(window: Window | None, figures: Figures | None) -> bool:
    """Whether a day of the span has anything at all, drawn or not, as a note is not."""
    if window is None or figures is None:
        return False
    return any(day in window for day in figures.dates)


def _period(window: Window | None) -> str:
    if window is None:
        return ""
    words = date_words()
    if len(window) == 1:
        return words.full(window.first)
    return f"{words.full(window.first)} to {words.full(window.last)}"


def _table(request: HttpRequest, drawn: list[Chart], wanted: str) -> HttpResponse:
    chart = next((c for c in drawn if c.key == wanted and c.logged), None)
    if chart is None:
        raise Http404
    return render(request, "tracker/trends.html#table", {"chart": chart})
