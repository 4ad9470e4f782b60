"""An office hands its open tasks to its successor, with reminders, obstacles, requests and people; all are told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.agencies import known_agencies, match_agency
from bot.domain.people import Role
from bot.texts import say, short_day
from handlers.acting import Actor, Refusal
from handlers.plan_file import own_agencies, read_agency
from handlers.task_editing import lead_doubt
from storage.plans import StoredAgency, Task, ensure_agency, find_agency, load_agencies, load_tasks, set_leads
from storage.roster import people_with_role
from storage.successions import (
    AgencyRef,
    Succession,
    due_successions,
    mark_applied,
    pass_roster,
    pass_standing,
    record_succession,
    tasks_led_by,
)
from storage.task_changes import pass_over

_TOLD = (Role.FOCAL, Role.DEPUTY, Role.AGENCY_LEADER)


@dataclass(frozen=True)
class HandedOver:
    """What passed: the tasks' codes, how many people, and whether the successor has a focal point."""

    codes: tuple[str, ...]
    people: int
    has_focal_point: bool
    waits_for_day: bool = False


async def find_office(actor: Actor, words: str) -> StoredAgency:
    """A kept agency by any known spelling; raises Refusal."""
    known = known_agencies(await own_agencies(actor.session))
    match = match_agency(words, known, on=actor.today)
    found = await find_agency(actor.session, match.agency.name if match.agency else words)
    if found is None:
        raise Refusal(lead_doubt(words, [] if match.agency else [each.name for each in match.candidates]))
    return found


async def find_or_add_office(actor: Actor, words: str, on: date) -> StoredAgency:
    """The same, or one that every province has and that is new here; raises Refusal for a name that matches nothing."""
    match = match_agency(words, known_agencies(await own_agencies(actor.session)), on=on)
    if match.agency is None:
        raise Refusal(lead_doubt(words, [each.name for each in match.candidates]))
    read = read_agency(match.agency, words)
    agency_id = await ensure_agency(
        actor.session,
        read.name,
        short_name=read.short_name,
        kind=read.kind,
        courtesy=read.courtesy,
        locality_kind=read.locality_kind,
        spellings=read.spellings,
    )
    return next(each for each in await load_agencies(actor.session) if each.id == agency_id)


async def succeed(actor: Actor, old: StoredAgency, new: StoredAgency, on: date, tasks: Sequence[Task]) -> HandedOver:
    """Record that `new` takes the place of `old`, for these tasks or as a whole; a day to come is waited for."""
    if old.id == new.id:
        raise Refusal(say("succession", "Both names mean %(name)s.", name=old.name))
    scopes: list[int | None] = [task.id for task in tasks] or [None]
    made = [await record_succession(actor.session, old.id, new.id, on, scope, actor.now) for scope in scopes]
    after = {"new": new.name, "on": on.isoformat(), "tasks": [task.code for task in tasks]}
    await actor.record("succession", f"agency:{old.id}", before={"old": old.name}, after=after)
    if on > actor.today:
        return HandedOver(tuple(task.code for task in tasks), 0, True, waits_for_day=True)
    return await _carry_out(actor, [each for each in made if not each.applied], old, new)


async def carry_out_due(actor: Actor) -> int:
    """Hand over what was recorded for a day that has come; returns how many successions."""
    agencies = {each.id: each for each in await load_agencies(actor.session)}
    due = await due_successions(actor.session, actor.today)
    pairs = dict.fromkeys((each.old_id, each.new_id, each.on) for each in due)
    for old_id, new_id, on in pairs:
        group = [each for each in due if (each.old_id, each.new_id, each.on) == (old_id, new_id, on)]
        await _carry_out(actor, group, agencies[old_id], agencies[new_id])
    return len(due)


async def _carry_out(
    actor: Actor, successions: Sequence[Succession], old: StoredAgency, new: StoredAgency
) -> HandedOver:
    claimed = [each for each in successions if await mark_applied(actor.session, each.id, actor.now)]
    if not claimed:
        return HandedOver((), 0, await _has_focal_point(actor, new.id))
    former = await people_with_role(actor.session, _TOLD, actor.today, agency_ids=[old.id])
    only = [each.task_id for each in claimed if each.task_id is not None]
    whole = any(each.task_id is None for each in claimed)
    codes = await _pass_tasks(actor, old.id, new.id, None if whole else only)
    people: list[int] = []
    if whole:
        people = await pass_roster(actor.session, old.id, new.id, claimed[0].on)
        await pass_standing(
            actor.session, AgencyRef(old.id, old.name), AgencyRef(new.id, new.name), claimed[0].on, actor.now
        )
    await _tell(actor, old, new, claimed[0].on, codes, {each.id for each in former})
    return HandedOver(codes, len(people), await _has_focal_point(actor, new.id))


async def _pass_tasks(actor: Actor, old: int, new: int, only: Sequence[int] | None) -> tuple[str, ...]:
    task_ids = await tasks_led_by(actor.session, old, only)
    touched: list[int] = []
    tasks = await load_tasks(actor.session, ids=task_ids)
    for task in tasks:
        leads = [new if each == old else each for each in task.lead_ids]
        await set_leads(actor.session, task.id, leads, actor.now)
        touched += await pass_over(actor.session, task.id, old, new, actor.now)
    await actor.look_again(touched)
    return tuple(task.code for task in tasks)


async def _has_focal_point(actor: Actor, agency_id: int) -> bool:
    return bool(await people_with_role(actor.session, [Role.FOCAL], actor.today, agency_ids=[agency_id]))


async def _tell(
    actor: Actor, old: StoredAgency, new: StoredAgency, on: date, codes: Sequence[str], former: set[int]
) -> None:
    """Both sides, once each."""
    if not codes:
        return
    words = say(
        "succession", "From %(day)s %(new)s takes over from %(old)s: %(count)s tasks (%(codes)s).",
        day=short_day(on), new=new.name, old=old.name, count=f"{len(codes):02d}", codes=", ".join(codes),
    )  # fmt: skip
    key = f"succession:{old.id}:{new.id}:{on.isoformat()}:{codes[0]}"
    await actor.tell([new.id, old.id], words, key=key, roles=_TOLD)
    await actor.tell_people(former, words, key=key)
