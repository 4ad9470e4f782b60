"""Rules for obstacles, denials and what has not been done."""

from bot.domain.replies.rules import Rule, Says

OBSTACLES = (
    Rule(
        "ai-bao-chua",
        "DENY CLAIM?(?:NOTYET|NO|LACK|PROG)*ANY{0,2}(?:ACT|WHAT)(?:MORE|ROI|WHAT|DAU)*|DENY(?:NOTYET|LACK)+",
        Says.NOTHING,
        ("Ai bảo chưa xong, ban hành cả tháng nay rồi", "Không phải chưa làm, đang làm đây"),
        ("chưa xong",),
    ),
    Rule(
        "ban-viec-khac", "(?:PROG)?(?:BUSY)+(?:SO)?", Says.NOTHING, ("đang đi công tác, mai nhắc lại",), ("đang làm",)
    ),
    Rule(
        "moi-kiem-tra",
        "INVITE(?:W|OFFICE|HAVE)*(?:STAGE|SIGN|ACT)",
        Says.NOTHING,
        ("đã hoàn thành, mời đồng chí kiểm tra",),
        ("đang kiểm tra",),
    ),
    Rule(
        "khong-vuong",
        "(?:NO|LACK|HET|OVER|DONT|NOTYET|NOTBE)(?:HAVE|W|MORE|CAN|WHAT){0,2}(?:OBST)+(?:WHAT|MORE|ROI|DAU|ALLEND)*"
        "|(?:OBST)+(?:W|PAST)?OVER(?:ROI|FIN)?|(?:PASTDATE|FIRST)(?:OBST)+(?:W|MONEY|CENTRAL)?",
        Says.UNBLOCKED,
        ("Không vướng gì, đang làm", "hết vướng rồi, đang làm tiếp", "Không có vướng mắc gì, đã ban hành"),
        ("vướng kinh phí", "hết vốn nên dừng"),
    ),
    Rule(
        "khong-co-nen-khong-lam",
        "(?:NOTYET|NO|LACK|NEED|HET)ANY{1,6}SO ANY{0,3}(?:NOTYET|NO|LACK|OBST)ANY{0,3}(?:ACT|CAN|WHAT)CAN?",
        Says.BLOCKED,
        ("Bộ chưa ban hành tiêu chí nên bên em chưa thể xây dựng", "Không đủ số liệu nên không làm được"),
        ("bận quá nên chưa làm",),
    ),
    Rule(
        "thieu-dieu-kien",
        "(?:LACK|HET|NOTYET HAVE|NO HAVE)(?:W|HAVE|ORGC|ORG|TOP|PART){0,2}(?:MONEY|CENTRAL)"
        "|MONEY(?:W|ORGC|TOP|ORG){0,2}(?:LACK|HET)|ORGC(?:W){0,3}(?:NOTYET|NO|LACK)ANY{0,2}(?:ISSUE|CENTRAL|MONEY)",
        Says.BLOCKED,
        ("Chưa có hướng dẫn của Trung ương", "hết kinh phí rồi", "Chưa bố trí được kinh phí"),
        ("chưa có quyết định",),
    ),
    Rule(
        "cho-huong-dan",
        "NEED(?:W|ORGC|ORG|TOP|ACT|HAVE|CAN){0,4}(?:CENTRAL|MONEY)",
        Says.BLOCKED,
        ("đang chờ hướng dẫn của Bộ", "chờ vốn"),
        ("đang chờ ký",),
    ),
    Rule(
        "vuong",
        "(?:OBST)+",
        Says.BLOCKED,
        ("vướng kinh phí", "kẹt tiền", "đang vướng mặt bằng"),
        ("không vướng gì, đang làm", "hết vướng rồi, đang làm"),
    ),
    Rule(
        "khong-lam-duoc",
        "NO(?:CAN)?(?:DO|STAGE)(?:W|MORE)?CAN|NOTBE CAN",
        Says.BLOCKED,
        ("không làm được anh ạ",),
        ("chưa làm được",),
    ),
    Rule(
        "bi-tra-lai",
        "RETURNED",
        Says.RETURNED,
        ("Trình rồi nhưng bị trả lại, đang sửa", "đã trình mà VP trả hồ sơ"),
        ("đã trình rồi",),
    ),
)

NEGATIONS = (
    Rule(
        "noi-xong-thi-chua",
        "CLAIM?(?:PAST)?DONEWORD(?:ROI|FIN)?THEN(?:W|CLAIM)?(?:NOTYET|NOTBE|NO)(?:W|CLAIM)?(?:DONEWORD)?"
        "|CLAIM DONEWORD THEN?(?:NOTYET|NOTBE|NO)",
        Says.NOT_FINISHED,
        ("Xong thì chưa xong nhưng được 80% rồi", "Bảo là xong thì chưa dám"),
        ("xong rồi",),
    ),
    Rule(
        "chua-phai-la-xong",
        "(?:NOTBE|DONT|DENY)(?:CLAIM|W|PAST|HAVE|THEN|CAN|DO|STAGE|OFFICE|NOTYET){0,4}(?:ACT)(?:HET|ALLEND"
        "|ROI|DAU)*|NOTBE|DONT",
        Says.NOT_FINISHED,
        ("Chưa phải là xong", "Đừng ghi là xong, em còn đang sửa", "Chưa thể coi là hoàn thành"),
        ("đã hoàn thành",),
    ),
    Rule(
        "chua-trinh",
        "(?:NEG|LACK)(?:CAN|W|OFFICE|DO|STAGE|PAPER|PART|HAVE|THEN|CLAIM|SEND|ALLEND){0,4}SUBMIT(?:CAN|DAU|ALLEND)*",
        Says.NOT_SUBMITTED,
        ("chưa trình", "Chưa trình mô, đang sửa", "soạn xong rồi nhưng chưa trình"),
        ("đã trình, chưa ký",),
    ),
    Rule(
        "chua-xong",
        "(?:NEG|LACK|HAVE NO)(?:CAN|W|OFFICE|DO|STAGE|PAPER|PART|HAVE|THEN|CLAIM|REF|MONEY|CENTRAL|SEND){0,4}"
        "(?:FIN|ISSUE)(?:CAN|DAU|HET|ALLEND|W)*|(?:HAVE|PAST)?(?:FIN|ISSUE|SUBMIT|SIGN)(?:CAN)?(?:DAU|Q CAN)(?:ROI)?",
        Says.NOT_FINISHED,
        ("Chưa xong ạ", "chua hoan thanh", "Chưa làm xong đâu em", "Làm gì đã xong", "Xong sao được"),
        ("xong chưa anh?", "xong rồi", "chưa làm"),
    ),
    Rule(
        "chua-ky",
        "(?:NEG|LACK)(?:CAN|W|OFFICE|HAVE|DO){0,3}(?:SIGN|SESSION|SEND)(?:CAN|DAU)*",
        Says.NOT_SIGNED,
        ("đã trình nhưng chưa ký", "Trình từ tuần trước, chưa thấy ký"),
        ("ký rồi",),
    ),
    Rule(
        "chua-co-van-ban",
        "(?:LACK|NOTYET HAVE|NO HAVE)(?:W|OFFICE){0,2}(?:PAPER|PART|SIGN)",
        Says.NOT_FINISHED,
        ("chưa có quyết định", "Chưa có nghị quyết"),
        ("chưa có hướng dẫn",),
    ),
    Rule(
        "chua-lam",
        "(?:NEG)(?:CAN|W|OFFICE|HAVE|THEN){0,2}(?:DO)+(?:CAN|WHAT|DAU|DO|W|MORE)*"
        "|(?:LACK|NOTYET HAVE|NO HAVE)(?:WHAT|W WHAT|DAU)|NOTYET WHAT|NO WHAT",
        Says.NOT_STARTED,
        ("chưa làm", "chưa có gì", "Bên chị chưa bắt tay vào làm", "chưa triển khai"),
        ("chưa làm xong", "đã làm xong"),
    ),
    Rule(
        "chua-den-buoc",
        "(?:NEG|LACK)(?:CAN|W|OFFICE|HAVE){0,2}(?:STAGE|SEND)(?:CAN|WHAT|DAU|W)*",
        Says.NOT_FINISHED,
        ("chưa thẩm định", "chưa lấy ý kiến"),
        ("đã thẩm định",),
    ),
)
