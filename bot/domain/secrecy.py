"""Does a text bear the stamp of a state secret? An aid, not a guarantee: such content must not enter this channel.

The grades are Mật, Tối mật and Tuyệt mật (Luật Bảo vệ bí mật nhà nước). As a stamp they stand in capitals. The same
syllable in an ordinary word ("mật khẩu", "bảo mật", "mật độ") is none, also on a page written in capitals.
"""

import re
import unicodedata
from itertools import pairwise

from bot.domain.messages import Incoming

_WORD = re.compile(r"[^\W_]+")
_GRADES = {("TỐI", "MẬT"), ("TUYỆT", "MẬT"), ("TUYET", "MAT")}
# Syllables that make an ordinary word of it: before (bảo mật, bí mật, cẩn mật …) and after (mật khẩu, mật độ …).
_BEFORE = frozenset({"BẢO", "BÍ", "CẨN", "THÂN", "CƠ", "TÚI", "ỐNG", "RỈ", "LẤY", "HÚT", "ĂN", "DỊCH", "SỎI"})
_AFTER = frozenset(
    {
        "KHẨU",
        "MÃ",
        "ĐỘ",
        "THIẾT",
        "VỤ",
        "BÁO",
        "THÁM",
        "NGHỊ",
        "ONG",
        "GẤU",
        "LỆNH",
        "DANH",
        "ƯỚC",
        "HIỆU",
        "THƯ",
        "MÍA",
    }
)


def bears_secrecy_stamp(text: str) -> bool:
    """Is there MẬT, TỐI MẬT or TUYỆT MẬT as a stamp in a message, a caption or a file's name?"""
    words = ["", *_WORD.findall(unicodedata.normalize("NFC", text)), ""]
    if any(pair in _GRADES for pair in pairwise(words)):
        return True
    return any(
        word == "MẬT" and before.upper() not in _BEFORE and after.upper() not in _AFTER
        for before, word, after in zip(words, words[1:], words[2:], strict=False)
    )


def is_secret(incoming: Incoming) -> bool:
    """Does anything in it bear a stamp: its words, its caption, the names of its files?"""
    return any(bears_secrecy_stamp(text) for text in (incoming.text, *(file.name for file in incoming.files)))
