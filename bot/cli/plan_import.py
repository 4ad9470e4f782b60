"""`nhacviec plan import`: a plan's appendix becomes tasks; again, the difference is shown and applied."""

import argparse
import json
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.cli import Refused
from bot.cli.database import Desk, in_database
from bot.cli.days import day_argument, read_day
from bot.domain.importing import Certainty, ChangeKind, Difference, ReadTask
from bot.texts import say, short_day
from handlers.plan_applying import apply_plan
from handlers.plan_file import Given, ReadPlan, doubt_lines, read_plan_file
from storage.importing import Imported, difference_to

_SIGNS = {ChangeKind.NEW: "+", ChangeKind.CHANGED: "~", ChangeKind.GONE: "-"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and what it may leave unsaid."""
    parser.add_argument(
        "file", metavar="FILE", type=Path, help=say("cli", "The appendix (.docx, .xlsx, .csv, .tsv, .txt)")
    )
    parser.add_argument("--plan", metavar="NUMBER", help=say("import", "the plan's number, such as 12/KH-BCĐ"))
    parser.add_argument("--issued-on", metavar="DATE", type=day_argument, help=say("cli", "The plan's day of issue"))
    parser.add_argument("--start", metavar="DATE", type=day_argument, help=say("cli", "The plan's first day"))
    parser.add_argument("--end", metavar="DATE", type=day_argument, help=say("cli", "The plan's last day"))
    parser.add_argument("--year", metavar="YEAR", type=int, help=say("cli", "The year of deadlines that name none"))
    parser.add_argument(
        "--dry-run", action="store_true", help=say("import", "show what would be done and change nothing")
    )
    parser.add_argument(
        "--yes", action="store_true", help=say("import", "apply without asking; doubts stay on the list")
    )
    parser.add_argument("--json", action="store_true", help=say("import", "print JSON"))


def run(options: argparse.Namespace) -> int:
    """Read, show, ask, apply. Whoever else writes waits only for the last of these."""
    given = Given(options.plan, options.issued_on, options.start, options.end, options.year)
    read, difference = in_database(lambda desk: _look(desk, options, given), writes=False)
    if not options.json:
        _show(read, difference)
    if options.dry_run:
        _report(options, read, difference, applied=False)
        return 0
    if not options.yes and not _agreed(difference):
        raise Refused(say("import", "Nothing was imported."))
    done = in_database(lambda desk: _apply(desk, read))
    _report(options, read, done.difference, applied=True, doubts=done.doubts)
    return 0


async def _look(desk: Desk, options: argparse.Namespace, given: Given) -> tuple[ReadPlan, Difference]:
    from bot.appendix import UnreadableFile

    try:
        read = await read_plan_file(desk.session, options.file, given)
        read = await _complete(desk, read, options, given)
    except UnreadableFile as exc:
        raise Refused(str(exc)) from None
    except OSError:
        raise Refused(say("cli", "The file %(name)s cannot be opened", name=options.file)) from None
    if read.plan is None:
        raise Refused(say("import", "The plan's year is not known; add --year, or --start and --end."))
    return read, await difference_to(desk.session, read.plan.id or None, read.tasks)


async def _apply(desk: Desk, read: ReadPlan) -> Imported:
    return await apply_plan(desk.actor(), read)


async def _complete(desk: Desk, read: ReadPlan, options: argparse.Namespace, given: Given) -> ReadPlan:
    """Ask on a terminal for what neither the file nor the options say; the answers are read with the file again."""
    if options.yes or options.dry_run or not sys.stdin.isatty():
        return read
    if given.number is None and read.facts.number is None:
        given = replace(given, number=_typed(say("import", "Number of the plan (empty: not known yet)")) or None)
    if given.issued_on is None and read.facts.issued_on is None and given.start is None:
        answer = _typed(say("import", "Day of issue, such as 15/6/2022 (empty: not known yet)"))
        given = replace(given, issued_on=_day(answer))
    if read.plan is None and given.year is None:
        answer = _typed(say("import", "Year of the plan"))
        given = replace(given, year=int(answer) if answer.isdecimal() else None)
    return await read_plan_file(desk.session, options.file, given)


def _day(answer: str) -> date | None:
    try:
        return read_day(answer) if answer else None
    except ValueError:
        raise Refused(say("import", "This is no day: %(text)s", text=answer)) from None


def _typed(question: str) -> str:
    return input(f"{question}: ").strip()


def _agreed(difference: Difference) -> bool:
    if difference.is_empty:
        return True
    if not sys.stdin.isatty():
        raise Refused(say("import", "Nobody is here to ask: add --yes to apply or --dry-run to look."))
    return _typed(say("import", "Apply this? [c/K]")).casefold() in {"c", "có", "co", "y"}


def _show(read: ReadPlan, difference: Difference) -> None:
    plan = read.plan
    if plan is not None:
        print(say("import", "Plan %(number)s, from %(start)s to %(end)s: %(count)s tasks", number=plan.number,
                  start=short_day(plan.start_on), end=short_day(plan.end_on), count=len(read.tasks)))  # fmt: skip
    by_code = {task.code: task for task in read.tasks}
    for change in difference.changes:
        if change.kind is ChangeKind.SAME:
            continue
        task = by_code.get(change.code)
        print(f"{_SIGNS[change.kind]} {change.code:<12}{_words(task) if task else ''}".rstrip())
    heaps = {name: len(codes) for name, codes in _heaps(read).items()}
    print(say("import", "Read: %(sure)s sure, %(doubtful)s doubtful, %(unreadable)s unreadable.", **heaps))
    for line in doubt_lines(read.tasks, read.doubts):
        print(f"? {line}")


def _words(task: ReadTask) -> str:
    leads = "; ".join(each.name for each in task.leads) or "?"
    return f"{leads} | {' '.join(task.deadline_text.split()) or '–'}"


def _heaps(read: ReadPlan) -> dict[str, list[str]]:
    """The codes that are sure, doubtful and unreadable."""
    return {heap.value: [task.code for task in read.tasks if task.certainty is heap] for heap in Certainty}


def _report(
    options: argparse.Namespace, read: ReadPlan, difference: Difference, *, applied: bool, doubts: int = 0
) -> None:
    counts = {kind.value: len(difference.of_kind(kind)) for kind in ChangeKind}
    if options.json:
        value = {
            "plan": read.plan.number if read.plan else None,
            "applied": applied,
            **{kind.value: [each.code for each in difference.of_kind(kind)] for kind in ChangeKind},
            **_heaps(read),
            "doubts": doubt_lines(read.tasks, read.doubts),
        }
        print(json.dumps(value, ensure_ascii=False, indent=1))
        return
    key = (
        "Imported: %(new)s new, %(changed)s changed, %(gone)s gone, %(same)s unchanged; %(doubts)s doubts to answer."
        if applied
        else "Would import: %(new)s new, %(changed)s changed, %(gone)s gone, %(same)s unchanged. Nothing was changed."
    )
    print(say("import", key, **counts, **({"doubts": doubts} if applied else {})))
