"""The zip packages that .docx and .xlsx are: bounded, of the kind that the name says, without document types."""

import io
import re
from collections.abc import Iterator
from zipfile import BadZipFile, ZipFile

from bot.appendix.refusal import Reason, UnreadableFile

_MOST_UNPACKED = 96 * 1024 * 1024
_MOST_RATIO = 150  # real packages shrink to a twentieth or so
_SMALL = 8 * 1024 * 1024
_MOST_PARTS = 2_000
_FOLDERS = {".docx": "word/", ".xlsx": "xl/"}
_ENCRYPTED = 0x1
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*\bref=[\"']([A-Z0-9:$]+)[\"']")
_AFTER_CELLS = re.compile(rb"</(?:\w+:)?sheetData>|<(?:\w+:)?sheetData\s*/>")


def check_package(suffix: str, raw: bytes) -> None:
    """Raise UnreadableFile for what is huge unpacked, locked, of another kind, or declares entities."""
    try:
        with ZipFile(io.BytesIO(raw)) as package:
            _check_entries(suffix, package, len(raw))
            for name in package.namelist():
                if name.endswith((".xml", ".rels", ".vml")):
                    _check_prolog(package, name)
    except (BadZipFile, NotImplementedError, EOFError, OSError):
        raise UnreadableFile(Reason.DAMAGED) from None


def merged_ranges(raw: bytes) -> Iterator[tuple[str, list[str]]]:
    """The sheets by name with their merged ranges ("B7:H7"), which stand behind the cells.

    openpyxl hands them out only where it loads a sheet whole, and a sheet may have a million empty rows.
    """
    from defusedxml.ElementTree import fromstring

    with ZipFile(io.BytesIO(raw)) as package:
        targets = {
            each.get("Id"): each.get("Target", "") for each in fromstring(package.read("xl/_rels/workbook.xml.rels"))
        }
        for sheet in fromstring(package.read("xl/workbook.xml")).iter():
            if sheet.tag.endswith("}sheet"):
                relation = next((value for name, value in sheet.items() if name.endswith("}id")), "")
                target = targets.get(relation, "")
                part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
                yield sheet.get("name", ""), _merged(package, part)


def _merged(package: ZipFile, part: str) -> list[str]:
    if part not in package.namelist():
        return []
    content = package.read(part)
    ends = [found.end() for found in _AFTER_CELLS.finditer(content)]
    return [found.decode() for found in _MERGED.findall(content, ends[-1] if ends else 0)]


def _check_entries(suffix: str, package: ZipFile, packed: int) -> None:
    entries = package.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > _MOST_UNPACKED or len(entries) > _MOST_PARTS:
        raise UnreadableFile(Reason.TOO_LARGE)
    if unpacked > _SMALL and unpacked > packed * _MOST_RATIO:
        raise UnreadableFile(Reason.TOO_LARGE)
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise UnreadableFile(Reason.PASSWORD)
    if not any(entry.filename.startswith(_FOLDERS[suffix]) for entry in entries):
        raise UnreadableFile(Reason.OTHER_FORMAT)


class _Begun(Exception):
    """The root element is reached: behind it no document type can stand."""


def _check_prolog(package: ZipFile, name: str) -> None:
    """A document type stands before the root element or nowhere; office files have none."""
    from xml.sax import SAXParseException
    from xml.sax.handler import ContentHandler

    from defusedxml.common import DefusedXmlException
    from defusedxml.expatreader import DefusedExpatParser

    class Handler(ContentHandler):
        def startElement(self, name: str, attrs: object) -> None:  # noqa: N802 - the name that the parser calls
            raise _Begun

    parser = DefusedExpatParser(forbid_dtd=True, forbid_entities=True, forbid_external=True)
    parser.setContentHandler(Handler())
    try:
        with package.open(name) as part:
            parser.parse(part)
    except _Begun:
        return
    except DefusedXmlException:
        raise UnreadableFile(Reason.UNSAFE) from None
    except SAXParseException:
        raise UnreadableFile(Reason.DAMAGED) from None
