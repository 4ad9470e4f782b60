"""Rules for what is asked for: time, a reminder, taking back, an answer."""

from bot.domain.replies.rules import Rule, Says

REQUESTS = (
    Rule(
        "khong-can-nhac",
        "(?:DONT|NO|PAST)+W?REMIND(?:LASTMSG|MORE|EXTRA|FILL)*",
        Says.NOTHING,
        ("Khỏi nhắc nữa em, đang làm đây", "cảm ơn đồng chí đã nhắc, đang làm"),
        ("mai nhắc lại em",),
    ),
    Rule(
        "khong-can-gia-han",
        "(?:DONT|NO|NOTYET)ANY?(?:XIN ASKTIME|ASKTIME|XIN)(?:EXTRA|LENGTH|MORE|DAU)*",
        Says.NOTHING,
        ("Không cần gia hạn nữa đâu, xong rồi ạ",),
        ("xin gia hạn thêm 10 ngày",),
    ),
    Rule(
        "xin-them-thoi-gian",
        "(?:BECAUSE ANY*?SO)?XIN?(?:ASKTIME(?!MONEY)[^BECAUSE OBST LACK NOTYET PAST PROG REMIND]*"
        "(?:BECAUSE ANY*)?|XIN ANY{0,4}(?:EXTRA(?!MONEY)"
        "|LENGTH|(?:WHEN|NODATE)$)[^BECAUSE OBST LACK NOTYET PAST PROG REMIND]*(?:BECAUSE ANY*)?)",
        Says.ASKS_TIME,
        ("xin lùi đến 15/10", "cho em gia hạn thêm 10 ngày", "Xin khất đến 2/9"),
        ("đang xin ý kiến", "chậm do vướng vốn"),
    ),
    Rule(
        "nhac-lai-sau",
        "(?:WHEN|LATER|LENGTH|EXTRA|PASTDATE|MORE)?ANY{0,3}REMIND(?!DONT)ANY{0,5}",
        Says.ASKS_REMINDER,
        ("mai nhắc lại", "thứ 2 nhắc em", "Để sau nhắc lại"),
        ("đừng nhắc nữa",),
    ),
    Rule("khong-nham", "(?:NO|NOTBE)W?UNDO(?:DAU)?", Says.NOTHING, ("không nhầm đâu, xong rồi",), ("nhầm rồi",)),
    Rule(
        "bao-nham",
        "CANCEL ANY{0,3}(?:LASTMSG|JUST|PASTDATE)(?:W|SEND|DOCN)*|^CANCEL$|LASTMSG?W?UNDO(?:ROI|LASTMSG|W)*",
        Says.UNDOES,
        ("Nhầm", "báo nhầm rồi", "hủy báo cáo vừa rồi", "Rút lại báo cáo lúc nãy giúp chị"),
        ("xóa nhà tạm xong rồi",),
    ),
)

QUESTIONS = (
    Rule(
        "xong-chua",
        "(?:ACT|HAVE|DOCN|SIGN|OBST|CAN|ROI|W|ALLEND|HET|OFFICE|CENTRAL|PAPER|MONEY|PART)(?:ROI)?NOTYET(?:Q|FILL)*$",
        Says.ASKS,
        ("xong chưa anh", "Đã ban hành chưa ạ"),
        ("chưa xong", "xong rồi, chưa kịp báo"),
    ),
    Rule(
        "hoi-han",
        "ASKQ ANY*|DEADLINE ANY{0,4}(?:Q|WHENQ)ANY?|(?:Q|WHENQ)ANY{0,4}DEADLINE ANY?|(?<!NEED)WHENQ$"
        "|WHENQ(?:W|DO|OFFICE){0,2}(?:SESSION|STAGE)$",
        Says.ASKS,
        ("hạn khi nào vậy anh", "cho em hỏi nộp ở đâu"),
        ("đúng hạn sẽ xong",),
    ),
)
