"""`nhacviec task set`: a task's deadline, lead, wording or state is changed, with its reason and history."""

import argparse

from bot.cli import Refused
from bot.cli.database import Desk, in_database
from bot.texts import say
from handlers.task_editing import STATES, set_content, set_deadline, set_lead, set_state
from storage.plans import Plan, Task, find_task

_CHANGES = ("--deadline", "--lead", "--content", "--state")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which task, and what of it."""
    parser.add_argument("code", metavar="CODE", help=say("edit", "the task's code, such as I.2.a.3"))
    parser.add_argument("--plan", metavar="NUMBER", help=say("import", "the plan's number, such as 12/KH-BCĐ"))
    parser.add_argument("--deadline", metavar="PHRASE", help=say("edit", "a deadline as plans word it"))
    parser.add_argument("--lead", metavar="AGENCY", help=say("edit", "the lead agency, or several"))
    parser.add_argument("--content", metavar="TEXT", help=say("edit", "the task worded anew"))
    parser.add_argument("--state", choices=STATES, help=say("edit", "open, suspended or withdrawn"))
    parser.add_argument("--reason", metavar="TEXT", required=True, help=say("edit", "why; kept in the history"))


def run(options: argparse.Namespace) -> int:
    """Change it, all or nothing."""
    if not (options.deadline or options.lead or options.content or options.state):
        raise Refused(say("edit", "Say what changes: %(options)s.", options=", ".join(_CHANGES)))
    if not options.reason.strip():
        raise Refused(say("edit", "A reason is needed."))
    code = in_database(lambda desk: _set(desk, options))
    print(say("edit", "Task %(code)s was changed.", code=code))
    return 0


async def _set(desk: Desk, options: argparse.Namespace) -> str:
    plan = await desk.plan(options.plan)
    actor, reason = desk.actor(), options.reason.strip()
    task = await _task(desk, plan, options.code)
    if options.state:
        await set_state(actor, task, options.state, reason)
    if options.content:
        await set_content(actor, await _task(desk, plan, options.code), options.content.strip(), reason)
    if options.lead:
        await set_lead(actor, plan, await _task(desk, plan, options.code), options.lead, reason)
    if options.deadline:
        await set_deadline(actor, plan, await _task(desk, plan, options.code), options.deadline, reason)
    return task.code


async def _task(desk: Desk, plan: Plan, code: str) -> Task:
    found = await find_task(desk.session, plan.id, code.strip())
    if found is None:
        raise Refused(say("edit", "Plan %(plan)s has no task %(code)s.", plan=plan.number, code=code))
    return found
