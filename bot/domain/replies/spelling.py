"""What a word was meant to be: abbreviations, Telex and VNI left in the text, slips of the finger."""

import re
from collections.abc import Mapping
from functools import lru_cache

from bot.domain.replies.normalize import fold, tone_and_letters

ABBREVIATIONS: Mapping[str, str] = {
    short: full
    for full, shorts in {
        "không": "k ko kg kh0ng hok hong hông hổng hôk khg khong0 k0 hem hơm kô hk",
        "được": "dc đc đk dk đuợc đươc dươc đựơc đcj",
        "rồi": "r rùi roài roi rui roy ruj ròi gòi rồii rôi rùii rầu rầuu rr",
        "chưa": "ch chx chưaa cka cưa chuă chừa chứa chư chưã chuq hưa chwa chuea cgưa chauw",
        "hoàn thành": "ht hthanh hthành htt hoanthanh h.thành",
        "hoàn thiện": "hthien hthiện",
        "xong": "xg xog xonh xng xomg xobg xingg xoong",
        "làm": "lm lam lảm lmà",
        "đang": "đg dg đag dag đng dng đâng đan đabg",
        "hướng dẫn": "hd hđ hdan hdẫn",
        "trung ương": "tw trungương",
        "dự thảo": "dt dth dthao dthảo",
        "văn bản": "vb vbản",
        "công văn": "cv",
        "nhiệm vụ": "nv nvu nvụ",
        "báo cáo": "bc b/c bcao",
        "kinh phí": "kp kphi kphí",
        "ý kiến": "yk ykien ýk ykiến",
        "lãnh đạo": "lđ ld lđao lđạo",
        "hồ sơ": "hs hsơ hso",
        "bình thường": "bt bthg bthường",
        "gì": "j ji",
        "vậy": "z dz v zậy zay",
        "với": "vs vơi",
        "kế hoạch": "khoach khoạch",
        "quyết định": "qđ qd qđịnh",
        "nghị quyết": "nq",
        "chủ tịch": "ct ctịch",
        "phó chủ tịch": "pct",
        "tổng hợp": "thop thợp tổnghợp",
        "thực hiện": "thhien thhiện",
        "triển khai": "tkhai tk",
        "thẩm định": "tđ tdinh tđịnh",
        "vướng mắc": "vm vmac vmắc",
        "gia hạn": "ghan ghạn",
        "tháng": "thg",
        "vâng": "vg vâg vag",
        "anh": "a ah eng",
        "em": "e",
        "chị": "c",
        "nhé": "nhe nha nghen nhoé nhóe nhoa nhá",
        "bây giờ": "bh bjo bgio bgiờ",
        "hôm nay": "hnay hni",
        "hôm qua": "hqua",
        "thế nào": "tn tnao tnào",
        "khi nào": "knao knào",
        "hạn nào": "hnào hnao",
        "trước": "trc trk trươc",
        "người": "ng ngta",
        "tuần": "tuàn",
        "cũng": "cg cug",
        "những": "nh nhg",
        "việc": "vc vịec viêc",
        "sở": "s",
        "ok": "oke okê okie oki okela okla okay okee ô-kê okey okii ôkê uki",
        "ừ": "uh uk uhm um ừm ừa ờ uhmm ukm ukie",
        "biết": "bít bik bjt biêt",
    }.items()
    for short in shorts.split()
}

_TELEX_TRACE = re.compile(r"dd|aa|ee|oo|w|[aeiouyàáâãèéêìíòóôõùúýăđĩũơưạ-ỹ][a-zà-ỹ]*[sfrxj]")
_QUALITY = {"a": "â", "e": "ê", "o": "ô"}
_HORN = {"u": "ư", "o": "ơ", "a": "ă"}
_SYLLABLE = re.compile(
    r"(?:b|c|ch|d|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|qu|r|s|t|th|tr|v|x)?"
    r"(?:[aeiouy]|ai|ao|au|ay|eo|eu|ia|ie|iu|ieu|oa|oai|oay|oe|oi|oo|ua|uai|uay|ue|ui|uo|uoi|uou|uu|uy|uya|uye|uyu|ye|yeu)"
    r"(?:c|ch|m|n|ng|nh|p|t)?"
)


def is_syllable(folded: str) -> bool:
    """Whether Vietnamese could have this syllable at all."""
    return _SYLLABLE.fullmatch(folded) is not None


@lru_cache(maxsize=8192)
def undo_telex(word: str) -> tuple[str, str] | None:
    """The tone and letters that Telex keys stand for ("ddax" → đã); None where no key was left over."""
    if not _TELEX_TRACE.search(word):
        return None
    tone, letters = tone_and_letters(word)
    made: list[str] = []
    for letter in letters:
        last = made[-1] if made else ""
        if letter == "d" and last == "d" and len(made) == 1:
            made[-1] = "đ"
        elif letter in _QUALITY and _QUALITY[letter] in made:
            continue
        elif letter in _QUALITY and letter in made and (last == letter or len(made) > 1):
            made[made.index(letter)] = _QUALITY[letter]
        elif letter == "w" and any(each in _HORN for each in made):
            _put_horns(made)
        elif letter in "sfrxj" and any(each in "aeiouyâăêôơư" for each in made):
            tone = letter
        else:
            made.append(letter)
    return tone, "".join(made)


def _put_horns(made: list[str]) -> None:
    """ "uow" is "ươ"; otherwise the last letter that can take a horn or a breve does."""
    changed = [place for place, letter in enumerate(made) if letter in "uo"] or [
        place for place, letter in enumerate(made) if letter == "a"
    ]
    for place in changed[-2:]:
        made[place] = _HORN[made[place]]


def slips(folded: str) -> set[str]:
    """The word and what is left when one letter goes or two neighbours swap; the same of the word meant meets it."""
    left = {folded[:place] + folded[place + 1 :] for place in range(len(folded))}
    swapped = {
        folded[:place] + folded[place + 1] + folded[place] + folded[place + 2 :] for place in range(len(folded) - 1)
    }
    return left | swapped | {folded}


__all__ = ["ABBREVIATIONS", "fold", "is_syllable", "slips", "undo_telex"]
