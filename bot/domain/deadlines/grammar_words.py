"""Grammar: the words around a day: before, by, from, after; what is on demand; what is only cited."""

from bot.domain.deadlines.lexicon import TermRule, rule

_DOCUMENT = (
    "quyet dinh|nghi quyet|cong van|thong bao|chi thi|thong tu|nghi dinh|luat|van ban|to trinh|huong dan|cong dien"
    "|ket luan|ke hoach|chuong trinh|bao cao|quy che|de an"
)
_ONE_DAY = r"\d\d? [/.-] \d\d? [/.-] \d{4}|\d\d?(?: ,)? thang \d\d?(?: ,)?(?: [/]| nam)? \d{4}"
_CODE = (
    r"\d{1,5}(?: / \d{4})?(?: - (?!nam |thang |quy |den )[a-z]\w*)* / "
    r"(?!lan\b|nam\b|quy\b|thang\b|tuan\b|ngay\b)[a-z]\w*(?: [/-] (?!nam |thang |quy |den |tu |ngay )[a-z]\w*)*"
)

WORDS: tuple[TermRule, ...] = (
    rule("dau-phay", "sep", r",", ",", examples=("Quý I, II",)),
    rule("va", "sep", r"va|hoac|dong thoi|va / hoac", "va", examples=("và", "hoặc")),
    rule("cham-phay", "sep", r";|\.|nhung|song", ";", examples=("Quý I; Quý II",)),
    rule("xuong-dong", "sep", "¶", "¶"),
    rule("hai-cham", "colon", r":"),
    rule("mo-ngoac", "open", r"\("),
    rule("dong-ngoac", "close", r"\)"),
    rule("gach", "dash", r"-"),
    rule("gach-cheo", "slash", r"/"),
    rule("cho-trong", "broken", r"…", "blank"),
    rule(
        "truoc",
        "before",
        r"(?:(?:cham|muon|tre) nhat(?: la)? )?truoc(?: thoi diem| luc)?",
        examples=("trước", "chậm nhất trước"),
    ),
    rule(
        "truoc-hoac-trong",
        "by",
        r"truoc (?:hoac|va|/|hay) (?:trong|vao|dung|den)|trong (?:hoac|va|/|hay) truoc|truoc , trong",
        examples=("trước hoặc trong",),
    ),
    rule("truoc-mat", "word", r"truoc (?:mat|tien|do|day|nay)", "word", examples=("trước mắt",)),
    rule(
        "truoc-het",
        "broken",
        r"truoc het|khong truoc|khong som hon|som nhat|khong phai|truoc va sau",
        "unclear",
        examples=("không trước",),
    ),
    rule(
        "cham-nhat",
        "by",
        r"(?:cham|muon|tre) nhat(?: (?:la|den|trong|vao))*|khong (?:qua|muon hon|cham hon|tre hon|sau)(?: (?:la|den))?"
        r"|han (?:cuoi|chot)(?: cung)?(?: la)?|thoi han(?: la)?|han(?: la)?",
        examples=("chậm nhất", "không muộn hơn", "hạn cuối cùng là"),
    ),
    rule(
        "trong",
        "in",
        r"trong(?: (?:vong|thoi gian|thoi han|khoang))?|vao(?: (?:luc|dip))?",
        examples=("trong vòng", "vào"),
    ),
    rule("den", "until", r"(?:cho )?(?:den|toi)(?: het)?(?! nay)|het", examples=("đến hết", "cho đến")),
    rule(
        "tu",
        "from",
        r"(?:(?:bat dau|ap dung|tinh) )?tu(?= (?:\d|%|ngay|thang|quy|nam|tuan|dau|giua|cuoi|giai|6|nua|@|het))",
        examples=("từ năm 2023", "bắt đầu từ Quý I"),
    ),
    rule("tu-nay", "now", r"tu nay|ke tu nay|tu gio", examples=("từ nay",)),
    rule("tro-di", "word", r"tro di", "word", examples=("trở đi",)),
    rule(
        "ke-tu",
        "since",
        r"ke tu(?: khi| luc)?|tinh tu(?: khi)?|tu (?:khi|luc|thoi diem)|ke tu thoi diem",
        examples=("kể từ", "tính từ", "từ khi"),
    ),
    rule("sau", "after", r"(?:ngay |lien )?sau", examples=("sau", "ngay sau")),
    rule("tai", "at", r"tai", examples=("tại",)),
    rule("khi", "when", r"(?:ngay )?khi", examples=("khi", "ngay khi")),
    rule("so-voi", "compared", r"so voi", examples=("so với",)),
    rule(
        "bat-dau", "start", r"bat dau|khoi cong|khoi dong|khoi dau|trien khai(?= tu)", examples=("bắt đầu", "khởi công")
    ),
    rule("hoan-thanh", "finish", r"hoan thanh|hoan tat|xong|trinh|ban hanh", examples=("hoàn thành", "trình")),
    rule("ket-thuc", "end", r"ket thuc|ngay cuoi(?: cung)?(?: cua)?", examples=("kết thúc",)),
    rule("bao-cao", "report", r"bao cao(?: dinh ky| so ket| tong ket| tong hop| ket qua)*", examples=("báo cáo",)),
    rule(
        "van-kien",
        "document",
        r"ke hoach|du toan|quyet toan|ngan sach|von|chuong trinh|de an|du an|danh muc|nghi quyet|ket qua|so lieu"
        r"|tong ket|so ket|danh gia|nhiem vu|quy hoach|phuong an|chi tieu|muc tieu|kinh phi|bang gia(?: dat)?|tinh hinh"
        r"|quyet dinh|hoat dong|cong tac|to trinh|du thao|noi dung|bien che|he so",
        examples=("kế hoạch", "dự toán"),
    ),
    rule(
        "ban-chi-dao", "word", r"(?:truong |pho truong |thanh vien )?ban chi dao|bcd", "word", examples=("Ban Chỉ đạo",)
    ),
    rule("phan-dau", "word", "phan dau'?", "word", examples=("phấn đấu",)),
    rule("dau-tu", "word", r"(?:dau|thong|vat|nghi) tu'?", "word", examples=("Đầu tư", "Thông tư")),
    rule("mien-nam", "word", r"(?:viet|mien|phia|quang|ha) nam", "word", examples=("Việt Nam",)),
    rule("ngay-tuc", "word", r"ngay(?= (?:trong|tu|sau|khi) )", "word"),
    rule(
        "dot",
        "ordinal",
        r"(?:lan|dot|buoc|ky|giai doan)(?: thu)? (?:NUM|nhat|dau|cuoi)(?: tien)?",
        examples=("lần 1", "đợt 2"),
    ),
    rule(
        "gio",
        "clock",
        r"@|(?:truoc )?\d\d? gio(?: \d\d?(?: phut)?)?|\d\d? : \d\d(?: : \d\d)?",
        examples=("17h00", "17 giờ", "16:30"),
    ),
    rule("khong-gio", "broken", r"@0|0?0 gio(?: 00)?(?: phut)?", "midnight"),
    rule("buoi", "word", r"(?:sang|chieu|toi)(?= (?:ngay|thu))", "word"),
    rule(
        "lien-tuc",
        "always",
        r"(?:lam |thuc hien |nhiem vu )?thuong xuyen|lien tuc|suot nam|quanh nam",
        examples=("thường xuyên", "liên tục"),
    ),
    rule(
        "theo-yeu-cau",
        "demand",
        r"(?:(?:khi|luc)(?: (?:co|nhan duoc))? (?:van ban )?)?(?:su )?"
        r"(?:yeu cau|chi dao|de nghi|dot xuat|phat sinh|nhu cau)"
        r"|(?:khi|luc)(?: nao)?(?: thay)? can(?: thiet)?",
        examples=("khi có yêu cầu", "đột xuất", "chỉ đạo", "khi cần thiết"),
        not_examples=("Ban Chỉ đạo",),
    ),
    rule("theo", "follow", r"theo|can cu|thuc hien theo", examples=("theo",)),
    rule(
        "mo-ho",
        "vague",
        r"khan truong|kip thoi|som|ngay lap tuc|tien do|lo trinh|chua xac dinh|som nhat co the",
        examples=("khẩn trương",),
    ),
    rule("dinh-ky", "vague", "dinh ky", "periodic", examples=("định kỳ",)),
    rule(
        "su-kien",
        "head",
        r"(?:cac )?(?:ky hop|phien hop|hoi nghi|dai hoi|cuoc hop|buoi hop|hoi thao|tet"
        r"|le (?:ky niem|khai|phat|hoi)|khai mac|be mac|khai giang"
        r"|bau cu)",
        examples=("kỳ họp", "Tết", "hội nghị"),
    ),
    rule(
        "so-van-ban",
        "cited",
        rf"(?:(?:{_DOCUMENT})(?: \w+){{0,3}} )?(?:so )?(?:{_CODE}|(?<=so\s)\d{{1,5}})"
        rf"(?:(?: ,)?(?: cua \w+ \w+)?(?: ngay| ,)? (?:{_ONE_DAY}))?",
        examples=("04/2022/QĐ-TTg", "số 512/UBND-NL ngày 06/5/2022", "15-TB/TU ngày 01 tháng 6 năm 2022"),
        not_examples=("02 lần/năm", "6 tháng/lần"),
    ),
    rule("ngay-tron", "danger", "ngay", "ngay", examples=("ngày",)),
    rule(
        "lich-khac",
        "danger",
        r"nam hoc|nien hoc|hoc ky|nien vu|mua|am lich|nhiem ky|nam (?:ngan sach|tai chinh)|nien do|tuan le"
        r"|vu (?:dong|xuan|he|thu|mua|chiem|san xuat|nay)(?: \w+)?|thang (?:gieng|chap|hanh dong)",
        examples=("năm học", "vụ Đông Xuân", "âm lịch", "nhiệm kỳ"),
        not_examples=("Nội vụ", "nhiệm vụ", "năm 2022"),
    ),
    rule(
        "khong-chac",
        "danger",
        r"khong|chua|khoang|tam|hien nay|den nay|ky|#|gio|sau do|phut|ruoi",
        examples=("khoảng", "chưa"),
        not_examples=("không quá",),
    ),
    rule(
        "thay-doi",
        "changed",
        r"gia han|lui(?: den| sang)?|(?:doi|chuyen|dieu chinh|keo dai) (?:sang|thanh|den|xuong|len|toi)"
        r"|thay (?:vi|cho|bang)|ngoai tru|tru|rieng|neu|tuy (?:theo|thuoc)?",
        examples=("gia hạn", "điều chỉnh sang", "thay vì", "trừ", "nếu"),
        not_examples=("điều chỉnh",),
    ),
)
