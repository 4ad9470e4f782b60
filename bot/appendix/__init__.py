"""Any appendix of a plan (.docx, .xlsx, .csv, .tsv, .txt) to tasks, or one clear sentence why not.

`read_appendix` is blocking (a child process of at most ten seconds does the reading): from a coroutine, call it through
`asyncio.to_thread`. Nothing in a file is run, computed, opened or fetched.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bot.appendix.reading import Given, read_document
from bot.appendix.refusal import Reason, UnreadableFile
from bot.appendix.sandbox import read_in_child
from bot.domain.agencies import Agency
from bot.domain.appendix import Appendix, AppendixRow, PlanFacts, Window

__all__ = ["Appendix", "AppendixRow", "PlanFacts", "Reason", "UnreadableFile", "Window", "read_appendix"]


def read_appendix(
    file: Path | tuple[str, bytes],
    *,
    issued_on: date | None = None,
    start: date | None = None,
    end: date | None = None,
    year: int | None = None,
    known_agencies: Sequence[Agency] | None = None,
) -> Appendix:
    """The tasks of a file (a path, or its name and bytes); raises UnreadableFile with a sentence, OSError for a path.

    What is given of the plan comes before what the file says; `known_agencies` are the committee's own.
    """
    name, raw = (file.name, file.read_bytes()) if isinstance(file, Path) else file
    document = read_in_child(name, raw)
    return read_document(document, Given(issued_on, start, end, year), known_agencies)
