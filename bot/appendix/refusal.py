"""Why a file is not read: one clear sentence for the person who sent it."""

from enum import StrEnum

from bot.texts import say


class Reason(StrEnum):
    """What is the matter with a file; the catalogue says it in a sentence."""

    EMPTY = "The file is empty"
    KIND = "Files of this kind are not read"
    OTHER_FORMAT = "The file is of another format than its name says"
    OLD_FORMAT = "The file is in the old format of Word or Excel"
    PASSWORD = "The file is protected by a password"  # noqa: S105 - a sentence
    TOO_LARGE = "The file is too large for an appendix"
    DAMAGED = "The file is damaged"
    UNSAFE = "The file holds what an appendix does not need"
    CHARSET = "The text is in a charset that cannot be told"
    NO_HEADER = "No table with a header of tasks was found"
    NO_TASKS = "The table holds no tasks"
    TOO_SLOW = "The file takes too long to read"


class UnreadableFile(Exception):
    """The file gives no tasks and nothing was imported; `str()` is a Vietnamese sentence that says what to do."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(say("appendix", reason.value))
        self.reason = reason
