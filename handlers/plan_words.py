"""What the secretary reads while a plan is brought in: the dry run, each point, the question whether to apply."""

from collections.abc import Iterable, Sequence

from bot.domain.importing import Certainty, Change, ChangeKind, Difference, DoubtKind
from bot.texts import say, short_day
from handlers.plan_draft import Applied, Draft, Point
from handlers.plan_file import NO_NUMBER, ReadPlan
from handlers.talks import Option, yes_or_stop
from storage.plans import Plan

ANSWER, APPLY, FACTS, LATER, KEEP_FACT, SEEN = "answer", "apply", "facts", "later", "keep", "seen"
_CODES = 8


def dry_run(name: str, read: ReadPlan, draft: Draft) -> str:
    """The three heaps, the difference to what is kept, what is past; nothing of it is live."""
    lines = [say("planfile", "Read from %(name)s: %(plan)s", name=name, plan=plan_line(read.plan, len(read.tasks)))]
    lines += _heaps(read)
    lines.append(difference_line(draft.difference, is_new=not (read.plan and read.plan.id)))
    if draft.past:
        lines.append(say("planfile", "%(count)s terms are past already: silent until released.", count=draft.past))
    return "\n".join(lines)


def plan_line(plan: Plan | None, count: int) -> str:
    """Number, day of issue, first and last day, how many tasks."""
    if plan is None:
        return say("planfile", "%(count)s tasks; the year is not known yet.", count=count)
    number = say("planfile", "no number yet") if plan.number == NO_NUMBER else plan.number
    issued = short_day(plan.issued_on) if plan.issued_on else say("planfile", "not known yet")
    return say(
        "planfile", "plan %(number)s, issued %(issued)s, from %(start)s to %(end)s; %(count)s tasks.",
        number=number, issued=issued, start=short_day(plan.start_on), end=short_day(plan.end_on), count=count,
    )  # fmt: skip


def _heaps(read: ReadPlan) -> list[str]:
    lines = []
    for heap in Certainty:
        codes = [each.code for each in read.tasks if each.certainty is heap]
        if codes or heap is Certainty.SURE:
            shown = "" if heap is Certainty.SURE else f" ({_some(codes)})"
            lines.append(say("planfile", f"- {heap.value}: %(count)s%(codes)s", count=len(codes), codes=shown))
    return lines


def difference_line(difference: Difference, *, is_new: bool) -> str:
    """New, changed (and in what), gone."""
    if is_new:
        return say("planfile", "This plan is new here.")
    if difference.is_empty:
        return say("planfile", "The file says what is tracked already.")
    new, gone = difference.of_kind(ChangeKind.NEW), difference.of_kind(ChangeKind.GONE)
    changed = difference.of_kind(ChangeKind.CHANGED)
    parts = []
    if new:
        parts.append(say("planfile", "new: %(codes)s", codes=_some(each.code for each in new)))
    if changed:
        parts.append(say("planfile", "changed: %(codes)s", codes=_some(map(_what_changed, changed))))
    if gone:
        parts.append(say("planfile", "gone: %(codes)s", codes=_some(each.code for each in gone)))
    return say("planfile", "Beside what is tracked: %(parts)s. Reports stay.", parts="; ".join(parts))


def _what_changed(change: Change) -> str:
    return f"{change.code} ({', '.join(say('planfile', f'field {each}') for each in change.fields)})"


def _some(words: Iterable[str]) -> str:
    found = list(words)
    more = len(found) - _CODES
    shown = ", ".join(found[:_CODES])
    return say("planfile", "%(codes)s and %(more)s more", codes=shown, more=more) if more > 0 else shown


def what_next(points: Sequence[Point]) -> tuple[str, tuple[Option, ...]]:
    """After the dry run."""
    apply, stop = yes_or_stop(say("planfile", "Apply"))
    facts = Option(FACTS, say("planfile", "Put number, days right"))
    if not points:
        return say("planfile", "Nothing is applied yet. Apply it?"), (apply, facts, stop)
    answer = Option(ANSWER, say("planfile", "Answer %(count)s points", count=len(points)))
    at_once = Option(APPLY, say("planfile", "Apply, ask later"))
    return say("planfile", "Nothing is applied yet. What next?"), (answer, at_once, facts, stop)


def point_question(point: Point, place: int, count: int) -> tuple[str, tuple[Option, ...]]:
    """One point with its choices, how to answer in words, and leaving it for later."""
    head = say("planfile", "Point %(place)s/%(count)s", place=place + 1, count=count)
    if point.codes:
        head = say("planfile", "%(head)s – %(codes)s", head=head, codes=_some(point.codes))
    lines = [f"{head}: {point.title}" if point.title else head, point.sentence, say("planfile", f"how {point.kind}")]
    options = [Option(f"c{place}", _choice(point.kind, each)) for place, each in enumerate(point.choices)]
    if point.kind in {DoubtKind.PLAN, DoubtKind.ROW}:
        options.append(Option(SEEN, say("planfile", "Leave as it is")))
    later = Option(LATER, say("planfile", "Later"))
    return "\n".join(lines), (*options, later, yes_or_stop("")[1])


def _choice(kind: DoubtKind, choice: str) -> str:
    return say("planfile", f"choice {choice}") if kind is DoubtKind.GONE else choice


def fact_question(kind: str, plan: Plan | None) -> tuple[str, tuple[Option, ...]]:
    """The number, a day or the year of the plan; what is known of it is proposed."""
    stop = yes_or_stop("")[1]
    text = say("planfile", f"fact {kind}")
    if kind == "year" or plan is None:
        return text, (stop,)
    known = {
        DoubtKind.NUMBER: "" if plan.number == NO_NUMBER else plan.number,
        DoubtKind.ISSUED: short_day(plan.issued_on) if plan.issued_on else "",
        DoubtKind.END: short_day(plan.end_on),
    }[DoubtKind(kind)]
    if known:
        keep = Option(KEEP_FACT, say("planfile", "Keep %(known)s", known=known))
        return text, (keep, stop)
    return text, (Option(LATER, say("planfile", "Not known yet")), stop)


def confirm_question(read_line: str, answered: int, left: int) -> tuple[str, tuple[Option, ...]]:
    """Everything is answered or left for later."""
    text = say(
        "planfile", "%(plan)s\nAnswered: %(answered)s points; left for later: %(left)s. Apply it?",
        plan=read_line, answered=answered, left=left,
    )  # fmt: skip
    return text, yes_or_stop(say("planfile", "Apply"))


def applied_words(plan: Plan, applied: Applied, past: int) -> str:
    """What was done, what is left to do."""
    counts = {kind.value: len(applied.done.difference.of_kind(kind)) for kind in ChangeKind}
    lines = [say("planfile", "Plan %(number)s is applied: %(new)s new, %(changed)s changed, %(gone)s gone, %(same)s "
                 "unchanged.", number=plan.number, **counts)]  # fmt: skip
    lines += [say("planfile", "Not carried out: %(why)s", why=each) for each in applied.refused[:3]]
    if applied.left:
        lines.append(say("planfile", "%(count)s points are left: /kehoach", count=applied.left))
    if past:
        lines.append(say("planfile", "%(count)s terms were past already; they wait at /duyet.", count=past))
    if counts[ChangeKind.NEW.value] and not applied.left:
        lines.append(say("planfile", "Reminders follow the terms. What goes out next: /lichnhac"))
    return "\n".join(lines)
