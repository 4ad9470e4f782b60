"""The offices and organisations that provinces have, in protocol order, and the localities of Hà Tĩnh in 2022.

Names are those of the laws and decrees on provincial bodies; the departments were merged on 1/3/2025 (Nghị định
45/2025/NĐ-CP). Abbreviations that are made of the initials of a name need no entry: the matcher knows them by itself.
"""

from collections.abc import Iterable
from datetime import date

from bot.domain.agencies.model import Agency, AgencyKind

_BEFORE_MERGER = date(2025, 2, 28)
_MERGER = date(2025, 3, 1)

# field, sign of documents, spellings, since, until
_DEPARTMENTS: tuple[tuple[str, str, tuple[str, ...], date | None, date | None], ...] = (
    ("Nội vụ", "SNV", (), None, None),
    ("Tư pháp", "STP", (), None, None),
    ("Kế hoạch và Đầu tư", "SKHĐT", ("KHĐT",), None, _BEFORE_MERGER),
    ("Tài chính", "STC", (), None, None),
    ("Công Thương", "SCT", (), None, None),
    ("Nông nghiệp và Phát triển nông thôn", "SNN", ("SNN&PTNT", "Sở NN"), None, _BEFORE_MERGER),
    ("Nông nghiệp và Môi trường", "SNNMT", ("Sở NN",), _MERGER, None),
    ("Giao thông vận tải", "SGTVT", (), None, _BEFORE_MERGER),
    ("Xây dựng", "SXD", (), None, None),
    ("Tài nguyên và Môi trường", "STNMT", (), None, _BEFORE_MERGER),
    ("Thông tin và Truyền thông", "STTTT", (), None, _BEFORE_MERGER),
    ("Lao động - Thương binh và Xã hội", "SLĐTBXH", ("LĐTBXH",), None, _BEFORE_MERGER),
    ("Văn hóa, Thể thao và Du lịch", "SVHTTDL", ("Sở Văn hóa",), None, None),
    ("Văn hóa và Thể thao", "SVHTT", (), None, None),
    ("Du lịch", "SDL", (), None, None),
    ("Khoa học và Công nghệ", "SKHCN", (), None, None),
    ("Giáo dục và Đào tạo", "SGDĐT", (), None, None),
    ("Y tế", "SYT", (), None, None),
    ("Ngoại vụ", "SNgV", ("Sở NgV",), None, None),
    ("Dân tộc và Tôn giáo", "SDTTG", (), _MERGER, None),
    ("Quy hoạch - Kiến trúc", "SQHKT", (), None, None),
)
# name, short name, spellings
_OFFICES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Văn phòng Ủy ban nhân dân tỉnh", "VP UBND tỉnh", ("VPUB", "VP UB", "Văn phòng UB tỉnh", "Văn phòng Ủy ban")),
    ("Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân tỉnh", "VP ĐĐBQH và HĐND tỉnh",
     ("Văn phòng Đoàn ĐBQH và HĐND tỉnh", "VP Đoàn ĐBQH&HĐND tỉnh")),
    ("Văn phòng Hội đồng nhân dân tỉnh", "VP HĐND tỉnh", ()),
    ("Thanh tra tỉnh", "TTr", ()),
    ("Ban Dân tộc tỉnh", "BDT", ()),
    ("Ban Quản lý Khu kinh tế tỉnh", "BQL KKT tỉnh", ()),
    ("Ban Quản lý các khu công nghiệp tỉnh", "BQL các KCN tỉnh", ()),
    ("Văn phòng Điều phối nông thôn mới tỉnh", "VPĐP NTM tỉnh",
     ("Văn phòng Điều phối xây dựng nông thôn mới tỉnh", "Văn phòng Điều phối Chương trình nông thôn mới tỉnh",
      "Văn phòng Điều phối Chương trình xây dựng nông thôn mới tỉnh", "VP NTM", "VPNTM", "VPĐP", "VP Điều phối",
      "Văn phòng ĐP", "Văn phòng Nông thôn mới tỉnh", "Văn phòng Điều phối", "điều phối")),
    ("Công an tỉnh", "CAT", ("Công an",)),
    ("Bộ Chỉ huy Quân sự tỉnh", "BCHQS tỉnh", ("Bộ CHQS tỉnh",)),
    ("Bộ Chỉ huy Bộ đội Biên phòng tỉnh", "BCH BĐBP tỉnh", ("Bộ đội Biên phòng tỉnh", "Bộ CH BĐBP tỉnh", "BĐBP tỉnh")),
    ("Tòa án nhân dân tỉnh", "TAND tỉnh", ()),
    ("Viện kiểm sát nhân dân tỉnh", "VKSND tỉnh", ()),
    ("Cục Thuế tỉnh", "CT", ()),
    ("Cục Thống kê tỉnh", "CTK", ()),
    ("Cục Hải quan tỉnh", "CHQ", ()),
    ("Cục Quản lý thị trường tỉnh", "CQLTT", ()),
    ("Cục Thi hành án dân sự tỉnh", "CTHADS", ()),
    ("Kho bạc Nhà nước tỉnh", "KBNN", ()),
    ("Ngân hàng Nhà nước Việt Nam chi nhánh tỉnh", "NHNN tỉnh",
     ("Ngân hàng Nhà nước chi nhánh tỉnh", "Ngân hàng Nhà nước tỉnh", "NHNN chi nhánh tỉnh")),
    ("Ngân hàng Chính sách xã hội chi nhánh tỉnh", "NHCSXH tỉnh",
     ("Chi nhánh Ngân hàng Chính sách xã hội tỉnh", "Ngân hàng Chính sách xã hội tỉnh")),
    ("Bảo hiểm xã hội tỉnh", "BHXH tỉnh", ()),
    ("Đài Phát thanh và Truyền hình tỉnh", "Đài PT-TH tỉnh", ("Đài Phát thanh - Truyền hình tỉnh", "Đài PTTH tỉnh")),
    ("Trường Chính trị tỉnh", "TCT", ()),
    ("Trung tâm Phục vụ hành chính công tỉnh", "TTPVHCC tỉnh", ("Trung tâm Hành chính công tỉnh",)),
    ("Trung tâm Công báo - Tin học tỉnh", "TTCBTH", ("Trung tâm CB-TH tỉnh",)),
    ("Bưu điện tỉnh", "BĐT", ()),
    ("Viễn thông tỉnh", "VNPT tỉnh", ("VNPT",)),
    ("Văn phòng Tỉnh ủy", "VPTU", ("VP Tỉnh ủy",)),
    ("Ban Tổ chức Tỉnh ủy", "BTCTU", ()),
    ("Ban Tuyên giáo Tỉnh ủy", "BTGTU", ()),
    ("Ban Tuyên giáo và Dân vận Tỉnh ủy", "BTGDVTU", ()),
    ("Ban Dân vận Tỉnh ủy", "BDVTU", ()),
    ("Ban Nội chính Tỉnh ủy", "BNCTU", ()),
    ("Ủy ban Kiểm tra Tỉnh ủy", "UBKTTU", ()),
    ("Ủy ban nhân dân tỉnh", "UBND tỉnh", ()),
    ("Hội đồng nhân dân tỉnh", "HĐND tỉnh", ()),
)  # fmt: skip
_ORGANISATIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "MTTQ tỉnh",
     ("Ủy ban MTTQ tỉnh", "Ủy ban Mặt trận Tổ quốc tỉnh", "UBMTTQ", "UBMTTQVN tỉnh", "MTTQ", "Mặt trận Tổ quốc tỉnh",
      "Mặt trận tỉnh", "Mặt trận")),
    ("Liên đoàn Lao động tỉnh", "LĐLĐ tỉnh", ()),
    ("Hội Liên hiệp Phụ nữ tỉnh", "Hội LHPN tỉnh", ("Hội Phụ nữ tỉnh",)),
    ("Hội Nông dân tỉnh", "HND tỉnh", ()),
    ("Hội Cựu chiến binh tỉnh", "Hội CCB tỉnh", ()),
    ("Tỉnh đoàn", "Tỉnh đoàn", ("Đoàn TNCS Hồ Chí Minh tỉnh", "Đoàn Thanh niên tỉnh", "Đoàn Thanh niên",
                                "Đoàn Thanh niên Cộng sản Hồ Chí Minh tỉnh", "Tỉnh Đoàn Thanh niên")),
    ("Liên minh Hợp tác xã tỉnh", "LMHTX tỉnh", ()),
    ("Hội Chữ thập đỏ tỉnh", "Hội CTĐ tỉnh", ()),
    ("Hội Khuyến học tỉnh", "HKH tỉnh", ()),
    ("Hội Người cao tuổi tỉnh", "Hội NCT tỉnh", ()),
    ("Hội Luật gia tỉnh", "HLG tỉnh", ()),
    ("Hội Nhà báo tỉnh", "HNB tỉnh", ()),
    ("Liên hiệp các Hội Khoa học và Kỹ thuật tỉnh", "LHH KH&KT tỉnh", ("Liên hiệp Hội tỉnh",)),
    ("Hiệp hội Doanh nghiệp tỉnh", "HHDN tỉnh", ()),
)  # fmt: skip
_HA_TINH: tuple[tuple[str, str], ...] = (
    ("thành phố", "Hà Tĩnh"), ("thị xã", "Hồng Lĩnh"), ("thị xã", "Kỳ Anh"), ("huyện", "Cẩm Xuyên"),
    ("huyện", "Can Lộc"), ("huyện", "Đức Thọ"), ("huyện", "Hương Khê"), ("huyện", "Hương Sơn"), ("huyện", "Kỳ Anh"),
    ("huyện", "Lộc Hà"), ("huyện", "Nghi Xuân"), ("huyện", "Thạch Hà"), ("huyện", "Vũ Quang"),
)  # fmt: skip
_SHORT_KINDS = {"thành phố": ("TP", "TP."), "thị xã": ("TX", "TX."), "huyện": ("H.",)}

FIELDS = tuple(field for field, *_ in _DEPARTMENTS)


def _department(field: str, sign: str, spellings: tuple[str, ...], since: date | None, until: date | None) -> Agency:
    return Agency(f"Sở {field}", AgencyKind.OFFICE, sign, spellings, since=since, until=until)


def _locality(kind: str, name: str) -> Agency:
    short = tuple(f"{prefix}{each} {name}" for each in _SHORT_KINDS[kind] for prefix in ("", "UBND "))
    spellings = (f"{kind} {name}", f"Ủy ban nhân dân {kind} {name}", name, *short)
    return Agency(f"UBND {kind} {name}", AgencyKind.LOCALITY, f"{kind} {name}", spellings, locality_kind=kind)


OFFICES: tuple[Agency, ...] = (
    *(Agency(name, AgencyKind.OFFICE, short, spellings) for name, short, spellings in _OFFICES[:3]),
    *(_department(*each) for each in _DEPARTMENTS),
    *(Agency(name, AgencyKind.OFFICE, short, spellings) for name, short, spellings in _OFFICES[3:]),
    *(Agency(name, AgencyKind.ORGANISATION, short, spellings, is_courtesy=True)
      for name, short, spellings in _ORGANISATIONS),
)  # fmt: skip
HA_TINH_LOCALITIES: tuple[Agency, ...] = tuple(_locality(kind, name) for kind, name in _HA_TINH)
_ORDER = {agency.name: place for place, agency in enumerate((*OFFICES, *HA_TINH_LOCALITIES))}
_KIND_ORDER = (
    AgencyKind.OFFICE, AgencyKind.ORGANISATION, AgencyKind.LOCALITY, AgencyKind.GROUP, AgencyKind.ROLE,
)  # fmt: skip


def known_agencies(own: Iterable[Agency] = ()) -> tuple[Agency, ...]:
    """A committee's own agencies before those that every province has; a name counts once, as the committee has it."""
    mine = tuple(own)
    names = {agency.name for agency in mine}
    return (*mine, *(agency for agency in OFFICES if agency.name not in names))


def protocol_key(name: str, kind: AgencyKind) -> tuple[int, int, str]:
    """Sorts as official tables do: offices, then Mặt trận and organisations, then localities; never by lateness."""
    return (_KIND_ORDER.index(kind), _ORDER.get(name, len(_ORDER)), name)
