"""From days to charts: series, labels, a sentence and a table with the same numbers.

A ``Chart`` holds everything twice that is shown: what the script draws
(``for_script``) and what the table says (``rows``) come from the same values. A day
or week without a value is ``None``, never zero.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeVar

from guides.units import LABELS, ML_PER_FLUID_OUNCE, NO_BREAK, duration
from tracker import sentences
from tracker.axis import Axis, data_window
from tracker.days import Figures
from tracker.insights.change import noticed_from
from tracker.insights.means import running_mean
from tracker.insights.rounding import rounded
from tracker.insights.weeks import weekly
from tracker.models import Person
from tracker.vocabulary import Mark, Units

N = TypeVar("N")

NOT_LOGGED: Final = "not logged"
TOO_FEW: Final = "fewer than 4 days"
TOO_FEW_OF_WEEK: Final = "fewer than 3 days"
WITHOUT_MINUTES: Final = "done, minutes not given"


@dataclass(frozen=True)
class Series:
    """One line or set of bars: a value for each label, or ``None`` for a gap.

    ``role`` chooses the colour: pain, mean, worst, low, high, sleep, water, exercise
    or breaks. ``missing`` is what the table says in a gap, ``instead`` what it says
    in single ones that are no gap.
    """

    name: str
    role: str
    kind: str  # "points", "line", "bars" or "band"
    values: tuple[float | None, ...]
    missing: str = NOT_LOGGED
    instead: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Goal:
    """A level drawn as a line."""

    value: float
    label: str


@dataclass(frozen=True)
class Flag:
    """The marks of a day or week, drawn at its place on the axis."""

    index: int
    label: str


@dataclass(frozen=True)
class Band:
    """A level strip: closer together than people notice."""

    low: float
    high: float
    label: str


@dataclass(frozen=True)
class Chart:
    """One chart, its sentence and its table.

    ``unit`` is that of every value, except that "hours" are held in minutes and
    written as hours and minutes.
    """

    key: str
    title: str
    unit: str
    labels: tuple[str, ...]
    label_name: str  # heading of the labels: "Day" or "Week from"
    full_labels: tuple[str, ...]
    series: tuple[Series, ...]
    sentence: str
    show: Callable[[float], str]
    logged: bool
    maximum: float | None = None
    goal: Goal | None = None
    flags: tuple[Flag, ...] = ()
    band: Band | None = None
    with_marks: bool = False

    @property
    def columns(self) -> list[str]:
        """Headings of the table."""
        names = [series.name for series in self.series]
        return [self.label_name, *names, *(["Marks"] if self.with_marks else [])]

    def rows(self) -> Iterator[tuple[str, list[str]]]:
        """The table: for each label the words for what is drawn there."""
        flags = {flag.index: flag.label for flag in self.flags}
        for index, label in enumerate(self.full_labels):
            cells = [self._cell(series, index) for series in self.series]
            if self.with_marks:
                cells.append(flags.get(index, ""))
            yield label, cells

    def _cell(self, series: Series, index: int) -> str:
        value = series.values[index]
        if value is None:
            return series.instead.get(index, series.missing)
        return self.show(value)

    def for_script(self) -> dict[str, Any]:
        """What ``charts.js`` draws, without the labels; its shape stands there."""
        return {
            "title": self.title,
            "unit": self.unit,
            "min": 0,
            "max": self.maximum,
            "series": [
                {"name": s.name, "role": s.role, "kind": s.kind, "values": s.values}
                for s in self.series
            ],
            "goal": self.goal and {"value": self.goal.value, "label": self.goal.label},
            "band": self.band
            and {
                "low": self.band.low,
                "high": self.band.high,
                "label": self.band.label,
            },
            "marks": [{"index": f.index, "label": f.label} for f in self.flags],
        }


def for_script(charts: Sequence[Chart], period: str) -> dict[str, Any]:
    """All that ``charts.js`` draws of a page. The labels, being the same, come once.

    ``period`` is the span in words, with its years, for the picture of a chart.
    """
    drawn = [chart for chart in charts if chart.logged]
    return {
        "labels": drawn[0].labels if drawn else (),
        "period": period,
        "charts": {chart.key: chart.for_script() for chart in drawn},
    }


def charts(figures: Figures, axis: Axis, person: Person) -> list[Chart]:
    """All charts of a span. ``figures`` are those of ``data_window``."""
    page = _Page(figures, axis, person)
    pain = _pain_chart(page)
    measures = [_measure_chart(measure, page) for measure in MEASURES]
    if pain.flags and not pain.logged:
        # Marks stand on the first chart that is drawn.
        first = next((n for n, chart in enumerate(measures) if chart.logged), None)
        if first is not None:
            marked = replace(measures[first], flags=pain.flags, with_marks=True)
            measures[first] = marked
    return [pain, *measures]


@dataclass(frozen=True)
class _Measure:
    """A measure of a day that has a small chart of its own."""

    key: str
    column: str
    title: str
    kind: str
    goal: str  # the column of Person


MEASURES: Final = (
    _Measure("sleep", "sleep_minutes", "Sleep", "line", "sleep_goal_minutes"),
    _Measure("water", "water_ml", "Water", "bars", "water_goal_ml"),
    _Measure(
        "exercise", "exercise_minutes", "Exercise", "bars", "exercise_goal_minutes"
    ),
    _Measure("breaks", "breaks", "Posture breaks", "bars", "breaks_goal"),
)


class _Page:
    """What the charts of one page share, worked out once."""

    def __init__(self, figures: Figures, axis: Axis, person: Person) -> None:
        self.figures = figures
        self.axis = axis
        self.person = person
        self.start = bisect_left(figures.dates, axis.window.first)
        self.dates = figures.dates[self.start :]
        self.places = [axis.place(day) for day in self.dates]
        self.labels = axis.labels()
        self.full_labels = self.labels if axis.by_week else axis.full_labels()
        self.label_name = "Week from" if axis.by_week else "Day"

    def column(self, values: Sequence[N]) -> Sequence[N]:
        """A column of the figures without the days before the span."""
        return values[self.start :]

    def by_day(self, values: Sequence[float | None]) -> list[float | None]:
        """One value for each calendar day of the span."""
        drawn: list[float | None] = [None] * len(self.labels)
        for place, value in zip(self.places, values, strict=True):
            drawn[place] = value
        return drawn

    def by_week(
        self,
        role: str,
        values: Sequence[float | None],
        in_unit: Callable[[float], float],
    ) -> tuple[Series, ...]:
        """Median and quartiles of the days of each week."""
        spreads = weekly(self.places, values, len(self.labels))
        low, median, high = (
            tuple(None if s is None else in_unit(s[part]) for s in spreads)
            for part in range(3)
        )
        missing = TOO_FEW_OF_WEEK
        return (
            Series("Median", role, "line", median, missing=missing),
            Series("Lower quartile", "low", "band", low, missing=missing),
            Series("Upper quartile", "high", "band", high, missing=missing),
        )


def _pain_chart(page: _Page) -> Chart:
    """Pain a day, its running mean and the worst; or the spread of each week."""
    axis, figures = page.axis, page.figures
    scores = page.column(figures.pain_mean)
    worst = page.column(figures.pain_worst)
    comparison = sentences.compare(page.dates, scores, axis.window)
    return Chart(
        key="pain",
        title="Pain",
        unit="out of 10",
        labels=page.labels,
        label_name=page.label_name,
        full_labels=page.full_labels,
        series=(
            page.by_week("pain", scores, _tenth)
            if axis.by_week
            else _pain_by_day(page, scores, worst)
        ),
        sentence=sentences.pain_sentence(
            page.dates, scores, worst, comparison, axis.window, axis.words
        ),
        show=_score,
        logged=any(score is not None for score in scores),
        maximum=10,
        flags=_flags(page),
        band=_band(comparison),
        with_marks=True,
    )


def _pain_by_day(
    page: _Page, scores: Sequence[float | None], worst: Sequence[int | None]
) -> tuple[Series, ...]:
    figures, window = page.figures, page.axis.window
    lead = data_window(window)
    with_lead: list[float | None] = [None] * len(lead)
    for day, score in zip(figures.dates, figures.pain_mean, strict=True):
        with_lead[(day - lead.first).days] = score
    means = running_mean(with_lead)[len(lead) - len(window) :]
    return (
        Series("Pain", "pain", "points", tuple(page.by_day(scores))),
        Series(
            "Mean of 7 days",
            "mean",
            "line",
            tuple(None if m is None else _tenth(m) for m in means),
            missing=TOO_FEW,
        ),
        Series("Worst", "worst", "points", tuple(page.by_day(worst))),
    )


def _measure_chart(measure: _Measure, page: _Page) -> Chart:
    """A small chart of one measure, in the person's units."""
    unit, in_unit, show = _unit_of(measure.key, page.person.units)
    values = page.column(getattr(page.figures, measure.column))
    goal: int | None = getattr(page.person, measure.goal)

    return Chart(
        key=measure.key,
        title=measure.title,
        unit=unit,
        labels=page.labels,
        label_name=page.label_name,
        full_labels=page.full_labels,
        series=(
            page.by_week(measure.key, values, in_unit)
            if page.axis.by_week
            else _measure_by_day(measure, page, values, in_unit)
        ),
        sentence=sentences.measure_sentence(
            measure.key, values, len(page.axis.window), goal, in_unit, show
        ),
        show=show,
        logged=any(value is not None for value in values),
        goal=None
        if goal is None
        else Goal(in_unit(goal), f"Goal {show(in_unit(goal))}"),
    )


def _measure_by_day(
    measure: _Measure,
    page: _Page,
    values: Sequence[float | None],
    in_unit: Callable[[float], float],
) -> tuple[Series, ...]:
    window = page.axis.window
    untimed = page.figures.untimed if measure.key == "exercise" else frozenset()
    without = [page.axis.place(day) for day in untimed if day in window]
    return (
        Series(
            measure.title,
            measure.key,
            measure.kind,
            tuple(None if v is None else in_unit(v) for v in page.by_day(values)),
            instead=dict.fromkeys(without, WITHOUT_MINUTES),
        ),
    )


def _band(comparison: sentences.Comparison) -> Band | None:
    """Around the mean of the first half: the change that people do not notice."""
    if comparison.change is None:
        return None
    before = comparison.change.before
    reach = noticed_from(before)
    return Band(
        low=_tenth(max(0.0, before - reach)),
        high=_tenth(min(10.0, before + reach)),
        label="a change within it is smaller than people usually notice",
    )


def _flags(page: _Page) -> tuple[Flag, ...]:
    labels = dict(Mark.choices)
    found: dict[int, list[str]] = {}
    for day, marks in page.figures.marks.items():
        if day in page.axis.window:
            names = found.setdefault(page.axis.place(day), [])
            names += [str(labels[code]) for code in marks if code in labels]
    return tuple(
        Flag(place, ", ".join(dict.fromkeys(names)))
        for place, names in found.items()
        if names
    )


def _unit_of(
    key: str, units: str
) -> tuple[str, Callable[[float], float], Callable[[float], str]]:
    """The unit of a measure, how stored values become numbers of it, and words."""
    if key == "water":
        label = LABELS["ml", units]
        factor = ML_PER_FLUID_OUNCE if units == Units.US else 1
        return (
            label,
            lambda ml: int(rounded(ml / factor)),
            lambda amount: f"{amount:,.0f}{NO_BREAK}{label}",
        )
    if key == "breaks":
        return "a day", _tenth, lambda count: f"{count:g}"
    unit = "hours" if key == "sleep" else "minutes"
    return unit, lambda m: int(rounded(m)), lambda m: duration(int(m))


def _tenth(value: float) -> float:
    return rounded(value, 1)


def _score(value: float) -> str:
    return f"{value:.1f}" if isinstance(value, float) else str(value)
