"""The parts a document is made of, by their usual names."""

from __future__ import annotations

import re
from enum import Enum

from rapidfuzz.fuzz import ratio

from cv183_reports.vietnamese.text import fold


class PartKind(Enum):
    """One component of a document; the value is what a clerk calls it."""

    TITLE = "Tiêu đề"
    """``ĐẢNG CỘNG SẢN VIỆT NAM``."""
    NATION = "Quốc hiệu"
    MOTTO = "Tiêu ngữ"
    SUPERIOR = "Cơ quan cấp trên"
    ISSUER = "Cơ quan ban hành"
    STAR = "Dấu sao"
    NUMBER = "Số, ký hiệu"
    DATELINE = "Địa danh, ngày tháng năm"
    NAME = "Tên loại"
    ABSTRACT = "Trích yếu"
    LETTER_ABSTRACT = "Trích yếu công văn"
    DASHES = "Gạch dưới trích yếu"
    ADDRESSEE = "Kính gửi"
    LEGAL_BASIS = "Căn cứ"
    BODY = "Nội dung"
    PART_HEADING = "Phần, chương, mục"
    """A line centred by itself: ``Phần I``, ``Chương II`` and the name below it."""
    HEADING_I = "Đề mục I-"
    HEADING_1 = "Đề mục 1."
    HEADING_11 = "Đề mục 1.1."
    ARTICLE = "Điều"
    CENTRED = "Dòng giữa trang"
    """Who decides (``CHỦ TỊCH …``), ``QUYẾT ĐỊNH:``, a subtitle."""
    TABLE = "Bảng"
    AUTHORITY = "Quyền hạn"
    """``K/T TRƯỞNG BAN``, or the title itself when the head signs."""
    POSITION = "Chức vụ"
    """Under a line of T/M, K/T, T/L."""
    SIGNATORY = "Họ tên người ký"
    RECIPIENTS_LABEL = "Nơi nhận"
    RECIPIENT = "Dòng nơi nhận"
    APPENDIX = "Phụ lục"
    APPENDIX_TITLE = "Tên phụ lục"
    APPENDIX_REFERENCE = "Chỉ dẫn kèm theo"
    APPENDIX_TEXT = "Nội dung phụ lục"
    ATTACHED = "Văn bản kèm theo"
    """What stands after the signature: a quy chế that a decision issues, a list."""
    MARK = "Dấu chỉ mức độ, ghi chú"
    """Urgency, draft, circulation, contact; and our own mark of sample figures."""
    OTHER = "Chưa nhận ra"


LETTERHEAD_LINES = frozenset(
    {
        PartKind.TITLE,
        PartKind.NATION,
        PartKind.MOTTO,
        PartKind.SUPERIOR,
        PartKind.ISSUER,
        PartKind.STAR,
        PartKind.NUMBER,
        PartKind.DATELINE,
    }
)
"""What stands above the name of a document."""

PARTY_TITLE = "dang cong san viet nam"
NATION = "cong hoa xa hoi chu nghia viet nam"
MOTTO = "doc lap tu do hanh phuc"
PHRASES = {
    PARTY_TITLE: "ĐẢNG CỘNG SẢN VIỆT NAM",
    NATION: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    MOTTO: "Độc lập - Tự do - Hạnh phúc",
}
"""How the phrases of a head are spelt, by their folded form."""
_LIKE = 90.0
"""Percent of likeness by which a misspelt phrase is still known."""
RECIPIENTS = "noi nhan"
ADDRESS = re.compile(r"^K[íiìị]nh (?:g[ửưữuứ]i|g[ởơoở]i|trình)\b", re.IGNORECASE)
"""Kính gửi, perhaps misspelt."""
OFFICIAL_LETTER = "cong van"
REGULATION = "qui dinh"
"""Its code differs between the sets of rules."""

SPELT = {
    "BẢN GHI NHỚ": "BGN",
    "BẢN THỎA THUẬN": "BTT",
    "BÁO CÁO": "BC",
    "BIÊN BẢN": "BB",
    "CHỈ THỊ": "CT",
    "CHƯƠNG TRÌNH": "CTr",
    "CÔNG ĐIỆN": "CĐ",
    "CÔNG VĂN": "CV",
    "DỰ ÁN": "DA",
    "ĐỀ ÁN": "ĐA",
    "GIẤY GIỚI THIỆU": "GGT",
    "GIẤY MỜI": "GM",
    "GIẤY NGHỈ PHÉP": "GNP",
    "GIẤY ỦY QUYỀN": "GUQ",
    "HỢP ĐỒNG": "HĐ",
    "HƯỚNG DẪN": "HD",
    "KẾ HOẠCH": "KH",
    "KẾT LUẬN": "KL",
    "NGHỊ QUYẾT": "NQ",
    "PHIẾU BÁO": "PB",
    "PHIẾU CHUYỂN": "PC",
    "PHIẾU GỬI": "PG",
    "PHƯƠNG ÁN": "PA",
    "QUY CHẾ": "QC",
    "QUY ĐỊNH": "QĐ",
    "QUY HOẠCH": "QH",
    "QUYẾT ĐỊNH": "QĐ",
    "THÔNG BÁO": "TB",
    "THÔNG CÁO": "TC",
    "THÔNG TRI": "TT",
    "THƯ CÔNG": "",
    "TỜ TRÌNH": "TTr",
    "TUYÊN BỐ": "TB",
}
"""Names of documents (tên loại) with the code that their number carries; empty = they have no number."""

NAMES = {fold(name): code for name, code in SPELT.items()}
"""The same by their folded names."""

KEPT = re.compile(r"^[-–]?\s*Lưu\b", re.IGNORECASE)
"""How the last line of Nơi nhận begins."""

SPELT_AS = {fold(name): name for name in SPELT}
"""How a folded name is written."""

OTHERS = frozenset(
    {
        "hien phap",
        "bo luat",
        "luat",
        "phap lenh",
        "lenh",
        "sac lenh",
        "nghi dinh",
        "thong tu",
        "thong tu lien tich",
    }
)
"""Folded names of what neither set of rules is for."""

COPIES = frozenset({"sao i", "ban sao", "trich sao", "sao luc"})
"""Folded marks of a copy."""

COMPOUND = re.compile(
    r"^(?:phoi hop|lien tich|hanh dong|cong tac|tom tat|tham tra|tham dinh|giai trinh|tiep thu|tong hop|tong ket|so ket|"
    r"chuien de|ket luan|de xuat|tu danh gia|danh gia|kiem diem|thanh tra|kiem tra|giam sat|hop|lam viec|hoi nghi|"
    r"ban giao|nghiem thu|kinh te|ki thuat|lao dong|mua ban|thue|nhanh|hoa toc|lien nganh|du an|chinh tri|bao chi|khung)\b"
)
"""What a name may go on with on its own line, folded: ``BÁO CÁO TÓM TẮT``."""

PLAIN_SHEETS = frozenset({"BB", "HĐ", "BGN", "BTT", "GUQ", "GGT", "GNP", "PG", "PC", "PB"})
"""Codes of what has neither trích yếu nor one who signs for its office: minutes, contracts, slips."""

AGREEMENTS = frozenset({"HĐ", "BGN", "BTT", "GUQ"})
"""Of these, what its parties sign: often without the letterhead of one, its number below its name."""

_RANKED = re.compile(
    r"^(?:(?:PGS|GS|TSKH|TS|ThS|BS|BSCK\w*|KS|LS|CN|NGƯT|NSND)\s*[.,]|(?:Thạc|Tiến|Bác|Kỹ|Luật) s[ĩỹiýy]\b|Giáo sư\b"
    r"|(?:Đại|Thượng|Trung|Thiếu) (?:tá|tướng|úy|uỷ|uý)\b|Đồng chí\b|Đ/c\b|(?:Ông|Bà)(?= \S+ \S+ \S)|Cử nhân\b)",
    re.IGNORECASE,
)

DELEGATED = re.compile(
    r"^(T\s*/\s*M|K\s*/\s*T|T\s*/\s*L|TUQ|TM|KT|TL|T\s*\.\s*M|K\s*\.\s*T|T\s*\.\s*L)\b[\s./]*",
    re.IGNORECASE,
)
ACTING = re.compile(r"^(Q\s*[./]|Q\s+|QUYỀN\s+(?!HẠN\b))\s*(?=\S)", re.IGNORECASE)
_POST = re.compile(
    r"^(?:q |quien |pho )?(?:pho )?(?:truong (?:ban|phong|doan|cong an|khoa|tram|bo mon|tieu ban|nhom|to|thon|xom|ap|khu|bo phan|"
    r"chi nhanh|cum|van phong)|chanh van phong|bi thu|chu tich|chu nhiem|tong giam doc|giam doc|(?:tong |chi )?cuc truong|"
    r"(?:hieu|vu|bo|thu|vien|doi|tram|to|hat|don|xa doi|kiem toan|ke toan|chi hui) truong|thu tuong|thong doc|"
    r"chanh an|chanh thanh tra|chinh ui|chinh tri vien|tu lenh|tong bien tap|tong thu ki|tong thanh tra|tong kiem toan|chu toa|"
    r"thu ki|chanh toa|(?:hieu|doi|to) pho|(?:chap hanh|kiem sat|dieu tra|thanh tra) vien|tham phan)\b"
)

TO_FILL_IN = r"…{2,}|\.{5,}|_{4,}"
"""Dots and lines that a hand is to fill in, as a pattern."""

_SPARE = 3
"""Letters that a misspelt phrase may have more or less."""
_LONGEST_LABEL = 200
_LONGEST_POST = 90
_HALF_NAME = re.compile(
    r"^(?:truong (?:mam non|mau giao|tieu hoc|thcs|thpt|th thcs|trung hoc (?:co so|pho thong))|benh vien da khoa|"
    r"cong ti (?:tnhh|co phan)(?: mot thanh vien| mtv)?|chu tich|"
    r"ui ban nhan dan|ubnd|hoi dong nhan dan|hdnd|thuong truc hoi dong nhan dan|dang ui|ban chi dao|van phong|thanh tra|"
    r"so|bo|phong|(?:chi |tong )?cuc|trung tam|truong(?: dai hoc| cao dang)?|benh vien|hoc vien|vien(?: nghien cuu)?|"
    r"ban(?: quan li(?: du an)?)?|hoi(?: dong)?|doan|lien doan|ui ban|cong an|chi bo|dang bo|(?:tong )?cong ti|cang vu)$|"
    r"\b(?:va|cua|ve)$"
)
_OTHER_HALF = re.compile(
    r"^(?:phuong|xa|thi tran|dac khu|quan|huien|thi xa|thanh pho|tinh|va|cua|ve|khu vuc)\b(?! (?:doan|ui|doi)\b)"
)
_BODY = re.compile(
    r"^(?:so|bo|phong|ban|trung tam|truong|(?:chi |tong )?cuc|vu|van phong|thanh tra|hoi|(?:lien |cong |thanh |tinh |xa )?doan|"
    r"cong an|doi|to|tram|hat|khoa|nha|benh vien|vien|hoc vien|chi (?:nhanh|hoi|bo)|dang (?:bo|ui|doan)|(?:thanh|tinh|huien|quan) ui|"
    r"ui ban|ubnd|hdnd|ubmttq|mttq|mat tran|tieu ban|lien (?:hiep|minh)|hiep hoi|(?:tong )?cong ti|tap doan|xi nghiep|ngan hang|"
    r"kho bac|bao|dai|toa an|kiem|thu vien|qui|cang vu|hai quan|thue|thi hanh an|nhom|khoi|quan khu|htx|hop tac xa)\b"
)
"""How the name of a body begins, folded; what begins otherwise goes on with the line above."""
_GOES_ON = (",", "-", "–", "&")
HEAD_MARKS = re.compile(
    r"^(?:khan|hen gio.*|thuong khan|hoa toc.*|mat|toi mat|tuiet mat|du thao.*|so lieu minh hoa|ban sao.*|sao i|"
    r"khong pho bien.*|luu hanh.*|tai lieu.*thu hoi.*|chi luu hanh.*|xong hoi tra lai.*)$"
)
"""Marks that may stand anywhere in the head, and our own mark of sample figures."""


def compound_of(folded: str) -> str:
    """The name that a line is, or that it begins with where both together are the name; empty = neither."""
    if folded in NAMES:
        return folded
    begun = (name for name in NAMES if folded.startswith(f"{name} "))
    return next((name for name in begun if _goes_on(name, folded[len(name) + 1 :])), "")


def _goes_on(name: str, behind: str) -> bool:
    """Whether what stands behind a name is a part of it: of an agreement all that says of what it is."""
    return NAMES[name] in AGREEMENTS or COMPOUND.match(behind) is not None


def phrase_of(folded: str) -> str:
    """Which of PHRASES a folded line is, one letter or word of it wrong perhaps; empty = none."""
    if folded in PHRASES:
        return folded
    near = (each for each in PHRASES if abs(len(each) - len(folded)) <= _SPARE)
    return next((each for each in near if ratio(each, folded) >= _LIKE), "")


def is_mark(text: str) -> bool:
    """Whether `text` is a mark of urgency, secrecy, draft or circulation."""
    return HEAD_MARKS.match(fold(text)) is not None


def is_post(text: str) -> bool:
    """Whether `text` is the title of one who signs, with or without T/M, K/T, T/L before it."""
    bare = DELEGATED.sub("", text)
    return _POST.match(fold(ACTING.sub("", bare))) is not None


def is_authority(text: str) -> bool:
    """Whether `text` can begin a signing block."""
    return bool(
        text.isupper() and len(text) < _LONGEST_POST and (DELEGATED.match(text) or is_post(text))
    )


def is_one_name(above: str, below: str) -> bool:
    """Whether two lines are one name of an agency: ``ỦY BAN NHÂN DÂN`` above ``PHƯỜNG …``, ``BỆNH VIỆN`` above ``VIỆT TIỆP``."""
    is_half = _HALF_NAME.search(fold(above)) or above.endswith(_GOES_ON)
    return bool(is_half or _OTHER_HALF.match(fold(below)) or not _BODY.match(fold(below)))


def is_parted_name(above: str, below: str) -> bool:
    """Whether two lines are surely one name, neither of which is one by itself."""
    return bool(_HALF_NAME.search(fold(above)) and _OTHER_HALF.match(fold(below)))


def honorific(text: str) -> str:
    """The degree, rank or form of address before a name; empty = none."""
    found = _RANKED.match(text)
    return found[0].strip() if found else ""


_APPENDIX = re.compile(
    r"^Phụ lục(?:\s+(?:số\s+)?((?:\d{1,2}|[IVXLC]+)(?:[a-zđ]|\.\d{1,2})?|[A-Z]))?\s*(?:[.:–-]\s*(.*)|)$",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"\d+|[IVXLC]+|[A-Z]")


def number_of_whole(number: str) -> str:
    """That of the appendix which a part of one belongs to: ``I`` of ``Ia``, ``4`` of ``4.1``; itself, if it is no part."""
    found = _WHOLE.match(number)
    return found[0] if found else number


def appendix_label(text: str) -> tuple[str, str] | None:
    """(number, title on the same line) where `text` heads an appendix; both may be empty."""
    found = _APPENDIX.match(text) if len(text) < _LONGEST_LABEL else None
    return (found[1] or "", found[2] or "") if found else None
