"""Rules for promises, parts, stages and completions."""

from bot.domain.replies.rules import Rule, Says

_OBJECT = "(?:W|OFFICE|PAPER|PART|STAGE|DO|CAN|THEN|JUST|ALLEND|HET|ROUTINE|FRACTION|SIGN|REF|MONEY|CITE|HAVE)"

PROGRESS = (
    Rule(
        "cho-ky",
        "(?:PROG|ONLY)*NEED(?:W|OFFICE|CAN|CITE|ONLY|PART|PAPER|THEN|HAVE|COND){0,4}(?:SIGN|ISSUE|SESSION)"
        "|(?:PROG)+(?:W|OFFICE)?(?:SUBMIT|SIGN)|(?:PROG)+(?:W|OFFICE){0,2}SIGN",
        Says.WAITING,
        ("đang chờ ký", "Đang đợi UBND tỉnh phê duyệt", "Chỉ chờ ký thôi ạ", "đang trình"),
        ("đang chờ hướng dẫn",),
    ),
    Rule(
        "xong-la-ban-hanh",
        "(?:FIN|SIGN|SUBMIT|ISSUE|STAGE)(?:FIN|ROI)?(?:W|OFFICE)?(?:THEN|JUST)(?:W|FUT|CAN){0,2}(?:ACT)CAN?",
        Says.PROMISED,
        ("ký xong là ban hành", "thẩm định xong mới trình được"),
        ("việc này xong rồi",),
    ),
    Rule(
        "trinh-roi-hen-ngay",
        "(?:PAST|JUST)(?:W|OFFICE){0,2}SUBMIT(?!STAGE)(?:(?:W|OFFICE|FUT|THEN|SIGN|PAPER){0,5}?(?:SIGN|ISSUE"
        ")+)?|SUBMIT(?!STAGE)(?:W|OFFICE|PAPER|SIGN|PART|ISSUE){0,4}(?:ROI)",
        Says.SUBMITTED,
        ("đã trình UBND tỉnh", "trình rồi ạ", "vừa trình sáng nay"),
        ("chưa trình", "mai trình", "xin ý kiến trước khi trình"),
    ),
    Rule(
        "ban-hanh-roi",
        "(?:PAST|JUST)(?:CAN|W|OFFICE|STAGE|DO|FIN){0,3}ISSUE",
        Says.ISSUED,
        ("đã ban hành", "vừa phát hành xong", "đã được UBND tỉnh ban hành"),
        ("chưa ban hành", "sắp ban hành", "sẽ ban hành"),
    ),
    Rule(
        "hua-xong",
        f"(?:FUT|COND|WHENQ|NEAR FUT)+(?:WHEN|PASTDATE)?{_OBJECT}{{0,4}}?(?:FUT)?(?:WHEN"
        f")?{_OBJECT}{{0,3}}?(?:ACT)(?:CAN|ROI|HET|ALLEND|WHEN|FIN)*"
        "|FUT(?:WHEN)|COND|WHENQ",
        Says.PROMISED,
        ("sẽ ban hành", "Cố làm cho xong trong tuần này", "nếu được duyệt thì ban hành"),
        ("đã ban hành",),
    ),
    Rule(
        "hen-ngay-xong",
        f"(?:DATE|NODATE)(?:{_OBJECT}|FUT|COND|NEAR){{0,4}}?(?:ACT)(?:CAN|ROI|HET|ALLEND)*"
        f"|DATE0(?:{_OBJECT}|FUT|COND|NEAR){{0,4}}?(?:ACT)(?:CAN|HET|ALLEND)*(?!ROI)(?=W|FILL|$)",
        Says.PROMISED,
        ("tuần sau xong", "mai trình", "15/10 ban hành", "Nội trong hôm nay xong"),
        ("đã trình hôm qua", "hôm nay trình rồi"),
    ),
    Rule(
        "xong-ngay-toi",
        f"(?<!PAST)(?:VERB){_OBJECT}{{0,3}}?(?:WHEN)",
        Says.PROMISED,
        ("xong ngày 20/10", "ban hành tuần sau"),
        ("đã ban hành hôm 10/1",),
    ),
    Rule(
        "gan-xong",
        f"(?:NEAR)+(?:{_OBJECT}|NEAR){{0,3}}?(?:ACT|PERCENT|HALF)|NEAR",
        Says.NEARLY,
        ("cơ bản hoàn thành", "sắp xong", "gần xong rồi, còn phụ lục", "Cái này sắp rồi"),
        ("xong hẳn rồi",),
    ),
    Rule(
        "con-moi",
        "(?:ONLY)+(?:W|MORE|FRACTION|PART|SIGN|OFFICE|STAGE|PAPER|DO|MONEY|GOING){0,3}(?:THEN)?(?:FIN|ISSUE"
        "|SUBMIT)(?:ROI)?|(?:ONLY)+(?:GOING|MORE|PART|SIGN|STAGE|W|PAPER|FRACTION|DO)+",
        Says.NEARLY,
        ("còn tí tẹo nữa là xong", "còn mỗi chữ ký", "2 còn dở"),
        ("còn gì nữa không?",),
    ),
    Rule(
        "xong-mot-phan",
        "(?:FIN|ISSUE)(?:CAN|HAVE|ROI|W)?(?:HALF|FRACTION|DNUM|PCT|RANGE|PART|STAGE|DATEX W|DATE W)"
        "|(?:PART|FRACTION|HALF)(?:W|ORG|ORGC|THEN|CAN|DOCN|PART|STAGE){0,4}(?:PAST|JUST|THEN)*(?:DO|STAGE"
        ")?FIN|(?:STAGE)+(?:W|OFFICE|PAPER|CAN|PART){0,4}FIN(?:ROI)?"
        "|(?:PAST|JUST)?FIN(?:W|DOCN)?(?:PART|STAGE)",
        Says.UNDER_WAY,
        ("xong dự thảo", "Hoàn thành bước lấy ý kiến", "Hồ sơ xong rồi, đang rà", "xong 50%", "đã thẩm định xong"),
        ("xong rồi", "hoàn thành nhiệm vụ"),
    ),
    Rule(
        "dang-lam",
        f"(?:PROG)+(?:{_OBJECT}|FUT|NEED|COND|ONLY|GOING|SEND){{0,4}}?(?:ACT|GOING|PERCENT|CAN|ROUTINE|NEED"
        "|PART|PAPER)(?:FUT)?(?:FIN)?|PROG|GOING|(?:DO|STAGE)?ROUTINE",
        Says.UNDER_WAY,
        ("đang làm", "Đang triển khai thường xuyên", "vẫn đang tiếp tục"),
        ("chưa làm",),
    ),
    Rule(
        "duoc-bao-nhieu",
        "(?:JUST)?(?:PAST)?(?:DO|STAGE|FIN)?(?:ROI)?(?:CAN|JUST|NEAR)*(?:W|FRACTION|UNTIL)?(?:PCT|HALF|RANGE)(?:ROI)?",
        Says.UNDER_WAY,
        ("làm được 70%", "được nửa rồi", "Thực hiện được 55% khối lượng"),
        ("100%",),
    ),
    Rule(
        "moi-lam",
        "(?:JUST)+(?:CAN|W|OFFICE|HAVE){0,3}(?:DO|STAGE|PART|FRACTION|DNUM|SEND)|(?:DO)(?:CAN)?(?:FRACTION|PART)",
        Says.UNDER_WAY,
        ("Mới bắt đầu làm anh ạ", "mới gửi lấy ý kiến"),
        ("mới ban hành",),
    ),
    Rule(
        "da-qua-buoc",
        "(?:PAST|JUST)(?:W|OFFICE)?(?:(?:STAGE)+|SESSION(?=PART|W))|(?:STAGE)+(?:W|OFFICE|PASTDATE|DATE"
        "|FRACTION|PART){0,3}(?:ROI)",
        Says.STAGE_PAST,
        ("Họp hôm 20/3 rồi, đang tiếp thu", "đã lấy ý kiến"),
        ("chưa họp",),
    ),
    Rule("cho-y-kien", "NEED(?:W|OFFICE|STAGE|SEND){0,3}", Says.UNDER_WAY, ("đang chờ phản hồi",), ("đã trình",)),
    Rule("dang-o-buoc", "(?:STAGE)+", Says.UNDER_WAY, ("sửa lại lần cuối", "lấy ý kiến các sở"), ("làm rồi",)),
)

COMPLETIONS = (
    Rule(
        "da-co-van-ban",
        "(?:HAVE|ISSUE)(?:ROI)?(?:W|OFFICE){0,2}PAPER(?:ANY{0,6})?(?:ROI)?|DOC ANY{0,4}(?:ISSUE|SIGN|HAVE|ROI)",
        Says.ISSUED,
        ("đã có QĐ số 12/QĐ-UBND", "có quyết định rồi ạ", "NQ 72/2022/NQ-HĐND ban hành rồi"),
        ("chưa có quyết định", "đang làm theo QĐ 12/QĐ-TTg"),
    ),
    Rule(
        "da-ban-hanh",
        "ISSUE(?:W|OFFICE|PAPER){0,4}(?:ROI|PASTDATE|DOC|FIN)|PASTDATE ANY?ISSUE|TOP ISSUE",
        Says.ISSUED,
        ("ban hành rồi", "Ban hành từ tháng trước rồi em ơi"),
        ("mai ban hành",),
    ),
    Rule(
        "da-trinh",
        "SUBMIT(?:W|OFFICE|PAPER|PART|FIN|ALLEND|HET)*(?:ROI|PASTDATE|DOC)|PASTDATE ANY?SUBMIT|SUBMIT(?:FIN"
        "|HET|ALLEND)*(?:W|PAPER)?(?:OFFICE)",
        Says.SUBMITTED,
        ("trình hôm qua", "2 trình UBND tỉnh"),
        ("mai trình", "chưa trình"),
    ),
    Rule(
        "da-gui-ubnd",
        "(?:PAST|JUST)(?:W)?SEND(?:W|PAPER|PART|ORG){0,3}TOP|SEND(?:W|PAPER|PART){0,3}TOP ANY{0,2}ROI",
        Says.SUBMITTED,
        ("đã gửi UBND tỉnh",),
        ("đã gửi rồi", "đã gửi lấy ý kiến"),
    ),
    Rule(
        "ky-kem-so",
        "SIGN ANY{0,4}DOC|DOC ANY{0,3}SIGN",
        Says.ISSUED,
        ("đã được phê duyệt tại QĐ 12/QĐ-UBND",),
        ("ký rồi",),
    ),
    Rule("chua-duoc-gi", "PCT0", Says.NOT_STARTED, ("0%",), ("100%",)),
    Rule(
        "xong",
        "(?:FIN|(?:DO|STAGE|FIN)?CAN?PCT100)(?:HET|ALLEND|ROI|FIN|PCT100)*",
        Says.FINISHED,
        ("xong rồi", "Hoàn thành", "done nha anh", "đã hoàn tất"),
        ("chưa xong", "xong dự thảo", "sắp xong", "tuần sau xong", "xong chưa?", "đừng ghi là xong"),
    ),
    Rule(
        "gui-hoac-ky",
        "(?:SIGN|SEND|SUBMIT|ISSUE)|(?:PAST|JUST)DO(?:ROI)?|DO(?:HET|ALLEND|CAN)?ROI|^ROI$|TICK",
        Says.VAGUE,
        ("ký rồi", "đã gửi", "làm rồi"),
        ("ký ban hành rồi",),
    ),
)
