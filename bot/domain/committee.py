"""What a committee has settled for itself: who signs, who stands in the middle, how strict it is."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class CommitteeSettings:
    """The settings of one plan's committee, edited by the secretary. Defaults name posts, never a person."""

    committee_name: str = "Ban Chỉ đạo"
    superior_body: str = ""  # the line above the committee's name in the head of a document
    standing_agency: str = ""
    speaking_name: str = "Tổ giúp việc Ban Chỉ đạo"  # in whose name the bot speaks
    human_contact: str = "Thư ký Ban Chỉ đạo"  # whom to call
    place: str = ""
    document_sign: str = "BC-BCĐ"
    signer_authority: str = "TM. BAN CHỈ ĐẠO"
    signer_title: str = "TRƯỞNG BAN"
    recipients: tuple[str, ...] = ("Các thành viên Ban Chỉ đạo", "Lưu: VT")  # Nơi nhận
    periods: tuple[str, ...] = ()  # closing days that differ from the decree's: "quarter=6/15", see PeriodTable
    submission_meets_term: bool = False  # "đã trình" ends the matter
    confirm_completions: bool = False  # completions wait for the secretary …
    confirm_since: datetime | None = None  # … those that were reported since it was settled so
    escalate_unasked: bool = False  # drafts to leaders go out without a tap

    def wants_confirmed(self, reported_at: datetime) -> bool:
        """Does a completion that was reported then wait for the secretary?"""
        return self.confirm_completions and (self.confirm_since is None or reported_at >= self.confirm_since)

    @classmethod
    def from_stored(cls, stored: Mapping[str, Any]) -> "CommitteeSettings":
        """The stored values over the defaults; unknown keys are left alone."""
        known = {each.name for each in fields(cls)}
        values: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in stored.items() if key in known
        }
        return cls(**values)
