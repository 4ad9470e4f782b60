"""`nhacviec agency succeed`: an office's open tasks and roster pass to its successor, in one act."""

import argparse

from bot.cli import Refused
from bot.cli.database import Desk, in_database
from bot.cli.days import day_argument
from bot.texts import say, short_day
from handlers.succession import HandedOver, find_office, find_or_add_office, succeed
from storage.plans import Task, find_task


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Who, whom, from when; for which tasks, where an office was split."""
    parser.add_argument("old", metavar="OLD", help=say("succession", "the agency that hands over"))
    parser.add_argument("new", metavar="NEW", help=say("succession", "the agency that takes over"))
    parser.add_argument("--on", metavar="DATE", type=day_argument, required=True,
                        help=say("succession", "from this day on"))  # fmt: skip
    parser.add_argument("--task", metavar="CODE", action="append", default=[],
                        help=say("succession", "this task alone; may be given again"))  # fmt: skip
    parser.add_argument("--plan", metavar="NUMBER", help=say("import", "the plan's number, such as 12/KH-BCĐ"))


def run(options: argparse.Namespace) -> int:
    """Hand over, or keep it for its day."""
    done, new = in_database(lambda desk: _succeed(desk, options))
    if done.waits_for_day:
        print(say("succession", "Kept; it is carried out on %(day)s.", day=short_day(options.on)))
        return 0
    print(say("succession", "%(count)s tasks passed to %(new)s: %(codes)s", count=len(done.codes), new=new,
              codes=", ".join(done.codes) or "–"))  # fmt: skip
    if done.people:
        print(say("succession", "%(count)s people of the roster passed with them.", count=done.people))
    if not done.has_focal_point:
        print(say("succession", "%(new)s has no focal point yet: add one with roster import.", new=new))
    return 0


async def _succeed(desk: Desk, options: argparse.Namespace) -> tuple[HandedOver, str]:
    actor = desk.actor()
    old = await find_office(actor, options.old)
    new = await find_or_add_office(actor, options.new, options.on)
    tasks = await _tasks(desk, options) if options.task else []
    for each in tasks:
        if old.id not in each.lead_ids:
            raise Refused(say("succession", "Task %(code)s is not led by %(old)s.", code=each.code, old=old.name))
    return await succeed(actor, old, new, options.on, tasks), new.name


async def _tasks(desk: Desk, options: argparse.Namespace) -> list[Task]:
    plan = await desk.plan(options.plan)
    found = [await find_task(desk.session, plan.id, code.strip()) for code in options.task]
    for code, task in zip(options.task, found, strict=True):
        if task is None:
            raise Refused(say("edit", "Plan %(plan)s has no task %(code)s.", plan=plan.number, code=code))
    return [task for task in found if task is not None]
