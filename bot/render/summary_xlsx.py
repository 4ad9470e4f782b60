"""A summary as a workbook to filter and count in: real days, five sheets, classes by colour with their legend.

XlsxWriter is imported when a file is made. What people wrote is stored as strings, never as formulas or links.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

from bot.domain.summary import Summary, Totals
from bot.domain.tasks import Standing
from bot.render.chart import COLOURS
from bot.render.summary_appendices import proposal_words
from bot.render.summary_words import class_name, period_title, plan_name, status_words
from bot.render.urging import Urging
from bot.texts import say, short_day

_STRINGS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_LINE_POINTS, _HIGHEST_ROW = 15.5, 409
_NAME_WIDTH = 48
_CELL_LIMIT = 32_767  # characters, by the file format


@dataclass(frozen=True)
class Column:
    """A column: catalogue key of its name, width in characters, its value, and the format it is shown in."""

    name: str
    width: float
    value: Callable[[Any], Any]
    form: str = "text"


def render_xlsx(summary: Summary, ledger: Sequence[Urging] = ()) -> bytes:
    """The workbook: Tổng hợp, Chi tiết, Theo cơ quan, Vướng mắc, Sổ đôn đốc."""
    import xlsxwriter

    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, **_STRINGS, "default_date_format": "dd/mm/yyyy"})
    book.set_properties({"title": _title(summary), "created": summary.known_at.replace(tzinfo=None)})
    forms = _forms(book)
    _overview(book, forms, summary)
    _details(book, forms, summary)
    _table(book, forms, "By agency", _AGENCY_COLUMNS, list(summary.by_agency))
    _table(book, forms, "Obstacles", _OBSTACLE_COLUMNS, list(summary.obstacles))
    _table(book, forms, "Ledger", _LEDGER_COLUMNS, list(ledger))
    book.close()
    return file.getvalue()


def _title(summary: Summary) -> str:
    return say("summary", "Summary: %(period)s", period=period_title(summary))


def _forms(book: Any) -> dict[str, Any]:
    """The formats of cells; every one with borders, wrapped and set to the top."""
    base = {"font_name": "Times New Roman", "font_size": 12}
    cell = base | {"border": 1, "valign": "top", "text_wrap": True}
    forms = {
        "title": base | {"bold": True, "font_size": 14},
        "plain": base,
        "head": cell | {"bold": True, "align": "center", "valign": "vcenter", "bg_color": "#E5E7EB"},
        "text": cell,
        "number": cell | {"num_format": "#,##0", "align": "center"},
        "day": cell | {"num_format": "dd/mm/yyyy", "align": "center"},
        "instant": cell | {"num_format": "hh:mm dd/mm/yyyy", "align": "center"},
        "rate": cell | {"num_format": "0.00%", "align": "center"},
    }
    made = {name: book.add_format(about) for name, about in forms.items()}
    for standing in Standing:
        colour, ink = _colours(standing)
        made[standing.value] = book.add_format(cell | {"bg_color": colour, "font_color": ink})
    return made


def _colours(standing: Standing) -> tuple[str, str]:
    return COLOURS.get(standing, COLOURS[Standing.NO_DEADLINE_OPEN])


def _overview(book: Any, forms: dict[str, Any], summary: Summary) -> None:
    sheet = book.add_worksheet(say("sheet", "Overview"))
    sheet.set_column(0, 0, _NAME_WIDTH)
    sheet.set_column(1, 2, 16)
    sheet.write_string(0, 0, _title(summary), forms["title"])
    sheet.write_string(1, 0, plan_name(summary.plan.number, summary.plan.title)[:_CELL_LIMIT], forms["plain"])
    sheet.write_string(2, 0, say("summary", "Figures as of %(day)s", day=short_day(summary.on)), forms["plain"])
    sheet.set_row(4, 3 * _LINE_POINTS)
    for place, name in enumerate(("Figure", "Number", "Change")):
        sheet.write_string(4, place, say("sheet", name), forms["head"])
    for line, (name, key, form) in enumerate(_FIGURES, start=5):
        sheet.write_string(
            line, 0, say("sheet", name) if form != "class" else class_name(Standing(key)), forms[_of(form, key)]
        )
        _put(sheet, line, 1, getattr(summary.totals, key), forms[_number_form(form)])
        _put(sheet, line, 2, summary.changes.figures.get(key), forms[_number_form(form)])
    line = _parts(sheet, forms, 6 + len(_FIGURES), "By section", _sections(summary))
    _parts(sheet, forms, line + 1, "By programme", _programmes(summary))
    sheet.freeze_panes(5, 0)
    _print_setup(sheet, landscape=False, head=4)


# Name, key of the totals, and how it is shown; the classes bear their colours: this is the legend of the sheets.
_FIGURES = (
    ("Tasks", "tasks", "number"),
    ("Terms", "occurrences", "number"),
    *((standing.value, standing.value, "class") for standing in Standing),
    ("Completion rate", "completion_rate", "rate"),
    ("Submitted in time, waiting to be issued", "submitted_in_time_overdue", "number"),
    ("Submitted", "submitted", "number"),
    ("Blocked", "blocked", "number"),
    ("In progress", "in_progress", "number"),
    ("Not started", "not_started", "number"),
    ("Not reported", "not_reported", "number"),
)


def _of(form: str, key: str) -> str:
    return key if form == "class" else "text"


def _number_form(form: str) -> str:
    return "rate" if form == "rate" else "number"


def _sections(summary: Summary) -> Iterator[tuple[str, Totals]]:
    for heading, totals in summary.by_section:
        yield f"{heading.section}. {heading.title}".strip(" ."), totals


def _programmes(summary: Summary) -> Iterator[tuple[str, Totals]]:
    for name, totals in summary.by_programme:
        yield name or say("summary", "of no programme"), totals


def _parts(sheet: Any, forms: dict[str, Any], line: int, name: str, parts: Iterator[tuple[str, Totals]]) -> int:
    """A small table: name, how many, how many done; returns the line below it."""
    for place, words in enumerate((say("sheet", name), say("sheet", "Terms"), say("sheet", "Done"))):
        sheet.write_string(line, place, words, forms["head"])
    for part, totals in parts:
        line += 1
        sheet.set_row(line, _LINE_POINTS * _lines(part, _NAME_WIDTH) + 2)
        sheet.write_string(line, 0, part[:_CELL_LIMIT], forms["text"])
        _put(sheet, line, 1, totals.occurrences, forms["number"])
        _put(sheet, line, 2, totals.done, forms["number"])
    return line + 1


def _details(book: Any, forms: dict[str, Any], summary: Summary) -> None:
    texts: dict[int, list[str]] = {}
    for each in summary.obstacles:
        texts.setdefault(each.occurrence_id, []).append(each.text)
    asked = {each.occurrence_id: each for each in summary.extensions if each.state == "asked"}
    printed = (
        *_PRINTED_COLUMNS,
        Column("Difficulties", 26, lambda row: "; ".join(texts.get(row.occurrence_id, ()))),
        Column("Proposals", 16, lambda row: proposal_words(asked.get(row.occurrence_id))),
        Column("Remarks", 18, lambda row: row.note),
    )
    sheet = _table(
        book, forms, "Details", (*printed, *_FURTHER_COLUMNS), list(summary.rows), lambda row: row.standing.value
    )
    sheet.print_area(0, 0, max(len(summary.rows), 1), len(printed) - 1)


# What fits the width of a landscape page; the further columns are for filtering on the screen.
_PRINTED_COLUMNS = (
    Column("Code", 9, lambda row: row.code),
    Column("Task", 44, lambda row: row.content),
    Column("Lead agency", 20, lambda row: row.agency),
    Column("Coordinating agencies", 20, lambda row: row.coordinating),
    Column("Term", 12, lambda row: row.due, "day"),
    Column("Class", 16, lambda row: class_name(row.standing), "class"),
    Column("Standing", 16, lambda row: status_words(row)),
    Column("Done on", 12, lambda row: row.done_on, "day"),
    Column("Result", 20, lambda row: row.document),
)
_FURTHER_COLUMNS = (
    Column("Section", 9, lambda row: row.section),
    Column("Programme", 24, lambda row: row.programme),
    Column("First term", 12, lambda row: row.original_due, "day"),
    Column("Term in words", 18, lambda row: row.deadline_text),
    Column("Percent", 9, lambda row: row.percent, "number"),
    Column("Submitted on", 12, lambda row: row.submitted_on, "day"),
    Column("Last report", 12, lambda row: row.reported_on, "day"),
)


def _figure(name: str, key: str, form: str = "number") -> Column:
    return Column(name, 12, lambda part: getattr(part[1], key), form)


_AGENCY_COLUMNS = (
    Column("Lead agency", 40, lambda part: part[0]),
    _figure("Terms", "occurrences"),
    _figure("Done in time", "done_on_time"),
    _figure("Done late", "done_late"),
    _figure("In term", "open_in_term"),
    _figure("Overdue", "open_overdue"),
    _figure("Of these submitted in time", "submitted_in_time_overdue"),
    _figure("Without a term", "no_deadline"),
    _figure("Not reported", "not_reported"),
    _figure("Completion rate", "completion_rate", "rate"),
)
_OBSTACLE_COLUMNS = (
    Column("Code", 10, lambda each: each.code),
    Column("Lead agency", 30, lambda each: each.agency),
    Column("Obstacle", 60, lambda each: each.text),
    Column("Since", 12, lambda each: each.opened_on, "day"),
    Column("Days", 9, lambda each: each.days, "number"),
    Column("Waits for", 24, lambda each: say("summary", f"waits for the {each.waits_for}")),
)
_LEDGER_COLUMNS = (
    Column("Day", 12, lambda each: each.day, "day"),
    Column("Sent at", 17, lambda each: each.at, "instant"),
    Column("Code", 10, lambda each: each.code),
    Column("Lead agency", 28, lambda each: each.agency),
    Column("Person", 22, lambda each: each.person),
    Column("Channel", 12, lambda each: each.channel),
    Column("About", 22, lambda each: each.about),
    Column("Outcome", 24, lambda each: each.outcome),
    Column("Answered on", 12, lambda each: each.answered_on, "day"),
    Column("Answer", 40, lambda each: each.answer),
)


def _table(
    book: Any,
    forms: dict[str, Any],
    name: str,
    columns: Sequence[Column],
    rows: Sequence[Any],
    class_of: Callable[[Any], str] = lambda row: "text",
) -> Any:
    """A sheet with one table: frozen header, filter, print set-up."""
    sheet = book.add_worksheet(say("sheet", name))
    names = [say("sheet", column.name) for column in columns]
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, names[place], forms["head"])
    sheet.set_row(0, _height(names, columns))
    for line, row in enumerate(rows, start=1):
        values = [column.value(row) for column in columns]
        sheet.set_row(line, _height(values, columns))
        for place, column in enumerate(columns):
            form = class_of(row) if column.form == "class" else column.form
            _put(sheet, line, place, values[place], forms[form])
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
    sheet.freeze_panes(1, 1)
    _print_setup(sheet, landscape=True, head=0)
    return sheet


def _height(values: Sequence[Any], columns: Sequence[Column]) -> float:
    """Room for the longest text of a row, in points: not every program finds it out by itself."""
    lines = [
        sum(_lines(part, column.width) for part in value.split("\n"))
        for value, column in zip(values, columns, strict=True)
        if isinstance(value, str)
    ]
    return min(_LINE_POINTS * max(lines, default=1) + 2, _HIGHEST_ROW)


def _lines(text: str, width: float) -> int:
    return max(1, math.ceil(len(text) * 1.12 / width))


def _put(sheet: Any, line: int, place: int, value: Any, form: Any) -> None:
    """By the value's own type: a string is a string, whatever it begins with."""
    match value:
        case None | "":
            sheet.write_blank(line, place, None, form)
        case datetime():
            sheet.write_datetime(line, place, value.replace(tzinfo=None), form)
        case date():
            sheet.write_datetime(line, place, datetime(value.year, value.month, value.day), form)  # noqa: DTZ001
        case int() | float():
            sheet.write_number(line, place, value, form)
        case _:
            sheet.write_string(line, place, str(value)[:_CELL_LIMIT], form)


def _print_setup(sheet: Any, *, landscape: bool, head: int) -> None:
    """A4, as wide as the page, the header on every page, page numbers below."""
    if landscape:
        sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)
    sheet.set_footer("&C&P/&N")
