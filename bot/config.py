"""Settings from the environment and the file beside it: one dataclass, every field with its variable and its help."""

import os
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from dotenv import dotenv_values

from bot.clock import Clock, RealClock, RehearsedClock
from bot.domain.reminders import ReminderPolicy
from bot.domain.workdays import CalendarError, SpeakingHours, read_hour

_SQLITE = "sqlite+aiosqlite:///"


class SettingError(Exception):
    """A setting that cannot be used; `variable` names it, `value` is never a secret's."""

    def __init__(self, variable: str, value: str) -> None:
        super().__init__(f"{variable}={value}")
        self.variable = variable
        self.value = value


def _setting(variable: str, default: Any = None, *, secret: bool = False, read: Any = str) -> Any:
    return field(default=default, repr=not secret, metadata={"env": variable, "secret": secret, "read": read})


def _read_days(text: str) -> tuple[int, ...]:
    return tuple(sorted({int(part) for part in text.split(",")}, reverse=True))


def _read_instant(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def _read_positive(text: str) -> float:
    value = float(text)
    if value <= 0:
        raise ValueError(text)
    return value


def _read_tokens(text: str) -> tuple[str, ...]:
    return tuple(token.strip() for token in text.split(",") if token.strip())


def _read_database(text: str) -> str:
    parts = urlsplit(text)
    is_postgres = parts.scheme == "postgresql+asyncpg" and (parts.port is None or parts.port > 0)
    if not is_postgres and not text.startswith(_SQLITE):
        raise ValueError(text)
    return text


def _one_of(*choices: str) -> Any:
    def read(text: str) -> str:
        if text not in choices:
            raise ValueError(text)
        return text

    return read


@dataclass(frozen=True)
class Settings:
    """What an operator can set; contract.md lists the names. A secret may be given as `…_FILE`."""

    database_url: str = _setting("NHACVIEC_DATABASE_URL", f"{_SQLITE}nhacviec.db", secret=True, read=_read_database)
    http_host: str = _setting("NHACVIEC_HTTP_HOST", "127.0.0.1")
    http_port: int = _setting("NHACVIEC_HTTP_PORT", 8080, read=int)
    public_url: str | None = _setting("NHACVIEC_PUBLIC_URL")
    telegram_token: str | None = _setting("NHACVIEC_TELEGRAM_TOKEN", secret=True)
    telegram_api_url: str = _setting("NHACVIEC_TELEGRAM_API_URL", "https://api.telegram.org")
    telegram_mode: str = _setting("NHACVIEC_TELEGRAM_MODE", "polling", read=_one_of("polling", "webhook"))
    telegram_webhook_secret: str | None = _setting("NHACVIEC_TELEGRAM_WEBHOOK_SECRET", secret=True)
    telegram_rate: float = _setting("NHACVIEC_TELEGRAM_RATE", 30.0, read=_read_positive)
    zalo_bot_tokens: tuple[str, ...] = _setting("NHACVIEC_ZALO_BOT_TOKEN", (), secret=True, read=_read_tokens)
    zalo_bot_api_url: str = _setting("NHACVIEC_ZALO_BOT_API_URL", "https://bot-api.zaloplatforms.com")
    zalo_bot_mode: str = _setting("NHACVIEC_ZALO_BOT_MODE", "polling", read=_one_of("polling", "webhook"))
    zalo_bot_webhook_secret: str | None = _setting("NHACVIEC_ZALO_BOT_WEBHOOK_SECRET", secret=True)
    timezone: ZoneInfo = _setting("NHACVIEC_TIMEZONE", ZoneInfo("Asia/Ho_Chi_Minh"), read=ZoneInfo)
    send_hours: str = _setting("NHACVIEC_SEND_HOURS", "08:00-11:00,14:00-16:30")
    daily_at: str = _setting("NHACVIEC_DAILY_AT", "08:30")
    invite_days: int = _setting("NHACVIEC_INVITE_DAYS", 14, read=int)
    http_proxy: str | None = _setting("NHACVIEC_HTTP_PROXY", secret=True)
    secret_key: str | None = _setting("NHACVIEC_SECRET_KEY", secret=True)
    reminder_days: tuple[int, ...] = _setting("NHACVIEC_REMINDER_DAYS", (30, 14, 7, 3, 1, 0), read=_read_days)
    overdue_every: int = _setting("NHACVIEC_OVERDUE_EVERY", 3, read=int)
    clock_start: datetime | None = _setting("NHACVIEC_CLOCK_START", read=_read_instant)
    clock_rate: float = _setting("NHACVIEC_CLOCK_RATE", 1.0, read=_read_positive)
    log_format: str = _setting("NHACVIEC_LOG_FORMAT", "text", read=_one_of("text", "json"))

    @property
    def database_file(self) -> Path | None:
        """The SQLite file, or None where the database is PostgreSQL."""
        return Path(self.database_url.removeprefix(_SQLITE)) if self.database_url.startswith(_SQLITE) else None

    def clock(self) -> Clock:
        """The real clock, or the rehearsed one that is asked for here."""
        if self.clock_start is None:
            return RealClock()
        return RehearsedClock(self.clock_start, self.clock_rate)

    def hours(self) -> SpeakingHours:
        """When the bot may speak first; raises SettingError."""
        try:
            return SpeakingHours.parse(self.send_hours, self.timezone)
        except CalendarError as exc:
            raise SettingError("NHACVIEC_SEND_HOURS", self.send_hours) from exc

    def reminder_policy(self, *, submission_meets_term: bool = False) -> ReminderPolicy:
        """The rhythm of reminders as set here; raises SettingError. A committee may let a submission meet the term."""
        try:
            daily_at = read_hour(self.daily_at)
        except ValueError as exc:
            raise SettingError("NHACVIEC_DAILY_AT", self.daily_at) from exc
        return ReminderPolicy(
            days=self.reminder_days,
            overdue_every=self.overdue_every,
            submission_meets_term=submission_meets_term,
            daily_at=daily_at,
            hours=self.hours(),
        )


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; the environment goes before the file that NHACVIEC_ENV_FILE names. Raises SettingError."""
    given = dict(os.environ if environment is None else environment)
    named = given.get("NHACVIEC_ENV_FILE")
    if named and not Path(named).is_file():
        raise SettingError("NHACVIEC_ENV_FILE", named)
    for name, value in dotenv_values(named or ".env").items():
        if value is not None:
            given.setdefault(name, value)
    return Settings(**{each.name: _value(each.metadata, each.default, given) for each in fields(Settings)})


def _value(about: Mapping[str, Any], default: Any, given: Mapping[str, str]) -> Any:
    variable, secret = about["env"], about["secret"]
    text = given.get(variable, "")
    if not text and secret and (file := given.get(f"{variable}_FILE")):
        try:
            text = Path(file).read_text(encoding="utf-8").strip()
        except OSError as exc:
            raise SettingError(f"{variable}_FILE", file) from exc
    if not text:
        return None if default is MISSING else default
    try:
        return about["read"](text)
    except (ValueError, KeyError, OSError) as exc:
        raise SettingError(variable, "…" if secret else text) from exc


def variables() -> dict[str, str]:
    """Field name → environment variable, for `--help`, the README test and `check`."""
    return {each.name: each.metadata["env"] for each in fields(Settings)}
