"""Names that are on no list, read by how official names are made: kind, field, place.

"UBND các huyện, thị xã" is a group, "UBND huyện Y" a locality, "Cơ quan thường trực Chương trình" a role, "Hội
Luật gia" an organisation, "Phòng LĐTBXH huyện" an office. What does not begin with a known kind is left to a person.
"""

import re
import unicodedata

from bot.domain.agencies.model import Agency, AgencyKind
from bot.domain.agencies.offices import FIELDS
from bot.domain.agencies.words import abbreviates, key_words, plain

_KINDS = ("huyện", "thành phố", "thị xã", "quận", "xã", "phường", "thị trấn", "đặc khu")
_KIND_SHORT = {
    "h": "huyện", "tp": "thành phố", "t p": "thành phố", "tx": "thị xã", "t x": "thị xã", "p": "phường",
    "tt": "thị trấn", "q": "quận",
}  # fmt: skip
_ANY_KIND = r"(?:huyện|thành phố|thị xã|quận|xã|phường|thị trấn|đặc khu)"
_COMMITTEE = r"(?:UBND|[ỦU][ỷỶyY] ban nhân dân|Ủy ban nhân dân|Uỷ ban nhân dân)"
_LOCALITIES = re.compile(
    rf"(?:{_COMMITTEE}\s+)?(?P<the>các\s+)?(?P<kinds>{_ANY_KIND}(?:\s*[,;/]\s*(?:và\s+)?{_ANY_KIND}|\s+và\s+{_ANY_KIND})*)"
    r"(?P<rest>(?:\s+(?:liên quan|có liên quan|trên địa bàn(?:\s+\S+){0,3}|thuộc tỉnh|trong tỉnh|trực thuộc))?)",
    re.IGNORECASE,
)
_LEVEL = re.compile(
    rf"(?:{_COMMITTEE}|Chính quyền)\s+(?:các\s+)?(?:cấp\s+(?P<level>huyện|xã)|cấp\s+(?P<both>.+))", re.IGNORECASE
)
_LOCALITY = re.compile(
    rf"(?:(?P<committee>{_COMMITTEE})\s+)?(?P<kind>{_ANY_KIND}|TP|T\.P|TX|T\.X|TT|H|P|Q)[\s.]+(?P<name>[^\W\d_].{{0,40}})",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"(?:các|những|toàn thể) .+|(?:sở|ban|ngành|cơ quan|đơn vị|địa phương|phòng)\s*,\s*.+|(?:tất cả|toàn bộ) .+"
    r"|(?:sở|cơ quan|đơn vị|địa phương|ngành)(?:,? (?:ban|ngành|đơn vị|địa phương|đoàn thể))*,? (?:có )?liên quan",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"(?:các )?(?:cơ quan|đơn vị|sở,? ngành|bộ phận)(?: là)? (?:thường trực|chủ trì|chủ quản|được giao|quản lý|"
    r"tham mưu|chủ đầu tư|đầu mối)\b.*"
    r"|(?:các )?(?:thành viên|ủy viên|chủ đầu tư|chủ dự án|thư ký|tổ giúp việc|tổ công tác|tổ thư ký)\b.*"
    r"|(?:trưởng|phó trưởng) ban\b.*|ban chỉ đạo\b.*|thường trực ban chỉ đạo\b.*",
    re.IGNORECASE,
)
# Kinds of bodies by the words that open their names.
_OFFICE_HEADS = (
    "văn phòng", "thanh tra", "ban dân", "ban quản lý", "ban tổ chức", "ban tuyên", "ban nội chính", "ban chỉ huy",
    "ban thường", "ban quản trị", "ban điều phối", "bộ chỉ huy", "bộ tư lệnh", "công an", "cục", "chi cục", "tổng cục",
    "kho bạc", "ngân hàng", "bảo hiểm", "trường", "trung tâm", "đài", "báo", "phòng", "viện", "tòa án", "bệnh viện",
    "quỹ", "hạt kiểm lâm", "công ty", "tổng công ty", "tập đoàn", "bưu điện", "viễn thông", "điện lực", "vnpt",
    "viettel", "học viện", "đảng ủy", "huyện ủy", "thành ủy", "thị ủy", "đoàn đại biểu", "hội đồng nhân dân",
    "vườn quốc gia", "thư viện", "bảo tàng", "cảng", "chi nhánh", "nhà xuất bản", "đội quản lý",
)  # fmt: skip
_ORGANISATION_HEADS = (
    "hội", "liên đoàn", "liên minh", "liên hiệp", "hiệp hội", "đoàn thanh niên", "tỉnh đoàn", "huyện đoàn",
    "thành đoàn", "mặt trận", "ủy ban mặt trận", "ủy ban mttq", "ubmttq", "mttq", "đoàn tncs", "câu lạc bộ", "giáo hội",
)  # fmt: skip
_SPELLED = (
    (re.compile(r"\bUBMTTQ(?:VN)?\b"), "Ủy ban Mặt trận Tổ quốc Việt Nam"),
    (re.compile(r"\bBHXH\b"), "Bảo hiểm xã hội"),
    (re.compile(r"\bBQL\b"), "Ban Quản lý"),
    (re.compile(r"\bVP\b"), "Văn phòng"),
    (re.compile(r"\bNTM\b"), "nông thôn mới"),
    (re.compile(r"\b(?:NN\s*(?:&|và)\s*)?PTNT\b"), "Phát triển nông thôn"),
)


def agency_by_grammar(name: str) -> Agency | None:
    """The agency that the name describes by its own words, or None."""
    clean = unicodedata.normalize("NFC", " ".join(name.split())).strip(" .,;:")
    return _locality_group(clean) or _role(clean) or _group(clean) or _locality(clean) or _body(clean)


def _locality_group(name: str) -> Agency | None:
    """ "Ủy ban nhân dân các huyện, thị xã" → "UBND các huyện, thị xã"; "UBND cấp xã"."""
    level = _LEVEL.fullmatch(name)
    if level is not None:
        members = {"huyện": ("huyện", "thành phố", "thị xã"), "xã": ("xã", "phường", "thị trấn")}
        of = (level["level"] or "").casefold()
        return Agency(
            f"UBND cấp {of}" if of else f"UBND các cấp {level['both']}", AgencyKind.GROUP, members=members.get(of, ())
        )
    found = _LOCALITIES.fullmatch(name)
    if found is None:
        return None
    kinds = {kind.casefold() for kind in re.findall(_ANY_KIND, found["kinds"], re.IGNORECASE)}
    if len(kinds) == 1 and not found["the"]:
        return None
    ordered = tuple(kind for kind in _KINDS if kind in kinds)
    rest = f" {' '.join(found['rest'].split())}" if found["rest"].strip() else ""
    return Agency(f"UBND các {', '.join(ordered)}{rest}", AgencyKind.GROUP, members=ordered)


def _role(name: str) -> Agency | None:
    return Agency(_sentence(name), AgencyKind.ROLE) if _ROLE.fullmatch(name) else None


def _group(name: str) -> Agency | None:
    """ "Các Sở ngành, địa phương liên quan" → "Các sở, ngành, địa phương liên quan"."""
    if not _GROUP.fullmatch(name):
        return None
    body = re.sub(r"\b(?:Sở|Ban|Ngành|Địa phương|Cơ quan|Đơn vị)(?=\s*,|\s+(?:ban|ngành|liên quan|có liên))",
                  lambda found: found[0].casefold(), name)  # fmt: skip
    body = re.sub(r"\bsở,?\s+ban,?\s+ngành\b", "sở, ban, ngành", body, flags=re.IGNORECASE)
    body = re.sub(r"\bsở,?\s+ngành\b", "sở, ngành", body, flags=re.IGNORECASE)
    return Agency(_sentence(re.sub(r"\s*,\s*", ", ", body)), AgencyKind.GROUP)


def _locality(name: str) -> Agency | None:
    """ "UBND TX Kỳ Anh", "huyện Can Lộc" → "UBND thị xã Kỳ Anh", "UBND huyện Can Lộc"."""
    found = _LOCALITY.fullmatch(name)
    if found is None or not found["name"][0].isupper() or re.search(r"[,;]|\bvà\b|\d{3}", found["name"]):
        return None
    kind = _KIND_SHORT.get(plain(found["kind"]), found["kind"].casefold())
    if kind not in _KINDS or len(found["name"].split()) > 5:
        return None
    place = " ".join(found["name"].split())
    return Agency(f"UBND {kind} {place}", AgencyKind.LOCALITY, f"{kind} {place}", locality_kind=kind)


def _body(name: str) -> Agency | None:
    """Bodies whose kind is known by the first words; departments only with a field that the law has."""
    if name.casefold().startswith("phòng "):
        return Agency(_room(name))
    spelled = name
    for pattern, full in _SPELLED:
        spelled = pattern.sub(full, spelled)
    lowered = spelled.casefold()
    if re.search(r"[;:]|\d{3,}", spelled) or len(spelled.split()) > 18:
        return None
    if lowered.startswith(tuple(f"{head} " for head in _ORGANISATION_HEADS)):
        return Agency(_sentence(spelled), AgencyKind.ORGANISATION, is_courtesy=True)
    if lowered.startswith(tuple(f"{head} " for head in _OFFICE_HEADS)) or re.match(r"(?:Bộ|Ban) [A-ZĐ]", spelled):
        return Agency(_sentence(spelled))
    return None


def _room(name: str) -> str:
    """A district's "Phòng" takes the spelling of the department's field: "Phòng LĐTBXH" → "Phòng Lao động - …"."""
    head, _, tail = name.partition(" ")
    place = re.search(r"\s(?:cấp )?(?:huyện|thành phố|thị xã|xã|phường)\b.*$", tail)
    field, rest = (tail[: place.start()], tail[place.start() :]) if place else (tail, "")
    for known in FIELDS:
        if abbreviates(key_words(field), key_words(known)):
            return f"{_sentence(head)} {known}{rest}"
    return _sentence(name)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
