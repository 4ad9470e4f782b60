"""A stamp is one, an ordinary word with the same syllable is none."""

import unicodedata
from datetime import UTC, datetime

import pytest

from bot.domain.messages import Address, Incoming, IncomingFile, IncomingKind
from bot.domain.secrecy import bears_secrecy_stamp, is_secret

STAMPS = ["MẬT", "Công văn TỐI MẬT", "TUYỆT MẬT", "cv_MẬT_12.pdf", "Độ mật: MẬT.", "(MẬT) QĐ số 12", "TUYET MAT.docx"]
NONE = [
    "mật khẩu", "Mật khẩu mới", "BẢO MẬT THÔNG TIN", "MẬT ĐỘ DÂN SỐ", "MẬT KHẨU", "mật", "tối mật", "BÍ MẬT NHÀ NƯỚC",
    "bảo mật", "Đã xong", "MẶT TRẬN TỔ QUỐC", "MẤT", "",
]  # fmt: skip


@pytest.mark.parametrize("text", STAMPS)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_stamp_is_seen(text: str, form: str) -> None:
    """In capitals, alone or among words, however it was typed."""
    assert bears_secrecy_stamp(unicodedata.normalize(form, text))


@pytest.mark.parametrize("text", NONE)
def test_an_ordinary_word_is_none(text: str) -> None:
    """Passwords, security, density of population."""
    assert not bears_secrecy_stamp(text)


def test_captions_and_names_of_files_count() -> None:
    """Whatever came with it."""
    about = ("1", IncomingKind.FILE, Address("telegram", "1"), datetime.now(UTC), "1")

    assert is_secret(Incoming(*about, text="kèm văn bản MẬT"))
    assert is_secret(Incoming(*about, files=(IncomingFile("f", "TỐI MẬT.pdf", "application/pdf"),)))
    assert not is_secret(Incoming(*about, text="xong", files=(IncomingFile("f", "qd.pdf", "application/pdf"),)))
