"""The chart of a summary: bars by agency and class, and the trend over the summaries issued before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.summary import Summary, Totals
from bot.domain.tasks import Standing
from bot.render.pages import shorten
from bot.render.summary_words import class_name, period_title
from bot.render.typst_making import set_form
from bot.texts import number, percent, say, short_day

# Apart in colour, and in grey print by their lightness: 30, 62, 88, 45, 96 of 100. `ink` is for the number inside.
COLOURS = {
    Standing.DONE_ON_TIME: ("#14532d", "#ffffff"),
    Standing.DONE_LATE: ("#6aa97f", "#000000"),
    Standing.OPEN_IN_TERM: ("#cfe0f3", "#000000"),
    Standing.OPEN_OVERDUE: ("#b45309", "#ffffff"),
    Standing.NO_DEADLINE_OPEN: ("#f3f4f6", "#000000"),
}
_BARS = 30  # more cannot be told apart on a phone
_TREND = 6
_POINTS_PER_INCH = 144  # 360 points become 720 pixels: sharp on a phone


@dataclass(frozen=True)
class TrendPoint:
    """A past summary by its day."""

    on: date
    totals: Totals


def render_chart(
    summary: Summary, trend: Sequence[TrendPoint] = (), short_names: Mapping[str, str] | None = None
) -> bytes:
    """A PNG 720 pixels wide."""
    data = chart_data(summary, trend, short_names)
    return set_form("chart_page", data, output="png", points_per_inch=_POINTS_PER_INCH)


def chart_data(
    summary: Summary, trend: Sequence[TrendPoint] = (), short_names: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """What the chart's template draws; the trend ends with the summary itself."""
    names = short_names or {}
    points = (*trend, TrendPoint(summary.on, summary.totals))[-_TREND:]
    return {
        "title": say("summary", "Summary: %(period)s", period=period_title(summary)),
        "subtitle": say("summary", "Figures as of %(day)s", day=short_day(summary.on)),
        "classes": [
            {"name": _class(standing), "colour": colour, "ink": ink} for standing, (colour, ink) in COLOURS.items()
        ],
        "bars-title": say("chart", "By lead agency"),
        "bars": _bars(summary, names),
        "trend-title": say("chart", "Completion rate by report"),
        "trend": [_point(each) for each in points if each.totals.completion_rate is not None],
    }


def _class(standing: Standing) -> str:
    return say("chart", "Without a term") if standing is Standing.NO_DEADLINE_OPEN else class_name(standing)


def _bars(summary: Summary, names: Mapping[str, str]) -> list[dict[str, Any]]:
    shown, rest = summary.by_agency[:_BARS], summary.by_agency[_BARS:]
    bars = [_bar(shorten(names.get(agency, agency), 60), totals) for agency, totals in shown]
    if rest:
        bars.append(_bar(say("chart", "%(count)s other agencies", count=len(rest)), *(totals for _, totals in rest)))
    return bars


def _bar(name: str, *parts: Totals) -> dict[str, Any]:
    def of(key: str) -> int:
        return sum(getattr(totals, key) for totals in parts)

    due, done = of("came_due"), of("done_on_time") + of("done_late")
    return {
        "name": name,
        "note": f"{number(done)}/{number(due)}" if due else "",
        "values": [of("done_on_time"), of("done_late"), of("open_in_term"), of("open_overdue"), of("no_deadline")],
    }


def _point(point: TrendPoint) -> dict[str, Any]:
    rate = point.totals.completion_rate or 0.0
    return {
        "label": short_day(point.on),
        "rate": rate,
        "rate-words": percent(round(rate, 3)),
        "overdue": say("chart", "overdue: %(count)s", count=point.totals.open_overdue),
    }
