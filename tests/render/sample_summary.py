"""A made-up summary with a bit of everything, small or large, for tests of its forms."""

from datetime import UTC, date, datetime, timedelta

from bot.domain.periods import Period, period_of
from bot.domain.summary import (
    Extension,
    Ground,
    Heading,
    Obstacle,
    PlanFacts,
    Previous,
    Row,
    Summary,
    class_of,
    summarize,
)
from bot.domain.tasks import Status
from bot.render.summary_json import summary_to_json

ON = date(2022, 9, 14)
KNOWN = datetime(2022, 9, 14, 10, tzinfo=UTC)
QUARTER = period_of("quarter", 2022, 3)
PLAN = PlanFacts(
    "250/KH-BCĐ",
    "Thực hiện các Chương trình mục tiêu quốc gia giai đoạn 2021-2025",
    "Ban Chỉ đạo các Chương trình mục tiêu quốc gia tỉnh",
    date(2022, 6, 20),
    date(2022, 1, 1),
    date(2025, 12, 31),
)
SECTIONS = (
    Heading("I.1", "Văn bản trình Hội đồng nhân dân tỉnh"),
    Heading("I.2.a", "Văn bản của Ủy ban nhân dân tỉnh"),
    Heading("II", "Tổ chức thực hiện"),
    Heading("III", "Chế độ báo cáo"),
)
AGENCIES = (
    "Văn phòng Ủy ban nhân dân tỉnh",
    "Sở Kế hoạch và Đầu tư",
    "Sở Tài chính",
    "Sở Xây dựng",
    "Sở Lao động - Thương binh và Xã hội",
    "Văn phòng Điều phối nông thôn mới tỉnh",
)
PROGRAMMES = ("", "Chương trình xây dựng nông thôn mới và OCOP", "Chương trình giảm nghèo bền vững")
_STATUSES = (None, Status.NOT_STARTED, Status.IN_PROGRESS, Status.BLOCKED, Status.SUBMITTED)
CONTENT = (
    "Kế hoạch thực hiện Chương trình giai đoạn 2021-2025 và năm 2022, phân công nhiệm vụ cho các sở, ngành, địa phương"
)


def sample_row(number: int, agencies: tuple[str, ...], on: date = ON) -> Row:
    """One row; the number decides everything about it."""
    due = None if number % 11 == 10 else ON + timedelta(days=(number * 37) % 140 - 70)
    done_on = due - timedelta(days=5 - number % 9) if due and number % 3 == 0 else None
    done_on = done_on if done_on and done_on <= on else None
    status = Status.DONE if done_on else _STATUSES[number % 5]
    section = SECTIONS[number % 4].section
    return Row(
        occurrence_id=number,
        code=f"{section}.{number // 4 + 1}",
        occurrence=due.isoformat() if due else "open",
        section=section,
        programme=PROGRAMMES[number % 3],
        agency=agencies[number % len(agencies)],
        content=CONTENT,
        original_due=due - timedelta(days=30) if due and number % 7 == 0 else due,
        due=due,
        extensions=int(number % 7 == 0),
        status=status,
        percent=(number * 13) % 90 + 5 if status is Status.IN_PROGRESS else None,
        standing=class_of(due, done_on, on),
        submitted_on=due - timedelta(days=2) if due and status is Status.SUBMITTED else None,
        done_on=done_on,
        reported_on=on - timedelta(days=number % 20) if status else None,
        document=f"{1200 + number}/QĐ-UBND" if done_on else "",
        note="đang lấy ý kiến các sở, ngành" if status is Status.IN_PROGRESS else "",
        silent=status is None and number % 2 == 0,
        coordinating="Các sở, ngành liên quan",
        deadline_text="Quý III/2022",
    )


def sample_ground(count: int = 40, agencies: tuple[str, ...] = AGENCIES, on: date = ON) -> Ground:
    """So many rows with obstacles and extensions among them."""
    rows = tuple(sample_row(number, agencies, on) for number in range(count))
    blocked = [row for row in rows if row.status is Status.BLOCKED]
    return Ground(
        plan=PLAN,
        on=on,
        known_at=KNOWN,
        rows=rows,
        headings=SECTIONS,
        agencies=agencies,
        obstacles=tuple(
            Obstacle(
                row.code, row.agency, "Chưa có hướng dẫn của Bộ Tài chính về định mức chi; chờ ý kiến của các đơn vị",
                on - timedelta(days=10 + n), 10 + n, ("standing", "agency")[n % 2], row.occurrence_id,
            )
            for n, row in enumerate(blocked)
        ),
        extensions=tuple(
            Extension(
                row.code, row.agency, row.due, on + timedelta(days=60), ("asked", "granted", "refused")[n % 3],
                "Chờ hướng dẫn của Trung ương", row.occurrence_id,
            )
            for n, row in enumerate(blocked[:3])
        ),
    )  # fmt: skip


def sample_summary(
    count: int = 40, agencies: tuple[str, ...] = AGENCIES, period: Period = QUARTER, *, compared: bool = True
) -> Summary:
    """The summary of the sample; compared with how it stood three months before."""
    previous = None
    if compared:
        before = summarize(sample_ground(count, agencies, ON - timedelta(days=92)), period)
        previous = Previous.from_figures(summary_to_json(before))
    return summarize(sample_ground(count, agencies), period, previous=previous)
