"""Days as people type them to a command."""

from datetime import date


def read_day(text: str) -> date:
    """2022-06-15, or as officials write it: 15/6/2022. Raises ValueError."""
    parts = text.strip().replace(".", "/").split("/")
    return date(*map(int, reversed(parts))) if len(parts) == 3 else date.fromisoformat(text.strip())
