"""What the buttons of reminders mean: a few words of ASCII, well under the 64 bytes that platforms allow.

`st:<occurrence>:<word>` reports on one occurrence, `pick:<message>:<number>` chooses a line of a message,
`ev:<occurrence>:<word>` answers whether the guidance that a task waits for has come.
"""

from dataclasses import dataclass

DONE, UNDER_WAY, BLOCKED, EXTENSION, LATER = STATUS_WORDS = ("done", "prog", "block", "ext", "later")
ISSUED, NOT_YET = GUIDANCE_WORDS = ("issued", "none")
STATUS, PICK, GUIDANCE = "st", "pick", "ev"  # the verbs under which handlers declare themselves


@dataclass(frozen=True)
class StatusAction:
    """One of the five buttons of a task: Xong, Đang làm, Vướng, Xin gia hạn, Nhắc sau."""

    occurrence_id: int
    word: str


@dataclass(frozen=True)
class PickAction:
    """A line of a message was chosen; its five buttons are wanted."""

    message_id: int
    number: int


@dataclass(frozen=True)
class GuidanceAction:
    """The guidance waited for has come, or has not."""

    occurrence_id: int
    word: str


def status_action(occurrence_id: int, word: str) -> str:
    """The action of one of the five buttons; raises ValueError for another word."""
    if word not in STATUS_WORDS:
        raise ValueError(word)
    return f"{STATUS}:{occurrence_id}:{word}"


def pick_action(message_id: int, number: int) -> str:
    """The action that chooses a line of a message."""
    return f"{PICK}:{message_id}:{number}"


def guidance_action(occurrence_id: int, word: str) -> str:
    """The action that answers a guidance question; raises ValueError for another word."""
    if word not in GUIDANCE_WORDS:
        raise ValueError(word)
    return f"{GUIDANCE}:{occurrence_id}:{word}"


def parse_action(action: str) -> StatusAction | PickAction | GuidanceAction | None:
    """What a pressed button means; None where it is none of these, whatever its age."""
    match action.split(":"):
        case [verb, number, word] if verb == STATUS and _is_id(number) and word in STATUS_WORDS:
            return StatusAction(int(number), word)
        case [verb, message, number] if verb == PICK and _is_id(message) and _is_id(number):
            return PickAction(int(message), int(number))
        case [verb, number, word] if verb == GUIDANCE and _is_id(number) and word in GUIDANCE_WORDS:
            return GuidanceAction(int(number), word)
    return None


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 18
