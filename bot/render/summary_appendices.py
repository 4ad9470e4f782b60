"""The appendices of a summary: Phụ lục I task by task, Phụ lục II agency by agency."""

from collections.abc import Iterator
from dataclasses import replace

from bot.domain.committee import CommitteeSettings
from bot.domain.summary import Extension, Row, Summary, Totals
from bot.domain.tasks import Status
from bot.render.document import Appendix, HeaderCell, Table, TableRow
from bot.render.summary_words import class_name, status_words
from bot.texts import number, percent, say, short_day

# Widths add up to the 252 mm of a landscape page between its margins.
_DETAIL = (
    ("No.", 10),
    ("Task", 56),
    ("Lead agency", 25),
    ("Coordinating agencies", 25),
    ("Term", 22),
    ("Result (number, sign, day of the document)", 28),
    ("Progress", 25),
    ("Difficulties", 25),
    ("Proposals", 18),
    ("Remarks", 18),
)
_BY_AGENCY = (12, 62, 18, 18, 18, 18, 18, 18, 18, 18, 18, 16)


def appendices_of(summary: Summary, committee: CommitteeSettings) -> tuple[Appendix, ...]:
    """Those that have rows; a single one bears no number."""
    tables = [("TASK BY TASK", _detail(summary))] if summary.rows else []
    if len(summary.by_agency) > 1:
        tables.append(("BY LEAD AGENCY", _by_agency(summary)))
    reference = say("report form", "(With report No.      /%(sign)s of day     month     year      )",
                    sign=committee.document_sign)  # fmt: skip
    return tuple(
        Appendix(
            number=say("report form", "Appendix") + (f" {'I' * place}" if len(tables) > 1 else ""),
            title=say("report form", title),
            reference=reference,
            table=table,
        )
        for place, (title, table) in enumerate(tables, start=1)
    )


def _detail(summary: Summary) -> Table:
    return Table(
        widths=tuple(width for _, width in _DETAIL),
        header=(tuple(HeaderCell(say("report form", name)) for name, _ in _DETAIL),),
        rows=tuple(_detail_rows(summary)),
        centred=frozenset({0, 4}),
    )


def _detail_rows(summary: Summary) -> Iterator[TableRow]:
    obstacles: dict[int, list[str]] = {}
    for obstacle in summary.obstacles:
        obstacles.setdefault(obstacle.occurrence_id, []).append(" ".join(obstacle.text.split()))
    asked = {each.occurrence_id: each for each in summary.extensions if each.state == "asked"}
    titles = {heading.section: heading.title for heading, _ in summary.by_section}
    section = None
    for place, row in enumerate(summary.rows, start=1):
        if row.section != section:
            section = row.section
            yield TableRow((f"{section}. {titles.get(section, '')}".strip(" ."),), heading=True)
        yield TableRow(
            (
                str(place),
                f"{row.code}. {row.content}",
                row.agency,
                row.coordinating,
                term_words(row),
                result_words(row),
                progress_words(row),
                "; ".join(obstacles.get(row.occurrence_id, ())),
                proposal_words(asked.get(row.occurrence_id)),
                remark_words(row, is_told=row.occurrence_id in obstacles),
            )
        )


def term_words(row: Row) -> str:
    """The term, with the first one where it was moved; in words where there is no day."""
    if row.due is None:
        return row.deadline_text or say("summary", "no term")
    if row.original_due and row.original_due != row.due:
        return say(
            "report form", "%(due)s (first %(original)s)", due=short_day(row.due), original=short_day(row.original_due)
        )
    return short_day(row.due)


def result_words(row: Row) -> str:
    """The document and the day of completion."""
    if row.done_on is None:
        return row.document
    day = say("report form", "done on %(day)s", day=short_day(row.done_on))
    return f"{row.document}; {day}" if row.document else day


def progress_words(row: Row) -> str:
    """The class, and for open work what the agency last said."""
    name = class_name(row.standing)
    if row.is_done:
        return name
    if row.status is Status.IN_PROGRESS and not row.unconfirmed:  # the class has said so already
        return name if row.percent is None else f"{name}; {row.percent}%"
    return f"{name}; {status_words(row)}"


def proposal_words(asked: Extension | None) -> str:
    """What the agency asks for and nobody has decided yet."""
    return say("report form", "more time, to %(day)s", day=short_day(asked.to_day)) if asked else ""


def remark_words(row: Row, *, is_told: bool = False) -> str:
    """What the figures would not show: submitted in time, asked and silent, the agency's note.

    `is_told`: the note stands among the difficulties already.
    """
    words = [row.note] if row.note and not (is_told and row.status is Status.BLOCKED) else []
    if row.awaits_issue and row.submitted_on:
        words.append(say("report form", "submitted in time, on %(day)s", day=short_day(row.submitted_on)))
    if row.silent:
        words.append(say("report form", "has not reported in this round"))
    return "; ".join(words)


def _by_agency(summary: Summary) -> Table:
    def head(key: str, columns: int = 1, rows: int = 1) -> HeaderCell:
        return HeaderCell(say("report form", key), columns, rows)

    header = (
        (
            head("No.", rows=2),
            head("Agency", rows=2),
            head("All", rows=2),
            head("Done", columns=3),
            head("Not done", columns=3),
            head("Without a term", rows=2),
            head("Not reported", rows=2),
            head("Rate", rows=2),
        ),
        tuple(head(key) for key in ("together", "in time", "late", "together", "in term", "overdue")),
    )
    rows = [_agency_row(str(n), name, totals) for n, (name, totals) in enumerate(summary.by_agency, start=1)]
    rows.append(replace(_agency_row("", say("report form", "All together"), summary.totals), total=True))
    return Table(_BY_AGENCY, header, tuple(rows), frozenset({0, *range(2, 12)}))


def _agency_row(place: str, name: str, totals: Totals) -> TableRow:
    done, open_ = totals.done_on_time + totals.done_late, totals.open_in_term + totals.open_overdue
    figures = (
        totals.occurrences, done, totals.done_on_time, totals.done_late, open_, totals.open_in_term,
        totals.open_overdue, totals.no_deadline, totals.not_reported,
    )  # fmt: skip
    rate = "" if totals.completion_rate is None else percent(totals.completion_rate).removesuffix("%")
    return TableRow((place, name, *(number(figure) for figure in figures), rate))
