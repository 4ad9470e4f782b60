"""`nhacviec read appendix FILE`: the tasks of a plan's appendix as one JSON object."""

import argparse
import json
from pathlib import Path
from typing import Any

from bot.cli import Refused
from bot.cli.days import read_day
from bot.texts import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and what it may leave unsaid of its plan."""
    parser.add_argument(
        "file", metavar="FILE", type=Path, help=say("cli", "The appendix (.docx, .xlsx, .csv, .tsv, .txt)")
    )
    parser.add_argument("--issued-on", metavar="DATE", type=read_day, help=say("cli", "The plan's day of issue"))
    parser.add_argument("--start", metavar="DATE", type=read_day, help=say("cli", "The plan's first day"))
    parser.add_argument("--end", metavar="DATE", type=read_day, help=say("cli", "The plan's last day"))
    parser.add_argument("--year", metavar="YEAR", type=int, help=say("cli", "The year of deadlines that name none"))


def run(options: argparse.Namespace) -> int:
    """Print what was read; refuses a file that cannot be read with one sentence."""
    from bot.appendix import UnreadableFile, read_appendix

    try:
        appendix = read_appendix(
            options.file, issued_on=options.issued_on, start=options.start, end=options.end, year=options.year
        )
    except UnreadableFile as exc:
        raise Refused(str(exc)) from None
    except OSError:
        raise Refused(say("cli", "The file %(name)s cannot be opened", name=options.file)) from None
    value = {"rows": [_row(row) for row in appendix.rows], "doubts": list(appendix.doubts)}
    print(json.dumps(value, ensure_ascii=False, indent=1))
    return 0


def _row(row: Any) -> dict[str, Any]:
    return {
        "code": row.code,
        "section_path": [{"number": each.number, "title": each.title} for each in row.section_path],
        "number": row.number,
        "content": row.content,
        "lead_text": row.lead_text,
        "leads": [agency.name for agency in row.leads],
        "coordinating_text": row.coordinating_text,
        "deadline_text": row.deadline_text,
        "deadline": row.deadline.as_json(),
        "doubts": list(row.doubts),
    }
