"""The words in which work is spoken of: how it stands, how it is classed, what a task's life can be."""

from enum import StrEnum


class Status(StrEnum):
    """What an agency says of its work; a remark beside the class, never the class itself."""

    NOT_STARTED = "not_started"  # chưa thực hiện
    IN_PROGRESS = "in_progress"  # đang thực hiện
    BLOCKED = "blocked"  # đang vướng mắc
    SUBMITTED = "submitted"  # đã trình, chờ ban hành
    DONE = "done"  # hoàn thành


class Standing(StrEnum):
    """The national classes of Quyết định 42/2014/QĐ-TTg as reports print them; the six add up to the whole."""

    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    OPEN_IN_TERM = "open_in_term"
    OPEN_OVERDUE = "open_overdue"
    NO_DEADLINE_OPEN = "no_deadline_open"
    NO_DEADLINE_DONE = "no_deadline_done"


class TaskState(StrEnum):
    """A task's life as the secretary decides it; only an open one is reminded of."""

    OPEN = "open"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
