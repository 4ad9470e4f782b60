"""Which reader a file needs, by its name, and whether its first bytes agree."""

from dataclasses import replace

from bot.appendix.charsets import check_vietnamese, mended
from bot.appendix.grid import Document
from bot.appendix.package import check_package
from bot.appendix.plain import read_plain
from bot.appendix.refusal import Reason, UnreadableFile

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_OTHERS = (b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"GIF8", b"PK\x05\x06")
_MOST_LINES = 20_000
_MOST_LETTERS = 3_000_000
_MOST_TEXT = 8 * 1024 * 1024


def read_file(suffix: str, raw: bytes) -> Document:
    """The lines of a file of this suffix; raises UnreadableFile."""
    _check_start(suffix, raw)
    document = _read(suffix, raw)
    letters = sum(len(text) for line in document.lines for text in line.texts)
    if len(document.lines) > _MOST_LINES or letters > _MOST_LETTERS:
        raise UnreadableFile(Reason.TOO_LARGE)
    if not letters:
        raise UnreadableFile(Reason.EMPTY)
    return document


def _read(suffix: str, raw: bytes) -> Document:
    if suffix in (".txt", ".csv", ".tsv"):
        if len(raw) > _MOST_TEXT:
            raise UnreadableFile(Reason.TOO_LARGE)
        return read_plain(suffix, raw)
    check_package(suffix, raw)
    if suffix == ".docx":
        from bot.appendix.word import read_word

        return _with_fonts_mended(read_word(raw))
    from bot.appendix.workbook import read_workbook

    return _with_fonts_mended(read_workbook(raw))


def _with_fonts_mended(document: Document) -> Document:
    """The document as it looks in the fonts it was typed in."""
    texts = [text for line in document.lines for text in line.texts]
    read = mended(texts)
    if read == texts:
        return document
    check_vietnamese("\n".join(read))
    rest = iter(read)
    lines = (
        replace(line, cells=tuple(replace(cell, text=next(rest)) for cell in line.cells)) for line in document.lines
    )
    return replace(document, lines=tuple(lines))


def _check_start(suffix: str, raw: bytes) -> None:
    """What the first bytes betray, whatever the name says."""
    if raw.startswith(_OLD_OFFICE):
        is_locked = "EncryptedPackage".encode("utf-16-le") in raw
        raise UnreadableFile(Reason.PASSWORD if is_locked else Reason.OLD_FORMAT)
    if suffix in (".doc", ".xls"):
        raise UnreadableFile(Reason.OLD_FORMAT)
    if suffix not in (".docx", ".xlsx", ".csv", ".tsv", ".txt"):
        raise UnreadableFile(Reason.KIND)
    is_office = suffix in (".docx", ".xlsx")
    if raw.startswith(_OTHERS) or raw.startswith(_ZIP) != is_office:
        raise UnreadableFile(Reason.OTHER_FORMAT)
