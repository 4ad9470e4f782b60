"""Figures for /metrics: what is owed, sent and failed, why, and how long it took. No names, no texts."""

from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from sqlalchemy.ext.asyncio import AsyncSession

from storage.inbox import waiting_updates
from storage.outbox import count_owed

_SECONDS = (0.05, 0.1, 0.3, 1, 3, 10, 60, 600, 3600)


class Metrics:
    """The figures of one process; those of the database are read when somebody asks."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.sent = Counter("nhacviec_sent", "Messages handed over", ["channel"], registry=self.registry)
        self.failed = Counter("nhacviec_failed", "Calls that failed", ["channel", "reason"], registry=self.registry)
        self.dwell = Histogram(
            "nhacviec_dwell_seconds", "From due to handed over", buckets=_SECONDS, registry=self.registry
        )
        self.received = Counter("nhacviec_received", "Updates stored", ["channel"], registry=self.registry)
        self.refused = Counter("nhacviec_refused", "Updates with a secrecy stamp", registry=self.registry)
        self.set_aside = Counter("nhacviec_set_aside", "Updates given up", registry=self.registry)
        self.owed = Gauge("nhacviec_owed", "Messages owed", ["state"], registry=self.registry)
        self.waiting = Gauge("nhacviec_inbox_waiting", "Updates not handled yet", registry=self.registry)
        self.inbox_age = Gauge("nhacviec_inbox_age_seconds", "Age of the oldest of them", registry=self.registry)
        self.planned_at = Gauge(
            "nhacviec_planned_at_seconds", "When reminders were last planned", registry=self.registry
        )
        self.channel_down = Gauge(
            "nhacviec_channel_down", "1 while it cannot send", ["channel"], registry=self.registry
        )

    async def read(self, session: AsyncSession, now: datetime) -> bytes:
        """All figures in Prometheus' text form."""
        for state, count in (await count_owed(session)).items():
            self.owed.labels(state).set(count)
        waiting, since = await waiting_updates(session)
        self.waiting.set(waiting)
        self.inbox_age.set(max(0.0, (now - since).total_seconds()) if since else 0.0)
        return generate_latest(self.registry)
