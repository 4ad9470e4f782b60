"""`nhacviec plan show`: the tasks with leads, deadlines and standing."""

import argparse
import json
from typing import Any

from bot.cli import Refused
from bot.cli.database import Desk, in_database
from bot.domain.occurrences import Occurrence, standing_of
from bot.texts import say, short_day
from storage.occurrences import occurrences_of_task
from storage.plans import Task, find_plan, load_tasks


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which plan, and how."""
    parser.add_argument("--plan", metavar="NUMBER", help=say("import", "the plan's number, such as 12/KH-BCĐ"))
    parser.add_argument("--json", action="store_true", help=say("import", "print JSON"))


def run(options: argparse.Namespace) -> int:
    """Print it."""
    plan, tasks = in_database(lambda desk: _load(desk, options.plan))
    if options.json:
        for each in (each for task in tasks for each in task["occurrences"]):
            del each["due_on"]
        print(json.dumps({"plan": plan, "tasks": tasks}, ensure_ascii=False, indent=1))
        return 0
    for task in tasks:
        leads = "; ".join(task["leads"]) or say("import", "no lead yet")
        print(f"{task['code']:<12}{leads} | {task['deadline_text'] or '–'}")
        for each in task["occurrences"]:
            print(f"{'':<12}- {each['agency']}: {_how_it_stands(each)}")
    return 0


def _how_it_stands(occurrence: dict[str, Any]) -> str:
    """Its day and class; the class of one without a day says that it has none."""
    standing = say("standing", occurrence["class"])
    if occurrence["due_on"]:
        return f"{short_day(occurrence['due_on'])}, {standing}"
    return f"{say('tasks', 'waits for guidance')}; {standing}" if occurrence["kind"] == "guidance" else standing


async def _load(desk: Desk, number: str | None) -> tuple[str, list[dict[str, Any]]]:
    plan = await find_plan(desk.session, number)
    if plan is None:
        raise Refused(say("check", "No plan yet: nhacviec plan import FILE"))
    tasks = await load_tasks(desk.session, plan.id)
    return plan.number, [_task(desk, each, await occurrences_of_task(desk.session, each.id)) for each in tasks]


def _task(desk: Desk, task: Task, occurrences: list[Occurrence]) -> dict[str, Any]:
    return {
        "code": task.code,
        "section_path": [{"number": each.number, "title": each.title} for each in task.section_path],
        "content": task.content,
        "leads": list(task.leads),
        "coordinating_text": task.coordinating_text,
        "deadline_text": " ".join(task.deadline_text.split()),
        "state": task.state,
        "occurrences": [
            {
                "agency": each.agency,
                "due": each.due_on.isoformat() if each.due_on else None,
                "due_on": each.due_on,
                "status": each.standing.value if each.standing else None,
                "percent": each.percent,
                "class": standing_of(each, desk.today).value,
                "state": each.state,
                "kind": each.kind,
            }
            for each in occurrences
            if each.state != "void"
        ],
    }
