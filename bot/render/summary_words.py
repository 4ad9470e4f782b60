"""The words that every form of a summary shares: names of classes, statuses and periods."""

from bot.domain.periods import Period
from bot.domain.summary import Row, Summary
from bot.domain.tasks import Standing
from bot.texts import quarter_name, say, short_day


def class_name(standing: Standing, *, within: bool = False) -> str:
    """The national class: "Hoàn thành đúng hạn"; `within` a sentence it begins small."""
    name = say("class", standing.value)
    return name[0].lower() + name[1:] if within else name


def plan_name(number: str, title: str) -> str:
    """The plan as a heading names it: a title that only follows the word ("của Ban Chỉ đạo …") gets the word back."""
    if not title:
        return number
    return say("plan", "Plan %(title)s", title=title) if title[0].islower() else title


def status_words(row: Row) -> str:
    """What the agency last said, with the percentage: "đang thực hiện 40%"; "chưa có báo cáo" where it said nothing."""
    if row.unconfirmed:
        return say("summary", "reported done, waiting to be confirmed")
    if row.status is None:
        return say("summary", "no report yet")
    words = say("status", row.status.value)
    return f"{words} {row.percent}%" if row.percent is not None and not row.is_done else words


def period_name(period: Period) -> str:
    """tháng 9/2022, quý III/2022, 6 tháng đầu năm 2022, 9 tháng năm 2022, năm 2022, or from one day to another."""
    year = period.start.year
    match period.kind:
        case "month":
            return say("period", "month %(month)s/%(year)s", month=period.start.month, year=year)
        case "quarter":
            return quarter_name(period.start)
        case "half":
            return say(
                "period", "first half of %(year)s" if period.number == 1 else "second half of %(year)s", year=year
            )
        case "nine_months":
            return say("period", "nine months of %(year)s", year=year)
        case "year":
            return say("period", "year %(year)s", year=year)
        case _:
            return say("period", "%(start)s to %(end)s", start=short_day(period.start), end=short_day(period.end))


def period_title(summary: Summary) -> str:
    """The period, or the whole plan by its number."""
    if summary.period.kind == "plan":
        return say("period", "plan %(number)s", number=summary.plan.number)
    return period_name(summary.period)
