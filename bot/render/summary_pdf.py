"""A report as PDF for reading on a phone: the words of the .docx on narrow pages, with the chart."""

from dataclasses import asdict
from typing import Any

from bot.render.document import MOTTO, NATION, Appendix, Report
from bot.render.typst_making import set_form
from bot.texts import say

_CARD_TITLE = 2  # the first cells of a row, number and name, are the title of its card
_CARDS = 1_500  # rows that are set as cards; more are set as lines, and without tags for screen readers


def render_pdf(report: Report, chart: dict[str, Any]) -> bytes:
    """The file; `chart` as `chart_data` gives it."""
    many = sum(len(each.table.rows) for each in report.appendices) > _CARDS
    data = {
        "many": many,
        "title": f"{report.head.kind}: {report.head.subject}",
        "nation": NATION,
        "motto": MOTTO,
        "to": say("report form", "To:"),
        "recipients": say("report form", "Recipients:"),
        "chart": chart,
        "report": asdict(report) | {"appendices": [_appendix(each) for each in report.appendices]},
    }
    return set_form("report", _plain(data), output="pdf", tagged=not many)


def _appendix(appendix: Appendix) -> dict[str, Any]:
    return {
        "number": appendix.number,
        "title": appendix.title,
        "reference": appendix.reference,
        "title-columns": _CARD_TITLE,
        "labels": _labels(appendix),
        "table": {"rows": [asdict(row) for row in appendix.table.rows]},
    }


def _labels(appendix: Appendix) -> list[str]:
    """A name for each column; under a cell over several columns, both names."""
    top, *below = appendix.table.header
    under = iter(below[0] if below else ())
    labels = []
    for cell in top:
        if cell.columns == 1:
            labels.append(cell.text)
        else:
            labels += [f"{cell.text}, {next(under).text.lower()}" for _ in range(cell.columns)]
    return labels


def _plain(value: Any) -> Any:
    """Only what JSON knows: sets of columns become lists."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each) for each in value]
    return value
