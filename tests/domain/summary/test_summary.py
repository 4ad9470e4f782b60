"""The figures of a summary, counted again from its rows in another way."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.periods import Period, period_of, whole_plan
from bot.domain.summary import Ground, Heading, Narrowing, PlanFacts, Previous, Row, class_of, summarize
from bot.domain.summary.totals import Totals
from bot.domain.tasks import Standing, Status
from bot.render.summary_json import summary_to_json

ON = date(2022, 9, 14)
KNOWN = datetime(2022, 9, 15, tzinfo=UTC)
SECTIONS = ("I.1", "I.2.a", "II")
AGENCIES = ("Văn phòng UBND tỉnh", "Sở Xây dựng", "Sở Tài chính")
DAYS = st.dates(date(2022, 1, 1), date(2023, 6, 30))
PERIODS = st.sampled_from(
    [
        period_of("quarter", 2022, 3),
        period_of("month", 2022, 9),
        period_of("half", 2022, 1),
        period_of("nine_months", 2022),
        period_of("year", 2022),
        whole_plan(date(2022, 1, 1), ON),
    ]
)
OPEN_STATUSES = [None, Status.NOT_STARTED, Status.IN_PROGRESS, Status.BLOCKED, Status.SUBMITTED]


@st.composite
def rows(draw: st.DrawFn, number: int) -> Row:
    """A row as storage makes it: a completion that counts, or a status of open work."""
    due = draw(st.none() | DAYS)
    done_on = draw(st.none() | st.dates(date(2022, 1, 1), ON))
    section = draw(st.sampled_from(SECTIONS))
    return Row(
        occurrence_id=number,
        code=f"{section}.{draw(st.integers(1, 4))}",
        occurrence=f"{due}#{number}",
        section=section,
        programme=draw(st.sampled_from(["", "Chương trình giảm nghèo bền vững"])),
        agency=draw(st.sampled_from(AGENCIES)),
        content="Nội dung",
        original_due=due,
        due=due,
        extensions=0,
        status=Status.DONE if done_on else draw(st.sampled_from(OPEN_STATUSES)),
        percent=None,
        standing=class_of(due, done_on, ON),
        submitted_on=draw(st.none() | st.dates(date(2022, 1, 1), ON)),
        done_on=done_on,
        reported_on=draw(st.none() | st.dates(date(2022, 1, 1), ON)),
        document="",
        note="",
        silent=done_on is None and draw(st.booleans()),
    )


@st.composite
def grounds(draw: st.DrawFn) -> Ground:
    """A plan of up to thirty rows."""
    found = tuple(draw(rows(number)) for number in range(draw(st.integers(0, 30))))
    return Ground(PlanFacts("250/KH-BCĐ"), ON, KNOWN, found, tuple(Heading(each, each) for each in SECTIONS), AGENCIES)


def recount(tasks: list[dict[str, Any]]) -> dict[str, Any]:
    """The totals from the rows of the JSON alone."""
    classes = Counter(task["class"] for task in tasks)
    statuses = Counter(task["status"] for task in tasks)
    due = classes["done_on_time"] + classes["done_late"] + classes["open_overdue"]
    return {
        "tasks": len({task["code"] for task in tasks}),
        "occurrences": len(tasks),
        **{each.value: classes[each.value] for each in Standing},
        "completion_rate": (classes["done_on_time"] + classes["done_late"]) / due if due else None,
        "submitted": statuses["submitted"],
        "submitted_in_time_overdue": sum(
            task["class"] == "open_overdue"
            and task["status"] == "submitted"
            and task["submitted_on"] is not None
            and task["submitted_on"] <= task["due"]
            for task in tasks
        ),
        "blocked": statuses["blocked"],
        "in_progress": statuses["in_progress"],
        "not_started": statuses["not_started"],
        "not_reported": sum(task["not_reported"] for task in tasks),
    }


def part(found: dict[str, Any], *names: str) -> dict[str, Any]:
    """A part's figures without its name."""
    return {key: value for key, value in found.items() if key not in names}


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(grounds(), PERIODS)
def test_every_figure_can_be_recounted_from_the_rows(ground: Ground, period: Period) -> None:
    """Totals, parts and lists follow from `tasks`; the six classes add up to the whole, in every part."""
    found = summary_to_json(summarize(ground, period))
    tasks = found["tasks"]

    assert found["totals"] == recount(tasks)
    assert sum(found["totals"][each.value] for each in Standing) == found["totals"]["occurrences"]
    for name in ("section", "agency", "programme"):
        parts = found[f"by_{name}"]
        assert sum(each["occurrences"] for each in parts) == len(tasks)
        for each in parts:
            assert part(each, name, "title") == recount([task for task in tasks if task[name] == each[name]])
    late = [task for task in tasks if task["class"] == "open_overdue"]
    assert sorted(each["code"] for each in found["overdue"]) == sorted(task["code"] for task in late)
    days = [each["days_late"] for each in found["overdue"]]
    assert days == sorted(days, reverse=True)
    soon = [task for task in tasks if task["class"] == "open_in_term" and task["due"] <= "2022-09-28"]
    assert sorted(each["code"] for each in found["due_soon"]) == sorted(task["code"] for task in soon)
    assert len(found["not_reported"]) == found["totals"]["not_reported"]


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(grounds(), PERIODS)
def test_a_period_holds_exactly_what_belongs_to_it(ground: Ground, period: Period) -> None:
    """Carried over open, due in it, completed in it, or without a term; of the plan, all until the end of the year."""
    kept = {row.occurrence_id for row in summarize(ground, period).rows}

    for row in ground.rows:
        carried = (
            row.due is not None and row.due < period.start and (row.done_on is None or row.done_on >= period.start)
        )
        completed = row.done_on is not None and period.start <= row.done_on <= period.end
        if row.due is None:
            expected = True
        elif period.kind == "plan":
            expected = row.due <= date(2022, 12, 31)
        else:
            in_term = period.start <= row.due <= period.end
            expected = in_term or completed or (carried and row.done_on is None)
        assert (row.occurrence_id in kept) is expected


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(grounds(), grounds(), PERIODS)
def test_changes_are_the_differences_to_the_summary_before(before: Ground, now: Ground, period: Period) -> None:
    """Each figure's difference, and each move by name; a narrowed summary is compared with the same part of before."""
    former = summary_to_json(summarize(before, period))
    narrowing = Narrowing(agencies=frozenset(AGENCIES[:1]))
    found = summary_to_json(summarize(now, period, previous=Previous.from_figures(former)))
    narrowed = summary_to_json(
        summarize(now, period, narrowing, Previous.from_figures(former, agencies=narrowing.agencies))
    )

    assert found["changes"]["since"] == ON.isoformat()
    for key in Totals().to_json():
        if key != "completion_rate":
            assert found["changes"][key] == found["totals"][key] - former["totals"][key]
    part_before = recount([task for task in former["tasks"] if task["agency"] == AGENCIES[0]])
    assert narrowed["changes"]["occurrences"] == narrowed["totals"]["occurrences"] - part_before["occurrences"]
    classes = {(task["code"], task["agency"], task["occurrence"]): task["class"] for task in former["tasks"]}
    for task in found["tasks"]:
        place = task["code"], task["agency"], task["occurrence"]
        moved = [
            each for each in found["changes"]["moved"] if (each["code"], each["agency"], each["occurrence"]) == place
        ]
        assert bool(moved) is (classes.get(place, task["class"]) != task["class"])


def test_a_completion_on_the_very_day_of_before_is_late_only_by_decision() -> None:
    """ "Trước ngày 30/9" has the term 29/9; done on 30/9 is in time until the secretary says otherwise."""
    from bot.domain.summary import Completion

    due, done = date(2022, 9, 29), date(2022, 9, 30)

    assert class_of(due, done, done, strict=True) is Standing.DONE_ON_TIME
    assert class_of(due, done, done, strict=True, completion=Completion.DECIDED_LATE) is Standing.DONE_LATE
    assert class_of(due, done, done) is Standing.DONE_LATE
    assert class_of(due, done + timedelta(days=1), ON.replace(month=12), strict=True) is Standing.DONE_LATE


def test_the_rate_leaves_out_what_is_still_in_its_term() -> None:
    """Báo cáo 1270/BC-TCTTTg of 2017: 16.051 done, 223 open and late give 98,63 %, whatever is in its term."""
    totals = Totals(done_on_time=16_000, done_late=51, open_overdue=223, open_in_term=4_000)

    assert totals.completion_rate is not None
    assert round(totals.completion_rate * 100, 2) == 98.63
    assert Totals(open_in_term=3).completion_rate is None
