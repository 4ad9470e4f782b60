"""`nhacviec event record`: an event sets the terms that waited for it; another day moves them again."""

import asyncio
from datetime import date

from tests.cli.office import Terminal, acts, terms

GUIDANCE = "hướng dẫn của các Bộ, ngành Trung ương"


def _due(office: Terminal, code: str) -> date | None:
    return asyncio.run(terms(office.database_url, code))[0][1]


def test_differently_worded_terms_start_together(office: Terminal) -> None:
    """45 and 30 days from "ngày có hướng dẫn của các Bộ ngành", "khi có hướng dẫn của các Bộ, ngành": one event."""
    said = office.done("event", "record", GUIDANCE, "--on", "2022-09-20", "--document", "12/2022/TT-BKHĐT")

    assert [_due(office, code) for code in ("I.2.a.3", "I.2.a.4", "I.2.b.3", "I.2.b.4")] == [
        date(2022, 11, 4),
        date(2022, 11, 4),
        date(2022, 10, 20),
        date(2022, 10, 20),
    ]
    assert _due(office, "I.2.b.10") is None  # waits for another ministry
    assert "I.2.a.3 – Sở Tài chính: thời hạn 04/11/2022" in said
    assert asyncio.run(acts(office.database_url))[-1] == "event"


def test_an_abbreviated_ministry_is_the_same_ministry(office: Terminal) -> None:
    """The plan says "Bộ VHTTDL", the operator the full name."""
    office.done("event", "record", "hướng dẫn của Bộ Văn hóa, Thể thao và Du lịch", "--on", "01/10/2022")

    assert _due(office, "I.2.b.10") == date(2022, 10, 31)
    assert _due(office, "I.2.a.3") is None


def test_a_corrected_day_moves_the_terms_again(office: Terminal) -> None:
    """Each move is a new version of the term, so reminders under the wrong day are void."""
    office.done("event", "record", GUIDANCE, "--on", "2022-09-20")

    said = office.done("event", "record", GUIDANCE, "--on", "2022-09-22")

    assert asyncio.run(terms(office.database_url, "I.2.a.3")) == [("event:0", date(2022, 11, 6), 3, "open")]
    assert "trước đây 04/11/2022" in said


def test_trying_out_sets_nothing(office: Terminal) -> None:
    """--dry-run lists the same terms."""
    said = office.done("event", "record", GUIDANCE, "--on", "2022-09-20", "--dry-run")

    assert "04/11/2022" in said
    assert _due(office, "I.2.a.3") is None


def test_an_event_that_fits_several_or_none_is_asked_back(office: Terminal) -> None:
    """The events waited for are listed, each once."""
    several = office.refused("event", "record", "hướng dẫn", "--on", "2022-09-20")
    none = office.refused("event", "record", "Nghị quyết của Quốc hội", "--on", "2022-09-20")

    assert several.count("Trung ương") == 1
    assert "Bộ VHTTDL" in none
