"""Makes the files of a summary, in the process that asks or in one of its own.

Setting a large report takes seconds of processor time; in a process of its own it delays nobody's button. Whatever is
heavy is imported there, when the first file is made.
"""

import asyncio
import os
import re
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from time import monotonic
from typing import Any, TypeVar

from bot.domain.committee import CommitteeSettings
from bot.domain.programmes import fold
from bot.domain.summary import Summary
from bot.render.chart import TrendPoint, chart_data, render_chart
from bot.render.summary_report import report_of
from bot.render.summary_words import period_title
from bot.render.urging import Urging

KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "png": "image/png",
}
_WAITING = 16  # orders; beyond that somebody else has to come back later
_FILES_PER_PROCESS = 200
_RESTS_AFTER = 120.0  # seconds

Done = TypeVar("Done")


class TooManyOrders(Exception):
    """So many files are being made that another would wait too long."""


@dataclass(frozen=True)
class Order:
    """A file to be made of a summary."""

    form: str  # docx, xlsx, pdf or png
    summary: Summary
    committee: CommitteeSettings = field(default_factory=CommitteeSettings)
    remarks: str = ""
    proposals: str = ""
    trend: tuple[TrendPoint, ...] = ()
    short_names: Mapping[str, str] = field(default_factory=dict)
    ledger: tuple[Urging, ...] = ()

    def as_form(self, form: str) -> "Order":
        """The same in another form."""
        return replace(self, form=form)


@dataclass(frozen=True)
class MadeFile:
    """A file with the name under which it is handed over."""

    name: str
    kind: str  # MIME type
    content: bytes = field(repr=False)


def make_file(order: Order) -> MadeFile:
    """Make it here and now."""
    return MadeFile(file_name(order), KINDS[order.form], _MAKERS[order.form](order))


def file_name(order: Order) -> str:
    """tong-hop-quy-iii-2022.docx: letters that every system takes."""
    words = fold(period_title(order.summary))
    return f"tong-hop-{re.sub(r'[^a-z0-9]+', '-', words).strip('-')}.{order.form}"


def _docx(order: Order) -> bytes:
    from bot.render.summary_docx import render_docx

    report = report_of(order.summary, order.committee, remarks=order.remarks, proposals=order.proposals)
    return render_docx(report, order.summary.known_at)


def _pdf(order: Order) -> bytes:
    from bot.render.summary_pdf import render_pdf

    report = report_of(order.summary, order.committee, remarks=order.remarks, proposals=order.proposals)
    return render_pdf(report, chart_data(order.summary, order.trend, order.short_names))


def _xlsx(order: Order) -> bytes:
    from bot.render.summary_xlsx import render_xlsx

    return render_xlsx(order.summary, order.ledger)


def _png(order: Order) -> bytes:
    return render_chart(order.summary, order.trend, order.short_names)


_MAKERS: dict[str, Any] = {"docx": _docx, "pdf": _pdf, "xlsx": _xlsx, "png": _png}


class FileMaker:
    """One process beside the service that does one heavy thing at a time; it is started by the first order."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._waiting = 0
        self._used_at = 0.0

    async def make(self, order: Order) -> MadeFile:
        """Have a file made; raises TooManyOrders when too many wait."""
        return await self.run(make_file, order)

    async def run(self, work: Callable[..., Done], *arguments: Any) -> Done:
        """Have something done there; raises TooManyOrders. A process that died is replaced, once for each work."""
        if self._waiting >= _WAITING:
            raise TooManyOrders
        self._waiting += 1
        try:
            return await self._submit(work, arguments)
        except BrokenProcessPool:
            self.close()
            return await self._submit(work, arguments)
        finally:
            self._waiting -= 1
            self._used_at = monotonic()

    async def _submit(self, work: Callable[..., Done], arguments: tuple[Any, ...]) -> Done:
        if self._pool is None:
            # A forked copy of a running event loop is not safe: the process starts from nothing.
            self._pool = ProcessPoolExecutor(
                max_workers=1,
                mp_context=get_context("spawn"),
                initializer=_stand_back,
                max_tasks_per_child=_FILES_PER_PROCESS,
            )
        return await asyncio.get_running_loop().run_in_executor(self._pool, work, *arguments)

    def rest(self) -> None:
        """Give the memory back when nobody has ordered anything for a while."""
        if self._pool is not None and not self._waiting and monotonic() - self._used_at > _RESTS_AFTER:
            self.close()

    def close(self) -> None:
        """End the process; what is under way is dropped."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None


def _stand_back() -> None:
    """Leave the processor to whoever answers people."""
    os.nice(10)
