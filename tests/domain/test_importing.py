"""A plan read again beside the plan as kept: every task is recognised, and what was set by hand is nobody's change."""

from typing import Any

from bot.domain.importing import Certainty, ChangeKind, KeptTask, ReadAgency, ReadTask, compare, is_suspicious

CONTENTS = (
    "Nguyên tắc, tiêu chí, định mức phân bổ vốn",
    "Cơ chế huy động các nguồn lực trên địa bàn",
    "Nội dung hỗ trợ, mẫu hồ sơ, trình tự, thủ tục",
    "Kế hoạch kiểm tra, giám sát Chương trình giảm nghèo",
    "Kế hoạch kiểm tra, giám sát Chương trình đô thị văn minh",
)


def read(number: int, content: str, **about: Any) -> ReadTask:
    """A row as read."""
    values: dict[str, Any] = {
        "lead_text": "Sở Xây dựng",
        "coordinating_text": "",
        "deadline_text": "Quý IV/2022",
        "deadline": {"kind": "period", "rules": [{"kind": "period", "date": "2022-12-31"}], "due": ["2022-12-31"]},
        "leads": (ReadAgency("Sở Xây dựng", "office"),),
    }
    return ReadTask(
        code=f"I.{number}", long_code=f"I.{number}", number=str(number), position=number, section_path=(), programme="",
        content=content, **{**values, **about},
    )  # fmt: skip


def kept(task: ReadTask, **about: Any) -> KeptTask:
    """The same as it is kept after an import."""
    values = {**task.wording, "state": "open", "imported": task.wording, **about}
    return KeptTask(code=task.code, **values)


PLAN = [read(number, content) for number, content in enumerate(CONTENTS, start=1)]
KEPT = [kept(task) for task in PLAN]


def changes(tasks: list[ReadTask], known: list[KeptTask] | None = None) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """What would be done, without what stays the same."""
    found = compare(tasks, KEPT if known is None else known).changes
    return [(each.kind.value, each.code, each.was, each.fields) for each in found if each.kind is not ChangeKind.SAME]


def test_the_same_plan_changes_nothing() -> None:
    """Blanks and line ends are no change."""
    spaced = [read(1, f"  {CONTENTS[0]} \n", lead_text="Sở  Xây dựng"), *PLAN[1:]]

    assert changes(PLAN) == changes(spaced) == []


def test_an_inserted_row_renames_no_task() -> None:
    """Numbers move; each task is known by its words."""
    shifted = [PLAN[0], read(2, "Quy định mới về nhà ở"), *(read(n, c) for n, c in enumerate(CONTENTS[1:], start=3))]

    assert changes(shifted) == [
        ("new", "I.2", "", ()),
        ("changed", "I.3", "I.2", ("code",)),
        ("changed", "I.4", "I.3", ("code",)),
        ("changed", "I.5", "I.4", ("code",)),
        ("changed", "I.6", "I.5", ("code",)),
    ]


def test_a_removed_row_is_gone_and_the_rest_moves_up() -> None:
    """The two inspection plans are alike in most words, and are not mistaken for one another."""
    shorter = [*PLAN[:3], read(4, CONTENTS[4])]

    assert changes(shorter) == [("changed", "I.4", "I.5", ("code",)), ("gone", "I.4", "I.4", ())]


def test_a_reworded_task_stays_the_same_task() -> None:
    """A few words, or all of them under the same number, lead and deadline."""
    reworded = [read(1, "Nguyên tắc, tiêu chí phân bổ vốn"), read(2, "Hoàn toàn khác"), *PLAN[2:]]

    assert changes(reworded) == [("changed", "I.1", "I.1", ("content",)), ("changed", "I.2", "I.2", ("content",))]


def test_another_task_under_an_old_number_is_another_task() -> None:
    """Other words, another lead, another deadline: the old one is gone."""
    other = read(1, "Báo cáo năm", lead_text="Sở Tài chính", deadline_text="15/12/2022")

    assert changes([other, *PLAN[1:]]) == [("new", "I.1", "", ()), ("gone", "I.1", "I.1", ())]


def test_what_was_set_by_hand_is_no_change_of_the_appendix() -> None:
    """The appendix still says what it said."""
    by_hand = [kept(PLAN[0], deadline_text="15/11/2022", lead_text="Sở TC"), *KEPT[1:]]

    assert changes(PLAN, by_hand) == []


def test_a_withdrawn_task_returns_only_if_an_import_withdrew_it() -> None:
    """What the secretary withdrew stays withdrawn."""
    by_hand = [kept(PLAN[0], state="withdrawn"), *KEPT[1:]]
    by_import = [kept(PLAN[0], state="withdrawn", gone_by_import=True), *KEPT[1:]]

    assert changes(PLAN, by_hand) == []
    assert changes(PLAN, by_import) == [("changed", "I.1", "I.1", ("state",))]
    assert changes(PLAN[1:], by_hand) == []


def test_half_a_plan_is_suspicious() -> None:
    """Where most tasks are missing it may be another file; where one is missing it is a change."""
    assert is_suspicious(compare(PLAN[:1], KEPT))
    assert not is_suspicious(compare(PLAN[:4], KEPT))
    assert not is_suspicious(compare(PLAN, []))


def test_a_row_is_sure_doubtful_or_unreadable() -> None:
    """Without a lead or a deadline that can be read it is not live by itself."""
    unknown = {"kind": "unknown", "rules": [{"kind": "unknown", "on_demand": False}], "due": []}
    on_demand = {"kind": "unknown", "rules": [{"kind": "unknown", "on_demand": True}], "due": []}

    assert PLAN[0].certainty is Certainty.SURE
    assert read(1, "x", leads=()).certainty is Certainty.UNREADABLE
    assert read(1, "x", deadline=unknown).certainty is Certainty.UNREADABLE
    assert read(1, "x", deadline=on_demand).certainty is Certainty.SURE


def test_thousands_of_tasks_are_compared_at_once() -> None:
    """A whole other plan under the same number takes no minutes."""
    many = [read(number, f"Nhiệm vụ số {number} về lĩnh vực {number * 7}") for number in range(1, 2001)]
    others = [kept(read(number, f"Công tác {number * 13} khác", lead_text="Y tế")) for number in range(1, 2001)]

    assert len(compare(many, others).changes) >= 2000
