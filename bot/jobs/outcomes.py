"""What an ended call means for its message: one table, from the kind of the error to what is recorded."""

import random
from datetime import datetime, timedelta

from bot.domain.messages import (
    ChannelMisconfigured,
    DeliveryError,
    MessageRejected,
    OutcomeUnknown,
    QuotaGone,
    RecipientGone,
    RecipientMoved,
    Throttled,
    Unreachable,
)
from bot.jobs.sending import Closed, Ended, Flight, NotCalled, Pace
from storage.claims import Outcome


def outcome_of(ended: Ended, pace: Pace) -> Outcome:
    """The record of an ended call."""
    flight, error = ended.flight, ended.error
    if error is None:
        return _sent(ended)
    match error:
        case NotCalled() | Throttled() | QuotaGone():
            return _again(ended, ended.at, "not_called" if isinstance(error, NotCalled) else "failed")
        case RecipientMoved() if flight.message.reason != "moved":
            return _again(ended, ended.at)
        case RecipientGone() if not flight.message.fixed:
            return _again(ended, ended.at)  # to the person's other address, if there is one
        case RecipientMoved() | RecipientGone() | MessageRejected():
            return _final(ended, "failed", error.reason)
        case OutcomeUnknown() if not _is_harmless_twice(flight) and not (error.answered and flight.line_was_down):
            return _unknown(ended, error, pace)
        case ChannelMisconfigured() | Unreachable() | OutcomeUnknown():
            return _again(ended, ended.at + _pause(flight, pace))
        case _:
            return _unknown(ended, error, pace)


def closed_by(ended: Ended, outcome: Outcome) -> Closed | None:
    """What others must hear of it; None where the message arrived or is still on its way."""
    message = ended.flight.message
    if outcome.state == "failed" or (outcome.state == "unknown" and outcome.due_at is None):
        return Closed(message.id, message.person_id, message.kind, outcome.state, outcome.reason)
    return None


def _is_harmless_twice(flight: Flight) -> bool:
    """An edit sets a text that may be set already; an acknowledged press stays so."""
    return bool(flight.part.edits) or not (flight.part.text or flight.part.files)


def _pause(flight: Flight, pace: Pace) -> timedelta:
    grown = min(pace.longest_retry, pace.first_retry * 2 ** min(10, flight.message.attempts))
    return timedelta(seconds=grown * random.uniform(0.7, 1.0))  # noqa: S311


def _sent(ended: Ended) -> Outcome:
    message = ended.flight.message
    is_last = ended.flight.is_last
    return Outcome(
        message.id,
        ended.flight.number,
        "sent" if is_last else "queued",
        "sent",
        ended.at,
        ref=ended.ref,
        parts_sent=message.parts_sent + 1,
        unknown_count=message.unknown_count if is_last else 0,
        due_at=message.due_at,
    )


def _again(ended: Ended, at: datetime, result: str = "failed") -> Outcome:
    message = ended.flight.message
    reason = ended.error.reason if ended.error else ""
    return Outcome(
        message.id,
        ended.flight.number,
        "queued",
        result,
        ended.at,
        reason=reason,
        parts_sent=message.parts_sent,
        unknown_count=message.unknown_count,
        due_at=at,
    )


def _unknown(ended: Ended, error: DeliveryError, pace: Pace) -> Outcome:
    message = ended.flight.message
    is_first = message.unknown_count == 0
    return Outcome(
        message.id,
        ended.flight.number,
        "unknown",
        "unknown",
        ended.at,
        reason=error.reason,
        parts_sent=message.parts_sent,
        unknown_count=message.unknown_count + 1,
        due_at=ended.at + timedelta(seconds=pace.unknown_again) if is_first else None,
    )


def _final(ended: Ended, state: str, reason: str) -> Outcome:
    message = ended.flight.message
    return Outcome(
        message.id,
        ended.flight.number,
        state,
        "failed",
        ended.at,
        reason=reason,
        parts_sent=message.parts_sent,
        unknown_count=message.unknown_count,
    )
