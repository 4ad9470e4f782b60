"""What an error of python-telegram-bot means for a delivery. Order matters: its BadRequest is a NetworkError."""

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channels.telegram_request import HttpStatus, was_not_sent
from bot.domain.messages import (
    ChannelMisconfigured,
    DeliveryError,
    MessageRejected,
    OutcomeUnknown,
    RecipientGone,
    RecipientMoved,
    Throttled,
    Unreachable,
)

# Distinctive parts of descriptions (facts of the Bot API server), matched without regard to case.
_GONE = {
    "blocked by the user": "blocked",
    "user is deactivated": "deactivated",
    "can't initiate conversation": "never_started",
    "chat not found": "chat_not_found",
    "peer_id_invalid": "chat_not_found",
    "kicked from": "kicked",
    "not a member": "kicked",
    "group chat was deleted": "group_deleted",
    "have no rights": "no_rights",
    "not enough rights": "no_rights",
    "chat_write_forbidden": "no_rights",
    "topic_closed": "topic_closed",
    "topic_deleted": "topic_deleted",
    "message thread not found": "topic_deleted",
}
# Our own faults. Other descriptions are not repeated: they may quote what was sent.
_REJECTED = {
    "file is too big": "file_too_big",
    "is too long": "too_long",
    "text is empty": "empty",
    "must be non-empty": "empty",
    "button_data_invalid": "button_data",
    "can't parse entities": "entities",
    "message to edit not found": "edit_not_found",
    "message can't be edited": "edit_refused",
    "wrong file identifier": "file_unknown",
    "file_id": "file_unknown",
}


def is_about(error: TelegramError, *parts: str) -> bool:
    """Does the description contain one of these, in whatever case?"""
    return any(part.casefold() in error.message.casefold() for part in parts)


def meaning_of(error: TelegramError, *, in_group: bool = False) -> DeliveryError:
    """The delivery error; its reason is a term of ours, never the server's text."""
    match error:
        case RetryAfter():
            wait = error.retry_after
            seconds = float(wait) if isinstance(wait, int) else wait.total_seconds()
            return Throttled(seconds, whole_bot=not in_group)
        case ChatMigrated():
            return RecipientMoved(str(error.new_chat_id))
        case BadRequest() | Forbidden() | InvalidToken() | Conflict() if isinstance(error.__cause__, TelegramError):
            # A page that is not the Bot API's: of a proxy, or of whoever blocks the way. It says nothing of the chat.
            return Unreachable("foreign_page")
        case Forbidden() | BadRequest():
            return _refused(error)
        case InvalidToken():
            return ChannelMisconfigured("token_refused")
        case Conflict():
            return Unreachable("conflict")
        case HttpStatus():
            return _by_status(error.status)
        case TimedOut() | NetworkError():
            return _unanswered(error)
        case _:
            return OutcomeUnknown("answer_unreadable")


def _refused(error: TelegramError) -> DeliveryError:
    for part, reason in _GONE.items():
        if is_about(error, part):
            return RecipientGone(reason)
    if isinstance(error, Forbidden):
        return RecipientGone("forbidden")
    return MessageRejected(next((reason for part, reason in _REJECTED.items() if is_about(error, part)), "bad_request"))


def _by_status(status: int) -> DeliveryError:
    if status >= 500:
        return OutcomeUnknown(f"http_{status}", answered=True)
    if status == 413:
        return MessageRejected("too_large")
    return Unreachable(f"http_{status}")


def _unanswered(error: TelegramError) -> DeliveryError:
    kind = "timed_out" if isinstance(error, TimedOut) else "connection_lost"
    return Unreachable("no_connection") if was_not_sent(error) else OutcomeUnknown(kind)
