"""Files that are no appendix, or mean harm: one clear sentence within seconds, and nothing computed or opened."""

import io
import re
import socket
import time
import zipfile
from collections.abc import Callable

import docx
import openpyxl
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from openpyxl.packaging.relationship import Relationship
from openpyxl.workbook.external_link import ExternalLink
from openpyxl.workbook.external_link.external import ExternalBook

from bot.appendix import Reason, UnreadableFile, read_appendix

TEMPLATE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER = ["TT", "Nội dung", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn"]


def _workbook(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _bomb() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"0" * (200 * 1024 * 1024))
    return kept.getvalue()


def _entities() -> bytes:
    """A .docx whose main part declares entities that would grow without end, and one that reads a file."""
    document = docx.Document()
    document.add_table(1, 5)
    kept = io.BytesIO()
    document.save(kept)
    parts = {}
    with zipfile.ZipFile(kept) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    body = parts["word/document.xml"].decode()
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<!DOCTYPE x [<!ENTITY l0 "ha"><!ENTITY f SYSTEM "file:///etc/passwd">{laughs}]>'
    parts["word/document.xml"] = body.replace("?>", f"?>{head}", 1).replace("<w:p/>", "<w:p>&l11;&f;</w:p>").encode()
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return kept.getvalue()


CASES = [
    pytest.param("a.txt", lambda: b"", Reason.EMPTY, id="empty"),
    pytest.param(
        "a.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, Reason.OLD_FORMAT, id="renamed .doc"
    ),
    pytest.param(
        "a.xlsx",
        lambda: OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"),
        Reason.PASSWORD,
        id="password",
    ),
    pytest.param("a.docx", lambda: b"%PDF-1.7 ...", Reason.OTHER_FORMAT, id="a pdf"),
    pytest.param("a.docx", lambda: b"PK\x03\x04 broken", Reason.DAMAGED, id="broken"),
    pytest.param("a.docx", _bomb, Reason.TOO_LARGE, id="bomb"),
    pytest.param("a.txt", lambda: ("dòng chữ\n" * 6_000_000).encode(), Reason.TOO_LARGE, id="50 MB of text"),
    pytest.param("a.xlsx", lambda: _workbook([["không", "có", "tiêu đề"]]), Reason.NO_HEADER, id="no header"),
    pytest.param("a.exe", lambda: b"MZ", Reason.KIND, id="another kind"),
]


@pytest.mark.parametrize(("name", "make", "reason"), CASES)
def test_a_file_that_cannot_be_read_ends_in_one_sentence(name: str, make: Callable[[], bytes], reason: Reason) -> None:
    """Within ten seconds, with the reason, in Vietnamese."""
    raw = make()
    begun = time.monotonic()

    with pytest.raises(UnreadableFile) as raised:
        read_appendix((name, raw))

    assert raised.value.reason is reason
    assert time.monotonic() - begun < 11
    assert len(str(raised.value)) > 20


def test_entities_are_never_expanded_or_fetched() -> None:
    """Whatever is read, nothing of the machine's own files is in it."""
    try:
        read = str(read_appendix(("a.docx", _entities())).rows)
    except UnreadableFile as exc:
        read = str(exc)

    assert "root:" not in read
    assert "haha" not in read


def test_a_formula_counts_as_its_stored_result() -> None:
    """Without one the cell is blank, and the cell is named."""
    raw = _workbook([HEADER, [1, "Việc một", "Sở Xây dựng", "Sở Tài chính", '=HYPERLINK("http://x.example","mở")']])

    appendix = read_appendix(("a.xlsx", raw), year=2022)

    assert appendix.rows[0].deadline_text == ""
    assert any("E2" in doubt for doubt in appendix.doubts)


def _with_parts(raw: bytes, **changed: Callable[[str], str]) -> bytes:
    """The package with parts changed, by the last word of their names."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as package, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as written:
        for name in package.namelist():
            content = package.read(name)
            for part, change in changed.items():
                content = change(content.decode()).encode() if name.endswith(f"{part}.xml") else content
            written.writestr(name, content)
    return kept.getvalue()


def million_rows() -> bytes:
    """A sheet that somebody formatted down to its last row."""
    rows = "".join(f'<row r="{n}" spans="1:5"/>' for n in range(3, 1_000_003))
    book = _workbook([HEADER, [1, "Việc một", "Sở Xây dựng", "", "Quý III/2022"]])
    return _with_parts(book, sheet1=lambda text: text.replace("</sheetData>", f"{rows}</sheetData>"))


def test_a_million_empty_rows_are_read_or_refused_in_time() -> None:
    """Whatever becomes of it is known within seconds."""
    raw = million_rows()
    begun = time.monotonic()

    try:
        outcome: object = [row.content for row in read_appendix(("a.xlsx", raw), year=2022).rows]
    except UnreadableFile as exc:
        outcome = exc.reason

    assert outcome in (["Việc một"], Reason.TOO_LARGE, Reason.TOO_SLOW)
    assert time.monotonic() - begun < 11


def _linked_document(address: str) -> bytes:
    document = docx.Document()
    table = document.add_table(2, 5)
    for place, (name, text) in enumerate(zip(HEADER, ["1", "Việc một", "Sở Y tế", "", "Quý I"], strict=True)):
        table.cell(0, place).text, table.cell(1, place).text = name, text
    for kind in (RT.IMAGE, TEMPLATE, RT.HYPERLINK):
        document.part.relate_to(address, kind, is_external=True)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def _linked_workbook(address: str) -> bytes:
    """A deadline from another workbook, with the result that was stored last."""
    book = openpyxl.Workbook()
    link = ExternalLink()
    link.file_link = Relationship(type="externalLinkPath", Target=f"{address}/x.xlsx", TargetMode="External", Id="rId1")
    link.externalBook = ExternalBook(id="rId1")
    book._external_links.append(link)
    assert book.active is not None
    for row in (HEADER, [1, "Việc một", "Sở Y tế", "", "=[1]Sheet1!A1"]):
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    stored = "<f>[1]Sheet1!A1</f><v>Quý I</v>"
    return _with_parts(
        kept.getvalue(),
        sheet1=lambda text: re.sub(r'(<c r="E2")[^>]*>.*?</c>', rf'\1 t="str">{stored}</c>', text),
    )


@pytest.mark.parametrize(("name", "make"), [("a.docx", _linked_document), ("a.xlsx", _linked_workbook)])
def test_links_to_elsewhere_are_never_followed(name: str, make: Callable[[str], bytes]) -> None:
    """What is stored in the file counts, and nobody is called."""
    with socket.create_server(("127.0.0.1", 0)) as elsewhere:
        elsewhere.setblocking(False)
        raw = make(f"http://127.0.0.1:{elsewhere.getsockname()[1]}")

        rows = read_appendix((name, raw), year=2022).rows

        assert [(row.content, row.deadline_text) for row in rows] == [("Việc một", "Quý I")]
        with pytest.raises(BlockingIOError):
            elsewhere.accept()
