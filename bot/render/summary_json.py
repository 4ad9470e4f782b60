"""A summary as the JSON of contract.md: also how the figures of an issued summary are kept."""

from datetime import date
from typing import Any

from bot.domain.summary import Changes, Row, Summary, Totals


def summary_to_json(summary: Summary) -> dict[str, Any]:
    """Plain values throughout; days are ISO dates, the moment of knowledge an instant in UTC."""
    period = summary.period
    return {
        "on": summary.on.isoformat(),
        "known_at": summary.known_at.isoformat(),
        "period": {
            "kind": period.kind,
            "start": period.start.isoformat(),
            "end": period.end.isoformat(),
            "cut_off": period.cut_off.isoformat(),
        },
        "plan": summary.plan.number,
        "totals": summary.totals.to_json(),
        "changes": _changes(summary.changes),
        "by_section": [
            {"section": heading.section, "title": heading.title} | totals.to_json()
            for heading, totals in summary.by_section
        ],
        "by_agency": [{"agency": agency} | totals.to_json() for agency, totals in summary.by_agency],
        "by_programme": [{"programme": name} | totals.to_json() for name, totals in summary.by_programme],
        "overdue": [
            _place(row)
            | {
                "due": _day(row.due),
                "days_late": row.days_late(summary.on),
                "last_report": _day(row.reported_on),
                "awaits_issue": row.awaits_issue,
            }
            for row in summary.overdue
        ],
        "due_soon": [
            _place(row) | {"due": _day(row.due), "days_left": row.days_left(summary.on)} for row in summary.due_soon
        ],
        "obstacles": [
            {
                "code": each.code,
                "agency": each.agency,
                "text": each.text,
                "opened_on": each.opened_on.isoformat(),
                "days": each.days,
                "waits_for": each.waits_for,
            }
            for each in summary.obstacles
        ],
        "extensions": [
            {
                "code": each.code,
                "agency": each.agency,
                "from": _day(each.from_day),
                "to": each.to_day.isoformat(),
                "state": each.state,
            }
            for each in summary.extensions
        ],
        "not_reported": [_place(row) for row in summary.not_reported],
        "suspended": [_place(row) for row in summary.suspended],
        "tasks": [_task(row) for row in summary.rows],
    }


def _changes(changes: Changes) -> dict[str, Any]:
    nothing = dict.fromkeys(Totals().to_json())
    return {
        "since": _day(changes.since),
        **nothing,
        **changes.figures,
        "moved": [
            {
                "code": move.code,
                "agency": move.agency,
                "occurrence": move.occurrence,
                "from": move.before.value,
                "to": move.after.value,
            }
            for move in changes.moved
        ],
    }


def _place(row: Row) -> dict[str, Any]:
    return {"code": row.code, "agency": row.agency}


def _task(row: Row) -> dict[str, Any]:
    return {
        "code": row.code,
        "occurrence": row.occurrence,
        "section": row.section,
        "programme": row.programme,
        "agency": row.agency,
        "content": row.content,
        "original_due": _day(row.original_due),
        "due": _day(row.due),
        "extensions": row.extensions,
        "status": row.status.value if row.status else None,
        "percent": row.percent,
        "class": row.standing.value,
        "submitted_on": _day(row.submitted_on),
        "done_on": _day(row.done_on),
        "reported_on": _day(row.reported_on),
        "document": row.document,
        "note": row.note,
        "awaits_issue": row.awaits_issue,
        "not_reported": row.silent,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
