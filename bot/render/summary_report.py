"""A summary as an official report: body I–V written from the figures, nothing for what is empty, and the appendices."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.committee import CommitteeSettings
from bot.domain.occurrences import short_title
from bot.domain.summary import Heading, Obstacle, Row, Summary, Totals
from bot.render.document import Block, Head, Paragraph, Report, Signature, Title, point, roman
from bot.render.summary_appendices import appendices_of
from bot.render.summary_words import period_name, status_words
from bot.texts import long_day, number, percent, say, short_day

_LISTED = 20  # longer lists are left to the appendix
_CONTENT_WORDS = 110


def two(value: int) -> str:
    """Numbers under ten with a zero, as documents write them: 05 nhiệm vụ."""
    return f"{value:02d}" if 0 <= value < 10 else number(value)


def report_of(summary: Summary, committee: CommitteeSettings, *, remarks: str = "", proposals: str = "") -> Report:
    """The report; `remarks` and `proposals` are the secretary's own words."""
    parts = (
        ("LEADING AND URGING", list(_leading(summary, committee, remarks))),
        ("RESULTS", list(_results(summary))),
        ("DIFFICULTIES AND THEIR CAUSES", list(_difficulties(summary))),
        ("MAIN TASKS OF THE TIME TO COME", list(_ahead(summary))),
        ("PROPOSALS", list(_proposals(summary, committee, proposals))),
    )
    body: list[Block] = []
    for name, blocks in ((name, blocks) for name, blocks in parts if blocks):
        place = sum(isinstance(block, Title) and block.level == 1 for block in body) + 1
        body += [Title(1, f"{roman(place)}. {say('report form', name)}"), *blocks]
    body.append(Paragraph(_closing(summary, committee)))
    return Report(
        head=_head(summary, committee),
        body=tuple(body),
        signature=Signature(committee.signer_authority, committee.signer_title, _recipients(committee)),
        appendices=appendices_of(summary, committee),
    )


def committee_of(summary: Summary, committee: CommitteeSettings) -> str:
    """The committee's name: as set, else as the plan has it."""
    named = committee.committee_name != CommitteeSettings().committee_name
    return committee.committee_name if named or not summary.plan.committee else summary.plan.committee


def _head(summary: Summary, committee: CommitteeSettings) -> Head:
    return Head(
        superior=committee.superior_body.upper(),
        issuer=committee_of(summary, committee).upper(),
        number=say("report form", "Number:        /%(sign)s", sign=committee.document_sign),
        place_and_day=say(
            "report form", "%(place)s, day     month     year %(year)s",
            place=committee.place or "……………", year=summary.on.year,
        ),
        kind=say("report form", "REPORT"),
        subject=_subject(summary),
        addressees=(committee_of(summary, committee),) if _goes_up(committee) else (),
    )  # fmt: skip


def _goes_up(committee: CommitteeSettings) -> bool:
    """ "Như trên" among the recipients means that the report is addressed to somebody above."""
    return any(each.strip().casefold().startswith("như trên") for each in committee.recipients)


def _subject(summary: Summary) -> str:
    whole = summary.period.kind == "plan"
    key = "Results of plan %(plan)s up to %(day)s" if whole else "Results of plan %(plan)s in %(period)s"
    values = {"day": long_day(summary.on)} if whole else {"period": period_name(summary.period)}
    return say("report form", key, plan=summary.plan.number, **values)


def _recipients(committee: CommitteeSettings) -> tuple[str, ...]:
    lines = [each.strip(" -;.") for each in committee.recipients]
    return tuple(f"- {line}{'.' if n == len(lines) else ';'}" for n, line in enumerate(lines, start=1))


def _leading(summary: Summary, committee: CommitteeSettings, remarks: str) -> Iterator[Block]:
    totals = summary.totals
    yield Paragraph(
        say(
            "report form",
            "Carrying out plan %(plan)s of %(committee)s, %(speaker)s followed %(tasks)s tasks "
            "(%(occurrences)s terms) of %(agencies)s lead agencies.",
            plan=_plan_words(summary), committee=committee_of(summary, committee),
            speaker=committee.standing_agency or committee.speaking_name,
            tasks=two(totals.tasks), occurrences=two(totals.occurrences), agencies=two(len(summary.by_agency)),
        )
    )  # fmt: skip
    yield from _extensions(summary)
    silent = list(dict.fromkeys(row.agency for row in summary.not_reported))
    if silent:
        yield Paragraph(
            say(
                "report form", "Asked and not yet reported: %(count)s terms of %(agencies)s.",
                count=two(len(summary.not_reported)), agencies=", ".join(silent),
            )
        )  # fmt: skip
    if summary.suspended:
        codes = ", ".join(dict.fromkeys(row.code for row in summary.suspended))
        yield Paragraph(say("report form", "Suspended, not counted: %(codes)s.", codes=codes))
    yield from (Paragraph(line) for line in _lines(remarks))


def _plan_words(summary: Summary) -> str:
    issued_on = summary.plan.issued_on
    if issued_on is None:
        return summary.plan.number
    return say("report form", "%(number)s of %(day)s", number=summary.plan.number, day=short_day(issued_on))


def _extensions(summary: Summary) -> Iterator[Block]:
    states = [each.state for each in summary.extensions]
    found = [
        say("report form", f"extensions {state}: %(count)s", count=two(states.count(state)))
        for state in ("granted", "refused", "asked")
        if state in states
    ]
    if found:
        yield Paragraph(
            say(
                "report form", "There were %(count)s requests for more time: %(states)s.",
                count=two(len(states) - states.count("withdrawn")), states=", ".join(found),
            )
        )  # fmt: skip


@dataclass(frozen=True)
class _Part:
    """A khoản: its title, then paragraphs, then điểm a), b) …"""

    name: str
    paragraphs: Sequence[str] = ()
    points: Sequence[str] = ()


def _titled(*parts: _Part) -> Iterator[Block]:
    """The parts that say something, numbered; one alone has no number, and no title where it is plain sentences."""
    said = [each for each in parts if each.paragraphs or each.points]
    for place, part in enumerate(said, start=1):
        name = say("report form", part.name)
        if len(said) > 1:
            yield Title(2, f"{place}. {name}")
        elif part.points:
            yield Title(2, name)
        yield from (Paragraph(text) for text in part.paragraphs)
        last = len(part.points) - 1
        for n, text in enumerate(part.points):
            yield Paragraph(f"{point(n)}) {text}{'.' if n == last else ';'}")


def _results(summary: Summary) -> Iterator[Block]:
    if not summary.rows:
        yield Paragraph(say("report form", "There are no tasks in this period."))
        return
    sections = [(_group_name(each), totals) for each, totals in summary.by_section]
    programmes = [(name or say("summary", "of no programme"), totals) for name, totals in summary.by_programme]
    yield from _titled(
        _Part("Overall", list(_overall(summary))),
        _Part("By group of tasks", points=_by(sections)),
        _Part("By programme", points=_by(programmes)),
        _Part("By lead agency", list(_agencies(summary))),
    )


def _group_name(heading: Heading) -> str:
    """A group by its number in the plan, which is no number of the report's own."""
    if not heading.section:
        return heading.title or say("report form", "the other tasks")
    key = "group %(section)s (%(title)s)" if heading.title else "group %(section)s"
    return say("report form", key, section=heading.section, title=heading.title.strip(" .:"))


def _overall(summary: Summary) -> Iterator[str]:
    totals = summary.totals
    yield say(
        "report form", "Up to %(day)s, of %(all)s terms: %(classes)s.",
        day=long_day(summary.on), all=two(totals.occurrences), classes="; ".join(_classes(totals)),
    )  # fmt: skip
    if totals.submitted_in_time_overdue:
        yield say(
            "report form", "Of those open past their term %(count)s were submitted in time and wait to be issued.",
            count=two(totals.submitted_in_time_overdue),
        )  # fmt: skip
    if totals.completion_rate is not None:
        yield say(
            "report form", "Completion rate: %(rate)s (%(done)s of %(due)s terms that came due).",
            rate=percent(totals.completion_rate), done=number(totals.done_on_time + totals.done_late),
            due=number(totals.came_due),
        )  # fmt: skip
    if summary.changes.since:
        figures = summary.changes.figures
        yield say(
            "report form", "Compared with the report of %(day)s: done %(done)s, overdue %(overdue)s.",
            day=short_day(summary.changes.since),
            done=_moved(figures["done_on_time"] + figures["done_late"] + figures["no_deadline_done"]),
            overdue=_moved(figures["open_overdue"]),
        )  # fmt: skip


def _moved(change: int) -> str:
    if change == 0:
        return say("report form", "unchanged")
    key = "up by %(count)s terms" if change > 0 else "down by %(count)s terms"
    return say("report form", key, count=two(abs(change)))


def _classes(totals: Totals) -> Iterator[str]:
    """ "đã hoàn thành 14 lượt (đúng hạn 12, quá hạn 02)", and so on; what is nil is left out."""
    groups = (
        ("done", (("in time", totals.done_on_time), ("late", totals.done_late))),
        ("under way", (("in term", totals.open_in_term), ("overdue", totals.open_overdue))),
        ("without a term", (("under way", totals.no_deadline_open), ("done", totals.no_deadline_done))),
    )
    for name, parts in groups:
        count = sum(value for _, value in parts)
        inside = ", ".join(
            say("report form", f"inside: {part} %(count)s", count=two(value)) for part, value in parts if value
        )
        if count:
            yield say("report form", f"{name}: %(count)s terms (%(parts)s)", count=two(count), parts=inside)


def _by(parts: Sequence[tuple[str, Totals]]) -> list[str]:
    """One line a part, where there is more than one."""
    return [_part_line(name, totals) for name, totals in parts] if len(parts) > 1 else []


def _part_line(name: str, totals: Totals) -> str:
    key = "%(name)s: %(done)s of %(all)s terms done"
    if totals.open_overdue:
        key = "%(name)s: %(done)s of %(all)s terms done, %(overdue)s overdue"
    return say(
        "report form", key, name=name, done=number(totals.done), all=number(totals.occurrences),
        overdue=two(totals.open_overdue),
    )  # fmt: skip


def _agencies(summary: Summary) -> Iterator[str]:
    """Protocol order throughout; nobody is ranked."""
    due = [(name, totals) for name, totals in summary.by_agency if totals.came_due]
    through = [name for name, totals in due if not totals.open_overdue]
    late = [(name, totals.open_overdue) for name, totals in due if totals.open_overdue]
    if through:
        yield say(
            "report form", "%(count)s of %(all)s agencies with terms that came due have done them all: %(names)s.",
            count=number(len(through)), all=number(len(due)), names="; ".join(through),
        )  # fmt: skip
    if late:
        names = "; ".join(say("report form", "%(name)s (%(count)s terms)", name=n, count=two(c)) for n, c in late)
        yield say("report form", "Agencies with overdue terms: %(names)s.", names=names)


def _difficulties(summary: Summary) -> Iterator[Block]:
    late = [row for row in summary.overdue if not row.awaits_issue]
    listed = [_late_line(row, summary) for row in late[:_LISTED]]
    more = [_others(len(late) - _LISTED)] if len(late) > _LISTED else []
    obstacles = [_obstacle_line(each) for each in summary.obstacles[:_LISTED]]
    more_obstacles = [_others(len(summary.obstacles) - _LISTED)] if len(summary.obstacles) > _LISTED else []
    yield from _titled(
        _Part("Overdue tasks", more, listed),
        _Part("Obstacles that wait to be removed", more_obstacles, obstacles),
    )


def _others(count: int) -> str:
    return say("report form", "Besides those below, %(count)s terms are in Phụ lục I.", count=two(count))


def _late_line(row: Row, summary: Summary) -> str:
    return say(
        "report form", "%(code)s (%(agency)s): %(content)s; term %(due)s, %(days)s days over; standing: %(standing)s",
        code=row.code, agency=row.agency, content=short_title(row.content, _CONTENT_WORDS),
        due=short_day(row.due) if row.due else "", days=two(row.days_late(summary.on)), standing=status_words(row),
    )  # fmt: skip


def _obstacle_line(each: Obstacle) -> str:
    return say(
        "report form", "%(code)s (%(agency)s): “%(text)s”, since %(day)s; waits for %(whom)s",
        code=each.code, agency=each.agency, text=" ".join(each.text.split()).strip(" .,;:"),
        day=short_day(each.opened_on), whom=say("summary", f"waits for the {each.waits_for}"),
    )  # fmt: skip


def _ahead(summary: Summary) -> Iterator[Block]:
    soon = [
        say(
            "report form", "%(code)s (%(agency)s): %(content)s; term %(due)s",
            code=row.code, agency=row.agency, content=short_title(row.content, _CONTENT_WORDS),
            due=short_day(row.due) if row.due else "",
        )
        for row in summary.due_soon[:_LISTED]
    ]  # fmt: skip
    more = [_others(len(summary.due_soon) - _LISTED)] if len(summary.due_soon) > _LISTED else []
    yield from _titled(_Part("Tasks due within 14 days", more, soon), _Part("Further tasks", list(_further(summary))))


def _further(summary: Summary) -> Iterator[str]:
    totals = summary.totals
    late = totals.open_overdue - totals.submitted_in_time_overdue
    if late:
        yield say("report form", "Lead agencies concentrate on %(count)s overdue terms.", count=two(late))
    if totals.submitted_in_time_overdue:
        yield say(
            "report form", "Follow the issuing of %(count)s submitted.", count=two(totals.submitted_in_time_overdue)
        )
    if totals.open_in_term:
        yield say("report form", "Go on with %(count)s terms that are not out yet.", count=two(totals.open_in_term))
    if totals.not_reported:
        yield say("report form", "Agencies that have not reported send their reports.")


def _proposals(summary: Summary, committee: CommitteeSettings, proposals: str) -> Iterator[Block]:
    if proposals.strip():
        yield from (Paragraph(line) for line in _lines(proposals))
        return
    waiting = [each.code for each in summary.obstacles if each.waits_for == "standing"]
    asked = [each.code for each in summary.extensions if each.state == "asked"]
    for key, codes in (
        ("%(committee)s please decide on obstacles: %(codes)s.", waiting),
        ("%(committee)s please decide on terms: %(codes)s.", asked),
    ):
        if codes:
            yield Paragraph(
                say(
                    "report form",
                    key,
                    committee=committee_of(summary, committee),
                    codes=", ".join(dict.fromkeys(codes)),
                )
            )


def _closing(summary: Summary, committee: CommitteeSettings) -> str:
    key = (
        "This is the report of %(plan)s, respectfully to %(committee)s./."
        if _goes_up(committee)
        else "This is the report of %(plan)s./."
    )
    return say(
        "report form", key, plan=summary.plan.number, committee=committee_of(summary, committee),
        speaker=committee.standing_agency or committee.speaking_name,
    )  # fmt: skip


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]
