"""The gate: every act, and who may do it. Commands, buttons, replies and pages all pass here and nowhere else."""

from enum import StrEnum

from bot.domain.people import Person, Role


class Act(StrEnum):
    """What somebody can do through nhacviec; the table below says who may."""

    OWN_DATA = "own_data"  # help, and answers to what one was asked oneself
    MY_DATA = "my_data"  # see and erase what is kept about oneself: also once no role is left
    OWN_TASKS = "own_tasks"  # see the tasks of one's agency
    REPORT = "report"  # report, correct, ask for more time, postpone: for one's own agency
    LEAVE = "leave"  # say from when to when one is away
    REPORT_FOR_OTHERS = "report_for_others"  # by phone, letter, meeting
    SUMMARY = "summary"  # in one's own scope, see `summary_scope`
    TASK_HISTORY = "task_history"
    LEDGER = "ledger"  # who was urged when, and what came of it
    DECIDE = "decide"  # /duyet
    ANSWER_OBSTACLE = "answer_obstacle"
    ROSTER = "roster"
    INVITE = "invite"
    CHANGE_TASK = "change_task"
    IMPORT_PLAN = "import_plan"
    RECORD_EVENT = "record_event"
    ROUND = "round"
    PAUSE = "pause"
    SCHEDULE = "schedule"
    ANNOUNCE = "announce"
    SETTINGS = "settings"
    ISSUE_SUMMARY = "issue_summary"
    HEALTH = "health"


_FOCAL = {Role.FOCAL, Role.DEPUTY}
_DESK = {Role.SECRETARY}
_ABOVE = {Role.SECRETARY, Role.STANDING, Role.PROGRAMME_STANDING, Role.COMMITTEE_LEADER, Role.AGENCY_LEADER}

OPEN_TO_ALL = frozenset({Act.MY_DATA})  # of everybody whose chat is known

ALLOWED: dict[Act, frozenset[Role]] = {
    Act.MY_DATA: frozenset(Role),
    Act.OWN_DATA: frozenset(Role),
    Act.OWN_TASKS: frozenset(_FOCAL | {Role.AGENCY_LEADER}),
    Act.REPORT: frozenset(_FOCAL),
    Act.LEAVE: frozenset(Role),
    Act.REPORT_FOR_OTHERS: frozenset(_DESK),
    Act.SUMMARY: frozenset(_ABOVE | _FOCAL),
    Act.TASK_HISTORY: frozenset(_ABOVE | _FOCAL),
    Act.LEDGER: frozenset(_DESK | {Role.STANDING}),
    Act.DECIDE: frozenset(_DESK | {Role.STANDING}),
    Act.ANSWER_OBSTACLE: frozenset(_DESK | {Role.STANDING}),
    Act.ROSTER: frozenset(_DESK),
    Act.INVITE: frozenset(_DESK),  # an operator invites on the server: a code for the desk opens the desk
    Act.CHANGE_TASK: frozenset(_DESK),
    Act.IMPORT_PLAN: frozenset(_DESK),
    Act.RECORD_EVENT: frozenset(_DESK),
    Act.ROUND: frozenset(_DESK),
    Act.PAUSE: frozenset(_DESK),
    Act.SCHEDULE: frozenset(_DESK),
    Act.ANNOUNCE: frozenset(_DESK),
    Act.SETTINGS: frozenset(_DESK),
    Act.ISSUE_SUMMARY: frozenset(_DESK),
    Act.HEALTH: frozenset(_DESK | {Role.OPERATOR}),
}


class NotAllowed(Exception):
    """The person's roles do not allow the act; answered kindly, and nothing about its object is told."""

    def __init__(self, act: Act) -> None:
        super().__init__(act.value)
        self.act = act


def may(person: Person, act: Act, *, agency_id: int | None = None, programme: str = "") -> bool:
    """May the person do this at all; with `agency_id`, may they do it to the work of that agency?

    With `programme`, the one that the work belongs to, whoever stands for that programme may too.
    """
    if act in OPEN_TO_ALL:
        return True
    roles = person.roles & ALLOWED[act]
    if not roles:
        return False
    if agency_id is None or roles & {Role.SECRETARY, Role.STANDING, Role.COMMITTEE_LEADER}:
        return True
    stands_for_it = Role.PROGRAMME_STANDING in roles and bool(programme) and programme in person.programmes
    return stands_for_it or agency_id in person.agency_ids(*roles)


def check(person: Person, act: Act, *, agency_id: int | None = None, programme: str = "") -> None:
    """Raise NotAllowed unless `may` says yes."""
    if not may(person, act, agency_id=agency_id, programme=programme):
        raise NotAllowed(act)


class SummaryScope(StrEnum):
    """How far somebody's summary reaches."""

    ALL = "all"
    PROGRAMME = "programme"
    AGENCY = "agency"


def summary_scope(person: Person) -> SummaryScope:
    """The widest scope that the person's roles give; raises NotAllowed where they give none."""
    check(person, Act.SUMMARY)
    if person.roles & {Role.SECRETARY, Role.STANDING, Role.COMMITTEE_LEADER}:
        return SummaryScope.ALL
    if Role.PROGRAMME_STANDING in person.roles:
        return SummaryScope.PROGRAMME
    return SummaryScope.AGENCY
