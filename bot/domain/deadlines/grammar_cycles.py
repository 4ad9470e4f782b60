"""Grammar: how often, months inside a repeated period, and lengths of time."""

from bot.domain.deadlines.lexicon import Found, TermRule, number_of, rule
from bot.domain.deadlines.parts import Count, Cycle, Slot, Weekday

_UNITS = {"nam": "year", "quy": "quarter", "thang": "month", "tuan": "week", "ngay": "day"}
_PER_YEAR = {1: "year", 2: "half", 4: "quarter", 12: "month"}
_MONTHS = {"quarter": 3, "half": 6, "year": 12}


def _every(found: Found) -> Cycle:
    return Cycle(_UNITS[found["unit"]])


def _every_so_many(found: Found) -> Cycle | None:
    return cycle_of(int(found["n"]), _UNITS[found["unit"]])


def cycle_of(number: int, unit: str) -> Cycle | None:
    """Once in so many units: 6 months are a half-year, 3 a quarter, 12 a year; the rest is counted in blocks."""
    if not 1 <= number <= 60 or unit in {"day", "working_day", "hour"}:
        return None
    if unit == "month" and number in {3, 6, 12}:
        return Cycle({3: "quarter", 6: "half", 12: "year"}[number])
    return Cycle(unit, number)


def _times(found: Found) -> Cycle | None:
    times, unit = int(found["k"]), found["unit"]
    if unit == "nam":
        return Cycle(_PER_YEAR[times]) if times in _PER_YEAR else None
    if unit == "6 thang":
        return Cycle("half") if times == 1 else None
    if unit == "quy" and times == 3:
        return Cycle("month")
    return Cycle(_UNITS[unit]) if times == 1 else None


def _each_side(found: Found) -> Cycle:
    every = _UNITS[found["unit"]]
    month, day = side_in(found["side"], every)
    return Cycle(every, month=month, day=day)


def side_in(side: str, every: str) -> tuple[int | None, int]:
    """Month and day (0 the last) of the beginning, middle or end of each month, quarter or year."""
    length = _MONTHS.get(every, 1)
    middle = {"month": (1, 15), "quarter": (2, 15)}.get(every, (6, 30))
    month, day = {"dau": (1, 1), "giua": middle, "cuoi": (length, 0)}[side]
    return (None if every == "month" else month), day


def _weekday(found: Found) -> int | None:
    if found["w"] is None:
        return 7
    number = number_of(found["w"])
    return number - 1 if 2 <= number <= 7 else None


def _weekly(found: Found) -> Cycle | None:
    weekday = _weekday(found)
    return Cycle("week", weekday=weekday) if weekday else None


def _only_weekday(found: Found) -> Weekday | None:
    weekday = _weekday(found)
    return Weekday(weekday) if weekday else None


def _month_slot(found: Found) -> Slot:
    return Slot("quarter", {"dau": 1, "giua": 2, "cuoi": 3}[found["side"]])


def _side_slot(found: Found) -> Slot:
    every = _UNITS[found["unit"]]
    month, day = side_in(found["side"], every)
    return Slot(every, month or 1, day, certain=False)


def _count(found: Found) -> Count | None:
    unit = "working_day" if found["working"] else _UNITS[found["unit"]]
    number = int(found["n"])
    return Count(number, unit) if 0 < number <= 3660 else None


_H = r"(?:(?:dinh ky )?(?:hang|moi|tung|theo tung|vao cac)|dinh ky(?: (?:vao|cac|theo))?)"
_NOT_GOODS = r"(?<!khach\s)(?<!ngan\s)(?<!mat\s)(?<!don\s)(?<!nha\s)(?<!thon\s)"
_LAN = r"(?: [/-])?(?: (?:mot|1|0?1))? lan"

CYCLES: tuple[TermRule, ...] = (
    rule(
        "hang",
        "every",
        rf"{_NOT_GOODS}{_H} (?:1 )?(?P<unit>nam|quy|thang|tuan|ngay)(?! %?\d{{1,2}}\??(?: |$))(?! hoc)",
        _every,
        examples=("Hằng năm", "hàng quý", "mỗi tháng", "định kỳ hằng quý", "theo từng quý", "định kỳ năm", "hằng ngày"),
        not_examples=("định kỳ", "khách hàng năm 2022", "nông thôn mới năm 2023"),
    ),
    rule(
        "theo-ky",
        "every",
        r"theo (?P<unit>nam|quy|thang|tuan)(?=$| [,;:)¶.]| va )",
        _every,
        examples=("theo quý",),
        not_examples=("theo quy định", "theo năm học"),
    ),
    rule(
        "hang-nhieu",
        "every",
        rf"{_H} (?P<n>\d\d?) (?P<unit>nam|quy|thang|tuan)(?! (?:dau|cuoi|ke|sau|truoc|tu)\b)",
        _every_so_many,
        examples=("Định kỳ 6 tháng", "mỗi 3 tháng", "định kỳ 2 năm"),
        not_examples=("định kỳ 6 tháng đầu năm",),
    ),
    rule(
        "moi-lan",
        "every",
        rf"(?:{_H} )?(?P<n>\d\d?) (?P<unit>nam|quy|thang|tuan){_LAN}",
        _every_so_many,
        examples=("6 tháng/lần", "2 năm một lần", "03 tháng/1 lần", "1 quý/lần", "2 tuần/lần"),
    ),
    rule(
        "moi-lan-khong-so",
        "every",
        rf"(?:{_H} )?(?P<unit>nam|quy|thang|tuan)(?: / (?:1 )?lan| 1 lan)",
        _every,
        examples=("quý/lần", "mỗi năm một lần", "tháng 1 lần"),
    ),
    rule("nua-nam-mot-lan", "every", rf"nua nam{_LAN}", Cycle("half"), examples=("nửa năm một lần",)),
    rule(
        "so-lan",
        "every",
        r"(?P<k>\d\d?) lan(?: (?:/|-|moi|trong|hang|trong moi|tren))?(?: (?:mot|1))?"
        r" (?P<unit>nam|quy|thang|tuan|6 thang)",
        _times,
        examples=("02 lần/năm", "4 lần/năm", "hai lần một năm", "1 lần/quý", "1 lần/6 tháng", "2 lần mỗi năm"),
        not_examples=("3 lần/năm", "2 lần/tháng"),
    ),
    rule(
        "nam-may-lan",
        "every",
        rf"(?:{_H} )?(?:1 )?(?P<unit>nam|quy|thang|tuan)(?: /)? (?P<k>\d\d?) lan",
        _times,
        examples=("mỗi năm 2 lần", "một năm hai lần", "năm 2 lần"),
        not_examples=("tháng 2 lần",),
    ),
    rule(
        "cac-quy-trong-nam",
        "every",
        r"cac (?P<unit>quy|thang)(?= (?:(?:trong|cua) )?nam(?: \d{4}|$))",
        _every,
        examples=("các quý trong năm 2023", "các tháng năm 2023"),
        not_examples=("các tháng cuối năm",),
    ),
    rule(
        "cac-nam",
        "every",
        r"cac (?P<unit>nam)(?! (?:tiep|ke|sau|con|toi|hoc|truoc|lien))",
        _every,
        examples=("các năm",),
        not_examples=("các năm 2023", "các năm tiếp theo"),
    ),
    rule(
        "dau-cuoi-moi-ky",
        "every",
        r"(?:ngay )?(?P<side>dau|giua|cuoi)(?: tien| cung)?(?: cua)? (?:hang|moi|tung|cac) (?P<unit>nam|quy|thang)"
        r"(?! (?:\d|%|hoc))",
        _each_side,
        examples=("cuối mỗi quý", "đầu hằng tháng", "cuối các quý", "ngày cuối cùng hằng tháng"),
    ),
    rule(
        "dau-cuoi-ky",
        "slot",
        r"(?:ngay )?(?P<side>dau|giua|cuoi)(?: cung)?(?: cua)? (?:moi )?(?P<unit>quy|thang)"
        r"(?! %?\d)(?! (?:dau|cuoi|sau|truoc|nay|bao))",
        _side_slot,
        examples=("cuối quý", "đầu tháng", "ngày cuối cùng của tháng"),
        not_examples=("cuối quý III",),
    ),
    rule(
        "thu-hang-tuan",
        "every",
        r"(?:(?:sang|chieu|ngay) )*(?:thu (?P<w>\d)|chu nhat)(?: cua)? (?:hang|moi|cac) tuan",
        _weekly,
        examples=("thứ Sáu hằng tuần", "chiều thứ 5 hằng tuần", "Chủ nhật hàng tuần"),
        not_examples=("thứ 9 hằng tuần",),
    ),
    rule("t-hang-tuan", "every", r"thang (?P<w>[2-7]) (?:hang|moi) tuan", _weekly, examples=("T6 hằng tuần",)),
    rule(
        "thang-trong-quy",
        "slot",
        r"(?:cua )?thang (?P<side>dau|giua|cuoi)(?: tien| cung)?(?: cua)?(?: (?:hang|moi|cac|tung))? quy"
        r"(?: (?:bao cao|sau|tiep theo|ke tiep|lien ke))?",
        _month_slot,
        examples=("tháng cuối quý", "của tháng đầu quý", "tháng cuối cùng của mỗi quý", "tháng đầu quý tiếp theo"),
        not_examples=("tháng cuối quý III",),
    ),
    rule(
        "thang-thu-hai-cua-quy",
        "slot",
        r"(?:cua )?thang thu (?P<n>[123]) (?:cua )?(?:moi |hang )?quy(?! %?\d)",
        lambda found: Slot("quarter", int(found["n"])),
        examples=("tháng thứ hai của quý",),
    ),
    rule(
        "thang-bao-cao",
        "slot",
        r"(?:cua )?thang (?:(?:sau|lien ke|ke tiep|tiep theo)(?: cua)? (?:thang )?)?bao cao",
        Slot("month", 1),
        examples=("tháng báo cáo", "của tháng sau tháng báo cáo"),
    ),
    rule(
        "thang-sau",
        "slot",
        r"(?:cua )?thang (?:sau(?: lien ke)?|lien ke|ke tiep|tiep theo|lien sau)",
        Slot("month", 1, certain=False),
        examples=("của tháng kế tiếp",),
    ),
    rule(
        "thang-cuoi-ky",
        "slot",
        r"(?:cua )?thang cuoi(?: cung)?(?: cua)?(?: moi)? ky(?: bao cao)?",
        Slot("", 0, certain=False),
        examples=("tháng cuối kỳ báo cáo",),
    ),
    rule(
        "nam-bao-cao",
        "slot",
        r"(?:cua )?nam (?:bao cao|(?:sau )?lien ke(?: (?:sau|tiep theo))?(?: cua)?(?: nam bao cao)?"
        r"|(?:sau|ke tiep|tiep theo)(?: cua)?(?: nam)? bao cao)",
        Slot("year", 12),
        examples=("năm báo cáo", "của năm liền kề", "năm sau liền kề"),
    ),
    rule(
        "nam-sau",
        "slot",
        r"(?:cua )?nam (?:sau|ke tiep|tiep theo)",
        Slot("year", 12, certain=False),
        examples=("năm sau",),
    ),
    rule(
        "cac-ky-tiep-theo",
        "next",
        r"(?:cac|nhung|hang|moi) (?P<unit>nam|quy|thang) (?:tiep theo|tiep sau|ke tiep|sau do|sau|con lai|toi|lien ke)",
        _every,
        examples=("các năm tiếp theo", "những năm sau", "các quý còn lại", "hằng năm tiếp theo"),
    ),
    rule(
        "khoang-thoi-gian",
        "count",
        r"(?P<n>\d{1,4}) (?:(?P<working>ngay lam viec)|(?P<unit>ngay|tuan|thang|nam))",
        _count,
        examples=("45 ngày", "15 ngày làm việc", "03 tháng", "năm ngày"),
        not_examples=("9999 ngày",),
    ),
    rule("nua-thang-dai", "count", r"nua thang", Count(15, "day"), examples=("nửa tháng",)),
    rule(
        "gio-dai",
        "broken",
        r"\d{1,3} (?:gio|tieng)(?= (?:ke tu|tu khi|tu luc|sau|truoc))",
        "hours",
        examples=("24 giờ kể từ",),
    ),
    rule("don-vi", "unit", r"(?P<unit>nam|quy|thang|tuan)", lambda found: _UNITS[found["unit"]], examples=("năm",)),
    rule(
        "thu",
        "weekday",
        r"(?:(?:sang|chieu) )?(?:thu (?P<w>\d)|chu nhat)",
        _only_weekday,
        examples=("thứ Ba", "chủ nhật"),
    ),
)
