"""`nhacviec plan doubts`: what the import would not assume, each with its number and the answers to choose from."""

import argparse
import json

from bot.cli.database import Desk, in_database
from bot.texts import say
from storage.doubts import Doubt, open_doubts
from storage.plans import load_tasks


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of which plan."""
    parser.add_argument("--plan", metavar="NUMBER", help=say("import", "the plan's number, such as 12/KH-BCĐ"))
    parser.add_argument("--json", action="store_true", help=say("import", "print JSON"))


def run(options: argparse.Namespace) -> int:
    """List them."""
    found, codes = in_database(lambda desk: _load(desk, options.plan))
    if options.json:
        print(json.dumps([_value(each, codes) for each in found], ensure_ascii=False, indent=1))
        return 0
    for each in found:
        code = codes.get(each.task_id or 0)
        print(f"[{each.id}] {code}: {each.sentence}" if code else f"[{each.id}] {each.sentence}")
        for choice in each.choices:
            print(f"      - {choice}")
    if found:
        print(say("doubts", "Answer with: nhacviec plan answer NUMBER WORDS"))
    else:
        print(say("doubts", "Nothing is in doubt."))
    return 0


async def _load(desk: Desk, number: str | None) -> tuple[list[Doubt], dict[int, str]]:
    plan = await desk.plan(number)
    tasks = await load_tasks(desk.session, plan.id)
    return await open_doubts(desk.session, plan.id), {task.id: task.code for task in tasks}


def _value(doubt: Doubt, codes: dict[int, str]) -> dict[str, object]:
    return {
        "id": doubt.id,
        "code": codes.get(doubt.task_id or 0),
        "kind": doubt.kind.value,
        "doubt": doubt.sentence,
        "choices": list(doubt.choices),
    }
