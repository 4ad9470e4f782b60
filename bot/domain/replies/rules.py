"""The named rules: what words say of work. Each brings its examples and its counter-examples; one test runs them all.

Patterns are for folded words with a blank between any two. `doc0` stands for a document that is cited with its number,
`ngayx` for a day that is named.
"""

import re
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Rule:
    """A name, a pattern, what it is to find and what it must leave alone."""

    name: str
    pattern: str
    examples: tuple[str, ...] = ()
    not_examples: tuple[str, ...] = ()

    @cached_property
    def compiled(self) -> "re.Pattern[str]":
        return re.compile(self.pattern)

    def search(self, line: str) -> "re.Match[str] | None":
        return self.compiled.search(line)


_GO = r"(?:lam|trien khai|thuc hien|bat dau|bat tay|dung den|dung toi|dong den|dong toi|cham den|khoi dong|ro toi|ro den|so toi|so den|ruc rich|tien hanh|nhuc nhich|dung tay|dong gi|lam toi)"
_APPROVER = r"(?:ubnd|uy ban|hdnd|hoi dong|chu tich|pho chu tich|lanh dao|ld|sep|giam doc|thuong truc|van phong|vp|ban chi dao|bcd|tinh uy|ct|pct|cap tren|cap co tham quyen|tinh)"
_LACK = r"(?:kinh phi|von|tien(?! trien| do| hanh| ich)|nguon|ngan sach|nguon luc|nhan luc|can bo|so lieu|huong dan|thong tu|van ban huong dan|quy dinh|can cu|dinh muc|tieu chi|mat bang|ke hoach von|y kien cua bo)"
_CITY = r"(?:bo|trung uong|cac bo|chinh phu|cap tren|so|tinh|huyen|thu tuong)"

NO_OBSTACLE = Rule(
    "no-obstacle",
    r"\b(?:ton tai|kho khan|vuong mac|vuong|be tac)(?: ?[,/;] ?(?:kho khan|vuong mac)| kho khan| vuong mac)* ?[:;-] ?(?:hien |tam thoi |nay )*(?:khong|chua|0)\b(?: (?:co|gi|phat sinh|thay|dang ke))*(?= ?(?:$|[,.;]))",
    ("kho khan , vuong mac : khong", "vuong mac : chua co", "kho khan ; khong"),
    ("kho khan : khong co von", "vuong mac : thieu von"),
)
OBSTACLE_GONE = Rule(
    "obstacle-gone",
    rf"{NO_OBSTACLE.pattern}|"
    r"\bvuong(?: \w+){0,4} (?:ma|nhung) (?:gio|nay|hien)(?: \w+){0,2} (?:het|on|xong)\b|\bco gi (?:dau )?(?:ma )?(?:vuong|be tac|kho)\b|^(?:luc |hoi )?truoc(?: day| do| kia)?(?: \w+){0,2} (?:vuong(?: mac)?|be tac|kho khan)(?: \w+){0,4}$|(?:het|khong con|da het|da thao go|da go|qua) (?:bi |gap )?(?:vuong(?: mac)?|be tac|kho khan)(?: nua)?"
    r"|(?:khong|chua|cha|chang) (?:co |gap |bi |thay |gi |la )*(?:vuong(?: mac)?|be tac|kho khan|tro ngai)(?: gi| chi| j)?(?: ca| het| dau)*"
    r"|co (?:vuong|be tac|kho khan) (?:gi|chi|mo)(?: ma)? ?(?:dau|mo)?|thao go (?:xong|roi|duoc)(?: vuong mac)?",
    ("khong vuong gi , dang lam", "het vuong roi", "co vuong gi dau"),
    ("dang vuong", "vuong kinh phi"),
)
OBSTACLE = Rule(
    "obstacle",
    rf"\bchua (?:thay|co) (?:bo|trung uong|chinh phu)(?: \w+){{0,3}} (?:huong dan|tra loi)|\b(?:do|vi|boi|tai)\b(?: \w+){{1,9}} nen (?:van |con )?chua (?:the )?(?:lam|trien khai|thuc hien|thi cong|xay dung|giai ngan|to chuc)\b|\b(?:dan|ho dan|nguoi dan|nha thau|xa|huyen|don vi phoi hop)(?: \w+){{0,2}} (?:khong|chua) (?:chiu|dong thuan|dong y|dong tinh|phoi hop|hop tac|ban giao)\b|\b(?:bo|huy) thau\b|\b(?:cho|doi) (?:gpmb|giai phong mat bang|mat bang)\b|\bbo tay\b|\b(?:khong co|thieu|khong du) (?:nguoi|nhan su|nhan luc|can bo)\b|\b(?:bi )?ach (?:lai|o)\b|(?:cho|doi) (?:trung uong|bo|tinh|cap tren|so tai chinh)(?: \w+){{0,2}} (?:phan bo|cap|giao|bo tri) (?:von|kinh phi|tien|nguon)|\bvuong\b(?! (?:quoc|gia)\b)|\bbe tac\b|\bach tac\b|\bkhuc mac\b|(?:gap|con|co|nhieu) (?:kho khan|tro ngai)|^kho khan (?:ve|o|trong|do|la)\b|^kho khan :|\btro ngai\b|"
    rf"\b(?:ket|mac)\b (?:kinh phi|tien|von|o|vi|do|cho|ve|thu tuc|khau|voi|nguon|mat bang|nghi dinh|co che|roi)|dang (?:ket|mac ket)|"
    rf"(?:chua|khong|thieu|het|cho|doi)(?: (?:co|du|thay|bo tri|bo tri duoc|duoc|duoc bo tri|duoc cap|cap|phan bo|giao|he|bi|xin duoc|nhan duoc))* {_LACK}\b(?! (?:roi|nhe))|"
    rf"\b{_LACK} (?:\w+ ){{0,2}}?(?:chua|khong|chang) (?:duoc |co |ve |du |kip |thay )*(?:cap|bo tri|phan bo|giao|ve|co|du)\b|\bkhi (?:nao )?(?:co|duoc) (?:\w+ )?{_LACK}\b|"
    rf"\b(?:cho|doi) (?:bo|trung uong|cap tren|cac bo|chinh phu|tinh)(?: \w+){{0,3}} huong dan|(?:bo|trung uong|chinh phu|cac bo|huyen)(?: [a-z]+){{0,4}} (?:chua|khong) (?:ban hanh|co|huong dan|giao|phan bo|thong nhat|gui|cap|ra|tra loi|bo tri|cho)\b|"
    rf"(?:tam|phai|buoc phai|dang phai|nen) (?:thoi )?(?:dung|ngung|hoan)\b|khong (?:the )?(?:lam|trien khai|thuc hien|xay dung|giai ngan|xu ly|tien hanh) (?:tiep )?duoc(?! gi| chi)|\b(?:nen|vi|do|boi|tai)\b(?: \w+){{0,9}} (?:chua|khong)(?: the)? (?:lam|trien khai|thuc hien|xay dung|giai ngan|xu ly) duoc|chua (?:lam|trien khai|thuc hien|xay dung|giai ngan|xu ly) duoc (?:do|vi|boi|nen|tai)\b|"
    rf"chua the (?:lam|trien khai|thuc hien|xay dung|ban hanh|trinh)|khong (?:the )?lam duoc|chua thong nhat|khong thong nhat|chua go duoc|bi dinh|dinh (?:thu tuc|quy hoach)",
    ("chua co huong dan nen chua lam", "dang vuong von", "ket kinh phi", "khong lam duoc"),
    ("ket qua tot", "chua lam gi", "khong can gia han"),
)
OBSTACLE_SOLVED = Rule(
    "obstacle-solved",
    r"\b(?:da|vua)(?: duoc| moi)* (?:thao go|giai quyet|xu ly|khac phuc|go)(?!(?: (?:duoc|xong|het|roi))* (?:mot|1|phan|buoc|dan|tung|\d|chua|thu tuc|ho so|so bo))\b",
    ("nhung da thao go", "da duoc giai quyet xong"),
    ("da thao go mot phan", "da giai quyet xong phan dau", "chua giai quyet"),
)
RETURNED = Rule(
    "returned",
    r"\bdang (?:sua|chinh sua|chinh ly|bo sung|hoan thien lai|lam lai)\b|\b(?:gio|nay|van|con) phai (?:sua|chinh|bo sung)|(?:bi|phai|lai) (?:(?!kiem|thanh)\w+ )?tra (?:lai|ve)|\btra (?:lai |ve )?ho so|(?<!kiem )(?<!thanh )\btra (?:lai|ve)\b|(?:cho|co) y kien (?:\w+ ){0,2}(?:sua|chinh|bo sung|lam lai)\b|yeu cau (?:bo sung|chinh|sua|lam lai|giai trinh|hoan thien)|\b(?:bao|keu|bat)(?: \w+){0,2} (?:bo sung|sua|chinh|lam lai|hoan thien)\b|"
    r"(?:nhung|lai) (?:\w+ )?phai (?:sua|chinh|bo sung)|phai (?:lam|sua|trinh) lai|bi (?:bac|loai|tra)\b|rut (?:lai|ve) (?:de|ho so)|\brut\b.{0,20}\bve\b|\bthu hoi\b(?! (?:dat|von|no|tam ung|cong no|kinh phi|du an))|\b(?:hoa ra|thi ra|thuc ra)\b.*\bchua\b",
    (
        "trinh roi nhung bi tra lai",
        "vp tra ho so yeu cau bo sung",
        "nhung thu hoi lai de sua",
        "ubnd tinh cho y kien sua",
        "trinh roi , tinh bao bo sung",
    ),
    ("tra loi cong van", "thu hoi dat"),
)
NOT_STARTED = Rule(
    "not-started",
    rf"(?:chua|khong|chang|cha) (?:he |thay |ai |kip |duoc |co ai |viec gi |con )*{_GO}(?: (?:gi|chi|duoc gi|duoc chi|toi|den|mo|het|ca|vao|tay|viec nay))*\b(?! (?:xong|ban hanh|het viec|nua))|"
    r"chua (?:co )?(?:gi|chi)\b(?: (?:ca|het|moi))?|chua (?:ra|so|len) (?:muc|khoi|dau)|chua dau vao dau|chua nhuc nhich|chua bat dau|\b0 %",
    ("chua lam gi", "chua trien khai", "chua co gi", "chua bat tay vao lam"),
    ("chua xong", "dang lam", "chua lam xong"),
)
SUBMITTED = Rule(
    "submitted",
    r"\btrinh\b(?! (?:do|bay|dien|tu (?!hom|tuan|thang|dau|lau|truoc|ngay|chieu|sang|cuoi|ngayx)))|"
    r"(?:gui|nop|chuyen|dua|bao cao|len) (?:\w+ ){0,5}?(?:sang |len |cho |toi |qua |den |vao )?(?:vp |van phong )?(?:ubnd|uy ban nhan dan|uy ban|hdnd|chu tich|tinh uy|lanh dao ubnd)\b",
    ("da trinh ubnd tinh", "da gui to trinh sang ubnd tinh"),
    ("trinh do chuyen mon",),
)
AWAITS_SIGNING = Rule(
    "awaits-signing",
    r"\b(?:cho|doi|dang o|nam o|nam cho|cho o)\b(?: \w+){0,6}? (?:ky|duyet|phe duyet|chu ky|thong qua|ky hop|hop hdnd|ban hanh)\b|"
    r"dang trinh|cho (?:ky|duyet|phe duyet)|(?:dang )?o ban (?:lanh dao|sep|chu tich|giam doc)",
    ("dang cho ky", "doi chu tich ky", "cho phe duyet"),
    ("cho y kien", "cho huong dan"),
)
FINISHED = Rule(
    "finished",
    r"\b(?:xong|hoan thanh|hoan tat|ban hanh|phat hanh|ket thuc)\b|\bda co (?:doc0|quyet dinh|qd|nghi quyet|nq|van ban|ke hoach|thong bao)\b|\bco (?:doc0)\b|\bco (?:quyet dinh|qd|nghi quyet|nq)\b(?= roi)|"
    r"\b(?:phe duyet|thong qua|ky)\b(?= .{0,40}doc0)|\bdoc0\b(?= (?:da |duoc |ky |roi))",
    ("da xong", "hoan thanh", "ban hanh roi", "da co qd"),
    ("dang lam", "co quan"),
)
NEGATION = Rule(
    "negation",
    r"\b(?:chua|khong|chang|cha|dau|not|ai bao|ai noi|ai keu|lam gi|lam sao|sao(?: ma)?(?: da)?|lam chi|nao|chua chac|chua dam|moi duoc)\b(?: [^ ,;.?]+){0,4}$",
    ("chua", "chua lam", "khong the"),
    ("da",),
)
NEARLY = Rule(
    "nearly",
    r"\b(?:sap|gan|le ra|dang le|dang ra|muc tieu|chi tieu|yeu cau|han|(?<!kieu )mau|mau bao cao|moi (?:co |duoc )?\d+ \w+|almost|nearly|hom hom|tam tam|kho|kho ma|kha nang|lat|lat nua|chut nua|ti nua|ti|ty|choc|choc nua|lat sau|dam bao|bao dam|coi nhu|xem nhu|tam coi|hua|gan nhu|hau nhu|co ban|ve co ban|suyt|chuan bi|sap sua|rang|xap xi|tuong|da so|phan lon|nhin chung|gan duoc|dang (?:lam|co gang|phan dau)|lam cho|lam de|de|cho kip|kip|cho|co gang|phan dau|se|du kien|du tinh|"
    r"hen|hua|chac|ky vong|tranh thu|cam ket|quyet tam|den|phai|phai den|moi|khi nao|bao gio|neu|khi|luc nao|sau khi|truoc khi|truoc|cham nhat|muon nhat|con|nua la|xin|de nghi|thi moi|co the|moi co the|xem xet|"
    r"tham muu|tham dinh|trinh|de nghi|du thao|de xuat|cho y kien|thong qua de|y kien|can|huong toi|ke hoach la|mong|du|dang|chuan)\b(?: [^ ,;.?]+){0,2}$",
    ("sap", "gan nhu", "du kien"),
    ("da", "em"),
)
STAGE_BEFORE = Rule(
    "stage-before",
    r"\b(?:(?:tru|ngoai(?! ra\b))(?: [^ ,;]+){1,6}|(?:dot|giai doan|buoc|phan|khau|vong|lan) \d{1,2}|an|com|nam (?:ngoai|truoc)|(?:ky|quy|dot) truoc|soan|soan thao|to chuc|phat phieu|quan triet|viet|lay y kien|tham dinh|hop|khao sat|ra soat|kiem tra|gop y|sua|chinh sua|tong hop|xay dung|du thao|dieu tra|thu thap|in|dien|ky|tap huan|chuan bi|hoan thien|tiep thu|thong qua|nghien cuu|danh gia|tuyen truyen|len|lap|tham muu|dang ky|giai trinh|thanh lap to|ho so|to trinh|de cuong|ban thao|phan|buoc|khau|noi dung|y kien)(?: (?:da|cung|moi|deu|thi|la|coi nhu|xem nhu|tam|em|duoc|ban))*$",
    ("soan", "lay y kien", "ho so"),
    ("lam", "da"),
)
STAGE_AFTER = Rule(
    "stage-after",
    r"^ (?:den|toi) noi\b|^(?: (?:xuoi|duoc|roi|cai|ca|het|ban|viec|cac|mot|cong tac|xong|khau))*? (?:du thao|de cuong|ho so|ban thao|phan|buoc|khau|cong doan|giai doan|dot|lay y kien|viec lay|noi dung(?! (?:duoc giao|cong viec|nay|nhiem vu))|so bo|ve co ban|co ban|khung|mot phan|1 phan|mot nua|nua|"
    r"to trinh|tham dinh|khao sat|hop|ra soat|thu tuc|soan|viet|phu luc|bien tap|thong ke|tong hop|so lieu|bao cao tham|tiep thu|chinh|cuong|vong|lan|tru|ngoai tru|quy trinh|cong tac chuan|chuan bi|thu thap|\d+ trong (?:so )?\d|\d+ ?(?:/|huyen|xa|phan|buoc|don vi|thon|so|viec)|may|mot so|vai|ba huyen|hai huyen|bon huyen|mot huyen|\d{1,2} ?%)",
    (" du thao", " phan cua so", " 8 / 10 xa"),
    (" roi", " nhiem vu"),
)
AFTERWARDS = Rule(
    "afterwards",
    r"^ ngay\b(?! (?:\d|ngayx|ngayp|tu|trong|sau|truoc|dau))|^(?: roi)?(?: (?:em|anh|toi|minh|chung toi|ben em))? ?(?:la|se|thi (?:se|em|ban|trinh|gui|bao|moi|nhan|ghi|nop)|em se|toi se|em bao|em gui|em nop|em trinh|bao (?:anh|lai|chi|sep)|(?:em|minh|toi) (?:se |moi )?(?:lam|goi|xem|xu ly|trien khai|bat tay)|moi (?:trinh|ban|gui|lam|bao))\b|\bla (?:\w+ ){0,2}?(?:bao|gui|trinh|nop|xong|lam) ?(?:anh|lai|ngay|luon|chi)?\b(?! ?(?:roi))",
    (" la ban hanh", " em bao anh"),
    (" roi a",),
)
THEREUPON = Rule(
    "thereupon",
    r"\b(?:xong|ky|duyet|chu ky|trinh|thong qua|y kien|tham dinh|cap von|(?<!hom )qua|ra|het|sau|nua|(?:tuan|thang|quy|nam) (?:nay|sau|toi))(?: [^ ,;.]+){0,2} la(?: (?:se|moi|co the))?$|\bngayx (?:la|thi)$",
    ("ky xong la", "co chu ky la"),
    ("em bao cao la", "ky xong"),
)
HEARSAY = Rule(
    "hearsay",
    r"\b(?:coi bo|coi moi|nghe (?:noi|bao|dau|ke)|thay (?:bao|noi)|hinh nhu|co le|co ve|khong biet|(?:sep|ho|nguoi ta|ben kia|may anh) (?:bao|noi|keu))\b(?: [^ ,;.]+){0,3}$",
    ("nghe noi", "hinh nhu la", "sep bao"),
    ("em xin bao cao", "so da bao cao sep"),
)
NOT_YET = Rule(
    "not-yet",
    r"^(?:nhung |ma |con |rieng )*(?:ben |phia |don vi |cac |may |mot so )*(?:(?:so|phong|ben|huyen|xa|thi xa|thanh pho) (?:\w+ ?){1,4}?|xa|huyen|nganh|dia phuong|em|minh|toi|chung toi|so|chung em|don vi|co quan|nay|day|(?:nam|quy|thang|dot|ky) nay)(?: thi)? (?:van |lai )?chua(?: a| anh| chi| nhe)?$",
    ("ben em chua", "con em thi chua", "ben so tai chinh chua"),
    ("chua", "xong chua"),
)
UNFINISHED_AFTER = Rule(
    "unfinished-after",
    r"\b(?:chi |moi |van |thi |hien |dang )?(?<!khong )(?<!chang )con\b(?! (?:gi nua|gi dau))|^nhung (?:\w+ ){0,4}chua\b(?! (?:lam|trien|bat|thuc|co gi))|^(?:va |thi |ma |hien |van )*(?:cho|doi) (?:so|bo|tinh|huyen|xa|cac|phong|don vi|ubnd|uy ban|trung uong|van phong|vp|y kien|ket qua|huong dan|tham dinh|gop y|kinh phi|quyet dinh|qd|tong hop|nghiem thu|ben|sep|lanh dao|ld|giam doc|chu tich|bao cao)\b|\bchua (?:duyet|ung|on|chuan)\b|\bchua co (?:quyet dinh|qd|nghi quyet|doc0|ket qua)\b|\bthi chua\b|\bma chua (?:trinh|ban hanh|xong|ky|hoan)|\bchua (?:ban hanh|trinh|ky|hoan thanh|xong|duoc ban hanh|phat hanh|phe duyet|thong qua|dat|chot|het)\b|"
    r"\b(?:dang|tiep tuc) (?:cho |ra|sua|chinh|hoan thien|hoan chinh|bo sung|lay|tham dinh|xin|kiem|tiep thu|lam|soan|viet|tong hop|trien khai)",
    ("con phu luc", "nhung chua ban hanh", "cho so tai chinh", "doi sep xem lai"),
    ("roi a", "em yen tam"),
)
UNDER_WAY = Rule(
    "under-way",
    r"\d{1,3} ?%? ?(?:-|–|den|toi) ?\d{1,3} ?%|\b(?:\d{1,2}|nam|sau|bay|tam|chin) phan (?:\d{1,2}|muoi)\b|\bdang\b(?! (?:lo\b|ban\b|ngoai|doi ban|cuoi|om\b|benh|nam vien|hoc|thai san|di cong tac|hop(?: (?:a|anh|em|nhe|chi))?$|ban|nghi|o xa|di))|\bvan (?:lam|trien khai|thuc hien|tiep|binh thuong)|\btiep tuc\b|\btiep thu\b|\bsoan\b|\bdu thao\b|\by kien\b|\btham dinh\b|\bra soat\b|\bchinh (?:sua|ly)\b|\bhoan thien\b|"
    r"\btong hop\b|\bmoi (?:bat tay|vao viec|lam|bat dau|xong|duoc|hop|soan|trien khai|chi|co|tham dinh|kiem|khoi|lay|ra|viet)\b|\bda (?:hop|giao|lam|chi dao|phan cong|trien khai|bat dau|kiem tra|lay|len|lap|khao sat|thanh lap|xay dung|tham muu|co du thao|co ban thao|tuyen truyen)\b|"
    r"\b(?:lam|thuc hien|dat|xong|duoc|trien khai)(?: \w+){0,3} \d{1,3} ?%|\blam duoc\b|\bbinh thuong\b|\btien do\b|\bda (?:gui )?lay y kien|\b(?:sua|chinh) (?:lai|theo|tiep)|\bhop (?:xong|roi)|\bgui (?:\w+ )?(?:lay|xin) y kien|\bqua ubnd|\bdi kiem tra|\bkhan truong|\bthuong xuyen\b|\bcham (?:chut|mot)|\bgap rut",
    ("dang soan", "van lam", "moi bat dau"),
    ("da xong", "chua lam"),
)
EXTENSION = Rule(
    "extension",
    r"\b(?:xin|cho|de nghi|cho phep|mong|phep|kinh de nghi|can)\b(?: \w+){0,7}? (?:doi (?:ngayx|sang|den|toi|lai|qua|han|thoi)|gian (?:tien do|thoi|han|den|sang)|(?:nop|trinh|gui|bao cao|hoan thanh|lam) (?:cham|muon|tre)|cham (?:lai|them|\d|ngayx)|lui|gia han|khat|hoan lai|hoan den|hoan sang|doi han|keo dai|dieu chinh (?:thoi )?(?:gian|han)|them (?:thoi gian|han|may|it|vai|\w+ (?:ngay|tuan|thang)|(?:ngay|tuan|thang) nua|lengthx))|"
    r"\bxin (?:\w+ ){0,3}?(?:lui|gia han|khat|them (?:han|thoi gian|may|it|vai|\w+ (?:ngay|tuan|thang)|(?:ngay|tuan|thang) nua|lengthx)|den ngayx|hoan(?! thanh| tat| chinh| thien))|them ngayx|\bgia han (?:them|den|toi|cho|giup|sang|ngayx|lengthx)|\b(?:lui|gia han|gian) (?:giup |cho )*(?:em|anh|chi|toi|minh|don vi|so|ben em)(?: \w+){0,2} (?:den|sang|toi|them|qua|ngayx)\b|\blui (?:den|sang|toi|qua|han|lai|thoi|ngayx|them|lengthx)|\b(?:xin|cho)(?: (?:em|toi|anh|minh|don vi))? (?:den|toi|sang)? ?ngayx$|\btre (?:han )?(?:lengthx|\d|mot|hai|may)|^hoan (?:lai )?(?:den|sang|toi)|\bxin ngayx$|\bkhat (?:den|toi|sang|lai|ngayx|them)|^gia han",
    ("xin lui den ngayx", "cho gia han them 10 ngay", "xin them thoi gian"),
    ("xin y kien", "lui xe"),
)
NO_EXTENSION = Rule(
    "no-extension",
    r"(?:khong|chua|khoi|het) (?:can |phai |xin )*(?:gia han|lui|xin them|khat)|\b(?:da|vua|moi)(?: duoc| \w+ cho)* (?:gia han|lui)|\b(?:da|vua) xin (?:gia han|lui)|\b(?:dong y|chap thuan|cho phep) (?:cho )?(?:gia han|lui)\b.*\broi\b",
    ("khong can gia han", "da duoc gia han den ngayx", "da xin gia han roi ma", "ubnd dong y gia han den ngayx roi"),
    ("xin gia han",),
)
SNOOZE = Rule(
    "snooze",
    r"\bnhan lai (?:sau|cho|giup|dum|gium|em|anh|chi|toi)\b|\bnhac(?: lai)?(?: (?:giup|dum|ho|gium|cho|lai))*(?: (?:em|anh|toi|chi|minh|tui|e|a|to|chung toi|so))?\b",
    ("mai nhac lai", "nhac em"),
    ("xong",),
)
NO_SNOOZE = Rule(
    "no-snooze",
    r"\bnhac (?:hoai|nham|nhieu|lien tuc|suot)|\b(?:sao|ai)(?: lai| cu| ma| bao| van| con| hay)* nhac|(?:khoi|dung|khong can|thoi|da|duoc|cam on \w* ?\w* ?|vua|moi|chua|khong) (?:phai )?nhac",
    ("khoi nhac nua", "da nhac", "sao van nhac"),
    ("mai nhac lai",),
)
UNDO = Rule(
    "undo",
    r"^(?:da |em |a )?lon (?:roi|mat)\b|(?<!nhac )\bnham\b(?! (?:nguoi|don vi|co quan|dia chi|muc|den|toi|vao|thuc|nang|dam|tang))|\b(?:bao|bam|gui|nhan|nham|go|chon|ghi) lon\b|\bhuy (?:giup |ho |dum )?(?:em |anh |toi )?(?:bao cao|tin|ket qua|cai|bo|lenh)|\b(?:xoa|thu hoi|rut lai)\b(?: \w+){0,3} (?:tin|bao cao|vua|tra loi)|\bbo(?: (?:giup|ho|dum|cho|em|anh|chi|cai|di))* (?:tin|bao cao|tra loi) (?:vua|truoc|nay|do|luc|tren|cu)\b",
    ("bao nham roi", "huy bao cao vua roi", "bao lon", "bo giup em tin vua roi"),
    ("khong con", "cho bo nn tra loi doc0", "bo y te tra loi vua cham"),
)
QUESTION = Rule(
    "question",
    r"\?|\b(?:(?<!biet )(?<!ro )(?:khi nao|bao gio|luc nao)(?!.* (?:thi|la|em|toi) )|la gi|la viec gi|gi vay|o dau|cho nao|the nao|nhu nao|ra sao|ngay nao|thang nao|may gio|bao nhieu|cho ai|voi ai|ai (?:phu trach|lam|nhan|chu tri|ky|theo doi)|"
    r"phai khong|duoc khong|dung khong|hay (?:la )?(?:\w+ ){1,3}(?:a|ha|nhi|em|anh)$|lam sao|sao vay|la sao|co (?:duoc|can|phai) .*khong|nao(?: a| vay| anh| em| chi)?$|mo vay|chi rua|mo rua|rua\?)\b|"
    r"\b(?:xong|trinh|hanh|lam|co|nhan|ky|duyet|thanh|duoc|gui|nop|thay|gi)\b(?: \w+){0,3} (?<!ma )chua(?: (?:a|cac|moi nguoi|anh|chi|em|nhi|vay|the|ha|he|dong chi|sep|e|rua|hoi|ta))*$|(?<=\w )(?<!\bvan )(?<!\bcung )(?<!\bnhu )(?<!\bthe )(?:vay|nhi|ha)(?: (?:anh|em|chi|a))?$|\b(?:gui|nop|bao cao|trinh|chuyen)(?: \w+){0,4} (?:ve|qua|sang) dau\b",
    ("xong chua anh ?", "han khi nao", "ai phu trach", "gui bao cao ve dau a"),
    ("chua xong", "da xong", "van vay"),
)
ACKNOWLEDGED = Rule(
    "acknowledged",
    r"(?<!cong )\b(?:da |em |da em )?(?<!cong )(?:nhan|nhan duoc|da nhan|tiep nhan|ghi nhan)(?: (?:duoc|tin|tin nhan|thong tin|thong bao|roi|nhe|van ban|nhac viec|cua|day|du|het))*\b|\bok\b|(?<!chua )(?<!khong )\bro\b|\bvang\b|\bda biet\b|\bbiet roi\b|\bbit roi\b|\bda doc\b|\bda xem\b|\bda hieu\b|\bhieu roi\b|(?<!khong )(?<!chua )\b(?:nhat tri|dong y)\b|\btuan lenh\b|\bduoc roi\b|\bda nam\b|\bnam roi\b|\bnam duoc\b|\bnoted\b|^da$|\U0001F44D|\U0001F44C|\bu\b|\boke\b|\bda ro\b|^(?:da |vang )*y$",
    ("da nhan duoc tin", "ok", "vang a"),
    ("da xong",),
)
RULES = (
    NO_OBSTACLE, OBSTACLE_GONE, OBSTACLE, OBSTACLE_SOLVED, RETURNED, NOT_STARTED, SUBMITTED, AWAITS_SIGNING, FINISHED, NEGATION, NEARLY, STAGE_BEFORE,
    STAGE_AFTER, AFTERWARDS, THEREUPON, HEARSAY, NOT_YET, UNFINISHED_AFTER, UNDER_WAY, EXTENSION, NO_EXTENSION, SNOOZE, NO_SNOOZE, UNDO, QUESTION,
    ACKNOWLEDGED,
)  # fmt: skip
