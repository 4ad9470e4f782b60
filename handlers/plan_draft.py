"""A plan that was read, before anything of it is live: what it would change, and what a person is to say first.

Everything is found out by doing the import and taking it back, so that what is shown is what will be done.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.importing import Difference, DoubtKind
from bot.domain.occurrences import short_title
from handlers.acting import Actor, Refusal
from handlers.doubt_answers import answer_doubt, asks_for_all
from handlers.plan_applying import apply_plan
from handlers.plan_file import ReadPlan
from storage.doubts import Doubt, open_doubts
from storage.importing import Imported
from storage.occurrences import load_occurrences
from storage.plans import Task, load_tasks

OF_PLAN = (DoubtKind.NUMBER, DoubtKind.ISSUED, DoubtKind.END)  # asked before the rest: deadlines are read by them


@dataclass(frozen=True)
class Point:
    """Something to ask, of one task or of several that ask the same."""

    kind: DoubtKind
    sentence: str
    codes: tuple[str, ...] = ()
    title: str = ""
    choices: tuple[str, ...] = ()
    doubt_id: int = 0  # of one that is kept already

    def to_json(self) -> dict[str, Any]:
        """As a talk keeps it."""
        return {
            "kind": self.kind.value,
            "sentence": self.sentence,
            "codes": list(self.codes),
            "title": self.title,
            "choices": list(self.choices),
            "doubt_id": self.doubt_id,
        }


def point_from_json(kept: Mapping[str, Any]) -> Point:
    """What a talk kept."""
    codes, choices = tuple(kept["codes"]), tuple(kept["choices"])
    return Point(DoubtKind(kept["kind"]), kept["sentence"], codes, kept["title"], choices, kept["doubt_id"])


@dataclass(frozen=True)
class Draft:
    """What an import would do: the difference, the points to ask, how many terms would be past already."""

    difference: Difference
    points: tuple[Point, ...]
    past: int


@dataclass(frozen=True)
class Applied:
    """What an import did, with the answers that could not be carried out and how many points are left."""

    done: Imported
    refused: tuple[str, ...]
    left: int


async def rehearse(actor: Actor, read: ReadPlan) -> Draft:
    """Import and take it back; raises Refusal for a plan without a year."""
    async with actor.session.begin_nested() as taken_back:
        done = await apply_plan(actor, read)
        points = await open_points(actor, done.plan_id, [each for each in DoubtKind if each not in OF_PLAN])
        found = await load_occurrences(actor.session, done.occurrences)
        past = sum(1 for each in found.values() if each.silent and each.state == "open")
        await taken_back.rollback()
    return Draft(done.difference, tuple(points), past)


async def open_points(actor: Actor, plan_id: int, kinds: Iterable[DoubtKind]) -> list[Point]:
    """The doubts of a plan, those that one answer settles as one."""
    wanted = set(kinds)
    tasks = {each.id: each for each in await load_tasks(actor.session, plan_id)}
    groups: dict[tuple[object, ...], list[Doubt]] = {}
    for each in await open_doubts(actor.session, plan_id):
        if each.kind in wanted:
            task = tasks.get(each.task_id or 0)
            together = asks_for_all(each.kind, task)
            groups.setdefault((each.kind, each.sentence, None if together else each.id), []).append(each)
    return [_point(group, tasks) for group in groups.values()]


def _point(group: Sequence[Doubt], tasks: Mapping[int, Task]) -> Point:
    first, led = group[0], [tasks[each.task_id] for each in group if each.task_id]
    title = short_title(led[0].content, 120) if len(led) == 1 else ""
    return Point(first.kind, first.sentence, tuple(each.code for each in led), title, first.choices, first.id)


async def apply_with_answers(actor: Actor, read: ReadPlan, answers: Sequence[Mapping[str, Any]]) -> Applied:
    """Import and carry out what was answered before; an answer that no longer holds leaves its point on the list."""
    done = await apply_plan(actor, read)
    refused: list[str] = []
    for each in answers:
        refused += await _carry_out(actor, done.plan_id, point_from_json(each["point"]), str(each["words"]))
    return Applied(done, tuple(refused), len(await open_doubts(actor.session, done.plan_id)))


async def _carry_out(actor: Actor, plan_id: int, point: Point, words: str) -> list[str]:
    codes = {each.id: each.code for each in await load_tasks(actor.session, plan_id)}
    asking = [
        each
        for each in await open_doubts(actor.session, plan_id)
        if each.sentence == point.sentence and (each.task_id is None or codes.get(each.task_id) in point.codes)
    ]
    try:
        if asking:
            async with actor.session.begin_nested():
                await answer_doubt(actor, asking[0].id, words)
    except Refusal as exc:
        return [str(exc)]
    return []
