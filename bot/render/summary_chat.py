"""A summary as a phone shows it: the figures with their change, overdue work first, then page by page."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot.domain.summary import Extension, Heading, Move, Obstacle, Row, Summary, Totals
from bot.domain.tasks import Standing
from bot.render.pages import Block, paginate, shorten
from bot.render.summary_words import class_name, period_title
from bot.texts import percent, say, short_day

_CLASSES = (Standing.DONE_ON_TIME, Standing.DONE_LATE, Standing.OPEN_IN_TERM, Standing.OPEN_OVERDUE)
_OBSTACLE_WORDS = 70
_AHEAD = 5  # codes of tasks whose terms lie ahead; the rest is counted


def render_pages(summary: Summary, short_names: Mapping[str, str] | None = None) -> list[str]:
    """The messages: each at most 900 characters and 24 lines on a phone 360 px wide, the last line saying what follows.

    `short_names` shortens agencies by their canonical name.
    """
    names = short_names or {}
    pages = paginate(tuple(_figures(summary)), _blocks(summary, names))
    if len(pages) == 1:
        return pages
    ends = (
        say("summary", "page %(page)s of %(pages)s, type more", page=n, pages=len(pages)) for n in range(1, len(pages))
    )
    last = say("summary", "page %(page)s of %(pages)s", page=len(pages), pages=len(pages))
    return [f"{page}\n\n{end}" for page, end in zip(pages, (*ends, last), strict=True)]


def render_whole(summary: Summary, short_names: Mapping[str, str] | None = None) -> str:
    """The same lines in one piece, for a terminal, where nobody types for more."""
    blocks = ("\n".join((each.heading, *each.lines)) for each in _blocks(summary, short_names or {}))
    return "\n\n".join(("\n".join(_figures(summary)), *blocks))


def render_totals(summary: Summary) -> str:
    """The figures alone, for a group: no task, agency or person of the lists behind them."""
    return "\n".join(_figures(summary))


def _figures(summary: Summary) -> Iterator[str]:
    totals, figures = summary.totals, summary.changes.figures
    yield say("summary", "Summary: %(period)s", period=period_title(summary))
    yield from _whose(summary)
    yield say("summary", "Figures as of %(day)s", day=short_day(summary.on))
    yield say("summary", "%(tasks)s tasks, %(occurrences)s terms", tasks=totals.tasks, occurrences=totals.occurrences)
    if summary.ahead:
        yield _ahead(summary)
    for standing in _CLASSES:
        number = getattr(totals, standing.value)
        yield f"- {class_name(standing)}: {number}{_change(figures, standing.value)}"
    if totals.submitted_in_time_overdue:
        yield say("summary", "of which submitted in time: %(count)s", count=totals.submitted_in_time_overdue)
    if totals.no_deadline:
        yield say("summary", "without a term: %(count)s", count=totals.no_deadline) + _done_of(totals)
    yield _rate(summary)
    yield from _remarks(summary)


def _ahead(summary: Summary) -> str:
    day, more = short_day(summary.period.end), len(summary.ahead) - _AHEAD
    codes = ", ".join(summary.ahead[:_AHEAD])
    if more > 0:
        codes = say("summary", "%(codes)s and %(count)s more", codes=codes, count=more)
    return say("summary", "Not counted yet, due after %(day)s: %(codes)s", day=day, codes=codes)


def _whose(summary: Summary) -> Iterator[str]:
    names = sorted(summary.narrowing.agencies) + sorted(summary.narrowing.programmes)
    if names:
        yield shorten("; ".join(names), 76)


def _done_of(totals: Totals) -> str:
    return say("summary", " (done %(count)s)", count=totals.no_deadline_done) if totals.no_deadline_done else ""


def _change(figures: Mapping[str, Any], key: str) -> str:
    change = figures.get(key)
    return f" ({signed(change)})" if change else ""


def signed(change: int) -> str:
    """+3, −2: with the minus sign, not the hyphen."""
    return f"+{change}" if change > 0 else f"−{-change}" if change < 0 else "0"


def _rate(summary: Summary) -> str:
    totals = summary.totals
    if totals.completion_rate is None:
        return say("summary", "nothing has come due yet")
    done = totals.done_on_time + totals.done_late
    return say(
        "summary", "completion rate: %(rate)s (%(done)s of %(due)s that came due)",
        rate=percent(totals.completion_rate), done=done, due=totals.came_due,
    )  # fmt: skip


def _remarks(summary: Summary) -> Iterator[str]:
    found = (
        ("obstacles: %(count)s", len(summary.obstacles) + summary.left_out.get("obstacles", 0)),
        ("due in 14 days: %(count)s", len(summary.due_soon) + summary.left_out.get("due_soon", 0)),
        ("not reported: %(count)s", summary.totals.not_reported),
    )
    words = [say("summary", key, count=count) for key, count in found if count]
    if words:
        line = "; ".join(words)
        yield f"{line[0].upper()}{line[1:]}"
    if summary.changes.since:
        yield say("summary", "compared with the summary of %(day)s", day=short_day(summary.changes.since))


def _blocks(summary: Summary, names: Mapping[str, str]) -> Iterator[Block]:
    left = summary.left_out
    late = [row for row in summary.overdue if not row.awaits_issue]
    waiting = [row for row in summary.overdue if row.awaits_issue]
    yield from _block(
        "overdue, the longest first", (_overdue_line(row, summary, names) for row in late), left.get("overdue", 0)
    )
    yield from _block("submitted in time, waiting to be issued", (_waiting_line(row, names) for row in waiting))
    yield from _block(
        "due in the next 14 days", (_due_line(row, summary, names) for row in summary.due_soon), left.get("due_soon", 0)
    )
    yield from _block(
        "obstacles", (_obstacle_line(each, names) for each in summary.obstacles), left.get("obstacles", 0)
    )
    pending = [each for each in summary.extensions if each.state in {"asked", "granted"}]
    yield from _block("extensions", (_extension_line(each, names) for each in pending))
    silent = (f"- {row.code} – {_name(row, names)}" for row in summary.not_reported)
    yield from _block("asked and silent", silent, left.get("not_reported", 0))
    if len(summary.by_agency) > 1:
        lines = (_part_line(names.get(agency, agency), totals) for agency, totals in summary.by_agency)
        yield from _block("by agency", lines)
    if len(summary.by_programme) > 1:
        parts = ((name or say("summary", "of no programme"), totals) for name, totals in summary.by_programme)
        yield from _block("by programme", (_part_line(name, totals) for name, totals in parts))
    if len(summary.by_section) > 1:
        headings = ((_heading_name(each), totals) for each, totals in summary.by_section)
        yield from _block("by section", (_part_line(name, totals) for name, totals in headings))
    yield from _block("moved since", (_move_line(move, names) for move in summary.changes.moved))


def _block(heading: str, lines: Iterable[str], left_out: int = 0) -> Iterator[Block]:
    """Lines under their heading, and how many more there are where the list is not whole."""
    kept = list(lines)
    if kept and left_out:
        kept.append(say("summary", "… and %(count)s more", count=left_out))
    if kept:
        yield Block(say("summary", heading), tuple(kept))


def _name(row: Row | Obstacle | Extension | Move, names: Mapping[str, str]) -> str:
    return names.get(row.agency, row.agency)


def _overdue_line(row: Row, summary: Summary, names: Mapping[str, str]) -> str:
    return say(
        "summary", "- %(code)s – %(agency)s: due %(due)s, %(days)s days late",
        code=row.code, agency=_name(row, names), due=short_day(row.due) if row.due else "",
        days=row.days_late(summary.on),
    )  # fmt: skip


def _waiting_line(row: Row, names: Mapping[str, str]) -> str:
    day = short_day(row.submitted_on) if row.submitted_on else ""
    return say(
        "summary", "- %(code)s – %(agency)s: submitted %(day)s", code=row.code, agency=_name(row, names), day=day
    )


def _due_line(row: Row, summary: Summary, names: Mapping[str, str]) -> str:
    due = short_day(row.due) if row.due else ""
    return say(
        "summary", "- %(code)s – %(agency)s: due %(due)s, %(days)s days left",
        code=row.code, agency=_name(row, names), due=due, days=row.days_left(summary.on),
    )  # fmt: skip


def _obstacle_line(each: Obstacle, names: Mapping[str, str]) -> str:
    return say(
        "summary", "- %(code)s – %(agency)s: “%(text)s” (%(days)s days, waits for %(whom)s)",
        code=each.code, agency=_name(each, names), text=shorten(each.text, _OBSTACLE_WORDS), days=each.days,
        whom=say("summary", f"waits for the {each.waits_for}"),
    )  # fmt: skip


def _extension_line(each: Extension, names: Mapping[str, str]) -> str:
    return say(
        "summary", "- %(code)s – %(agency)s: to %(day)s (%(state)s)",
        code=each.code, agency=_name(each, names), day=short_day(each.to_day),
        state=say("summary", f"extension {each.state}"),
    )  # fmt: skip


def _move_line(move: Move, names: Mapping[str, str]) -> str:
    return say(
        "summary", "- %(code)s – %(agency)s: from %(before)s to %(after)s",
        code=move.code, agency=_name(move, names),
        before=say("short class", move.before.value), after=say("short class", move.after.value),
    )  # fmt: skip


def _heading_name(heading: Heading) -> str:
    title = shorten(heading.title, 40)
    return f"{heading.section}. {title}" if heading.section and title else heading.section or title


def _part_line(name: str, totals: Totals) -> str:
    words = [say("summary", "%(done)s of %(all)s done", done=totals.done, all=totals.occurrences)]
    if totals.open_overdue:
        words.append(say("summary", "%(count)s overdue", count=totals.open_overdue))
    return f"- {name}: {', '.join(words)}"
