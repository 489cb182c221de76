"""FIL: what a file is, how it is damaged, which limit it breaks, what the envelope around it holds.

And why an operating system does not give it, or does not take it, in words a clerk knows.
"""

from __future__ import annotations

import errno
import ntpath
import stat
from collections.abc import Iterable
from pathlib import Path

from msgspec.structs import replace

from cv183_reports.model.finding import Finding, Rule, Severity

_SAVE_AS = "Hãy mở bằng Excel, chọn Lưu thành (Save As) → Excel Workbook (.xlsx) rồi gửi lại."
_SEND_THE_FORM = "Hãy gửi lại đúng tệp biểu mẫu Excel (.xlsx) đã điền."
_SEND_AGAIN = "Hãy mở tệp gốc bằng Excel, lưu lại rồi gửi lại; nên nén thành .zip trước khi gửi."
_START_AFRESH = "Hãy chép số liệu sang biểu mẫu đã cấp, lưu bằng Excel rồi gửi lại."

# What the file is, when it is not a workbook that can be read.

EMPTY_FILE = Rule(
    "FIL001",
    Severity.ERROR,
    "Tệp rỗng, không có nội dung",
    "Hãy mở lại báo cáo gốc bằng Excel, lưu rồi gửi lại.",
)
TOO_BIG = Rule(
    "FIL002",
    Severity.ERROR,
    "Tệp lớn {size} MB, vượt mức cho phép {limit} MB (thường do dán ảnh vào bảng)",
    "Hãy bỏ ảnh và phần dán thừa trong bảng, lưu rồi gửi lại; ảnh, bản quét gửi thành tệp riêng.",
)
TRUNCATED = Rule(
    "FIL003",
    Severity.ERROR,
    "Tệp không còn nguyên vẹn, có lẽ bị cắt hoặc hỏng trên đường gửi",
    _SEND_AGAIN,
)
PASSWORD = Rule(
    "FIL004",
    Severity.ERROR,
    "Tệp được đặt mật khẩu mở nên không đọc được",
    "Hãy bỏ mật khẩu mở tệp (Tệp → Thông tin → Bảo vệ sổ làm việc → Mã hóa bằng mật khẩu, xóa trống), lưu rồi gửi lại.",
)
OLD_XLS = Rule(
    "FIL005", Severity.ERROR, "Tệp là Excel đời cũ (.xls của Excel 95 trở về trước)", _SAVE_AS
)
WORD_DOCUMENT = Rule(
    "FIL006", Severity.ERROR, "Tệp là văn bản Word, không phải biểu mẫu Excel", _SEND_THE_FORM
)
OUTLOOK_MESSAGE = Rule(
    "FIL007",
    Severity.ERROR,
    "Tệp là thư của Outlook (.msg) nhưng bị hỏng, không đọc được",
    "Hãy mở thư, lưu tệp Excel đính kèm ra ngoài rồi nộp tệp đó.",
)
OFFICE_DOCUMENT = Rule(
    "FIL008",
    Severity.ERROR,
    "Tệp là tài liệu văn phòng loại khác (bản trình chiếu, bản vẽ…), không phải biểu mẫu Excel",
    _SEND_THE_FORM,
)
PDF = Rule(
    "FIL009",
    Severity.ERROR,
    "Tệp là PDF, không phải biểu mẫu Excel",
    "Hãy gửi tệp Excel (.xlsx) đã điền; bản PDF có chữ ký gửi kèm riêng nếu cần.",
)
WEB_PAGE = Rule("FIL010", Severity.ERROR, "Tệp là trang web (HTML), không phải tệp Excel", _SAVE_AS)
SIGN_IN_PAGE = Rule(
    "FIL071",
    Severity.ERROR,
    "Tệp là trang web đăng nhập hoặc tải tệp, không phải báo cáo (trình duyệt lưu trang này thay cho tệp)",
    "Hãy đăng nhập, tải lại tệp Excel từ nơi lưu trên mạng, mở thử rồi nộp; hoặc đề nghị đơn vị đính kèm tệp vào thư.",
)
PLAIN_TEXT = Rule(
    "FIL011",
    Severity.ERROR,
    "Tệp là văn bản thuần (CSV, TXT), không phải biểu mẫu Excel",
    _START_AFRESH,
)
# FIL012 (.ods) and FIL013 (.xlsb) are retired: these kinds are read.
PICTURE = Rule(
    "FIL014", Severity.ERROR, "Tệp là ảnh ({kind}), không phải biểu mẫu Excel", _SEND_THE_FORM
)
OTHER_ARCHIVE = Rule(
    "FIL015",
    Severity.ERROR,
    "Tệp nén dạng {kind}, chương trình chỉ mở được .zip",
    "Hãy giải nén rồi nộp các tệp Excel bên trong, hoặc nén lại thành .zip.",
)
MAIL = Rule(
    "FIL016",
    Severity.ERROR,
    "Tệp là thư điện tử (.eml) nhưng bị hỏng, không đọc được",
    "Hãy mở thư, lưu tệp Excel đính kèm ra ngoài rồi nộp tệp đó.",
)
ZIP_OF_FILES = Rule(
    "FIL017",
    Severity.ERROR,
    "Tệp là tệp nén .zip, không phải biểu mẫu Excel",
    "Hãy giải nén rồi nộp các tệp Excel bên trong.",
)
XML_TEXT = Rule(
    "FIL018",
    Severity.ERROR,
    "Tệp là dữ liệu XML, không phải biểu mẫu Excel",
    "Hãy mở bằng Excel (tệp .fods: bằng LibreOffice), chọn Lưu thành (Save As) → Excel Workbook (.xlsx) rồi gửi lại.",
)
XML_WORKBOOK = Rule(
    "FIL023", Severity.ERROR, "Tệp là bảng tính Excel 2003 lưu dạng XML (XML Spreadsheet)", _SAVE_AS
)
UNKNOWN = Rule(
    "FIL019",
    Severity.ERROR,
    "Không nhận ra tệp này là loại gì; đây không phải biểu mẫu Excel",
    _SEND_THE_FORM,
)

# Not reports at all.

OPEN_IN_EXCEL = Rule(
    "FIL020",
    Severity.NOTE,
    "Đây là tệp tạm của một báo cáo đang mở trong Excel, đã bỏ qua",
    "Hãy đóng báo cáo đó trong Excel để bảo đảm bản nộp đã được lưu.",
)
SYSTEM_FILE = Rule(
    "FIL021",
    Severity.NOTE,
    "Đây là tệp phụ do máy tính tự tạo, đã bỏ qua",
    "Không cần làm gì.",
)

# Read all the same.

OTHER_KIND = Rule(
    "FIL022",
    Severity.NOTE,
    "Đọc từ tệp {kind}",
    "Không phải gửi lại; lần sau nên lưu dạng Excel Workbook (.xlsx).",
)
DEFAULT_PASSWORD = Rule(
    "FIL069",
    Severity.NOTE,
    "Tệp bị Excel khóa bằng mật khẩu mặc định (mở ra không hỏi), đã đọc như thường",
    "Không phải gửi lại; lần sau nên bỏ bảo vệ sổ làm việc (Xem lại → Bảo vệ sổ làm việc) rồi lưu thành tệp .xlsx mới.",
)

# The zip container of a workbook.

BROKEN_ZIP = Rule(
    "FIL030", Severity.ERROR, "Cấu trúc tệp bị hỏng hoặc không phải là tệp .xlsx", _SEND_AGAIN
)
DAMAGED_PART = Rule(
    "FIL031",
    Severity.ERROR,
    "Phần «{part}» bên trong bị hỏng (không khớp mã kiểm tra)",
    _SEND_AGAIN,
)
ENCRYPTED_PART = Rule(
    "FIL032",
    Severity.ERROR,
    "Phần «{part}» bên trong bị khóa bằng mật khẩu",
    "Hãy bỏ mật khẩu rồi gửi lại.",
)
UNKNOWN_COMPRESSION = Rule(
    "FIL033", Severity.ERROR, "Phần «{part}» bên trong được nén theo cách lạ", _SEND_AGAIN
)
DUPLICATE_PART = Rule(
    "FIL034", Severity.ERROR, "Bên trong tệp có hai phần cùng tên «{part}»", _START_AFRESH
)
OVERLAPPING_PARTS = Rule(
    "FIL035", Severity.ERROR, "Các phần bên trong tệp nằm chồng lên nhau", _START_AFRESH
)
UNSAFE_NAME = Rule(
    "FIL036", Severity.ERROR, "Bên trong tệp có phần mang tên không hợp lệ «{part}»", _START_AFRESH
)
TOO_MANY_PARTS = Rule("FIL037", Severity.ERROR, "Bên trong tệp có quá {limit} phần", _START_AFRESH)
PART_TOO_BIG = Rule(
    "FIL038", Severity.ERROR, "Phần «{part}» khi bung ra vượt {limit} MB", _START_AFRESH
)
PARTS_TOO_BIG = Rule(
    "FIL039", Severity.ERROR, "Các phần bên trong khi bung ra vượt {limit} MB", _START_AFRESH
)

# The XML and the workbook inside.

DOCTYPE = Rule(
    "FIL040",
    Severity.ERROR,
    "Phần «{part}» có khai báo DOCTYPE, tệp Excel bình thường không có; có thể là tệp độc hại",
    "Không mở tệp này; hãy hỏi lại đơn vị gửi và đề nghị điền lại trên biểu mẫu đã cấp.",
)
BAD_XML = Rule("FIL041", Severity.ERROR, "Phần «{part}» bên trong bị lỗi nội dung XML", _SEND_AGAIN)
TOO_DEEP = Rule(
    "FIL042", Severity.ERROR, "Phần «{part}» có quá {limit} tầng lồng nhau", _START_AFRESH
)
MISSING_PART = Rule("FIL043", Severity.ERROR, "Tệp thiếu phần «{part}»", _SEND_AGAIN)
NOT_A_WORKBOOK = Rule(
    "FIL044", Severity.ERROR, "Nội dung tệp không phải là sổ làm việc Excel", _SEND_THE_FORM
)
NO_SHEETS = Rule("FIL045", Severity.ERROR, "Tệp không có trang tính nào", _SEND_THE_FORM)
TOO_MANY_SHEETS = Rule(
    "FIL046",
    Severity.ERROR,
    "Tệp có quá {limit} trang tính",
    "Hãy chỉ giữ các trang của biểu mẫu, lưu rồi gửi lại.",
)
TOO_MANY_CELLS = Rule(
    "FIL047",
    Severity.ERROR,
    "Tệp có quá {limit} ô",
    "Hãy xóa phần dữ liệu thừa ngoài bảng, lưu rồi gửi lại.",
)
TOO_MUCH_TEXT = Rule(
    "FIL058",
    Severity.ERROR,
    "Các ô của tệp chứa quá {limit} triệu chữ",
    "Hãy xóa phần dữ liệu thừa ngoài bảng, lưu rồi gửi lại.",
)
BAD_REFERENCE = Rule(
    "FIL048", Severity.ERROR, "Trang tính có địa chỉ ô không hợp lệ «{reference}»", _SEND_AGAIN
)
DUPLICATE_CELL = Rule(
    "FIL049", Severity.ERROR, "Trang tính ghi ô này hai lần trong tệp", _SEND_AGAIN
)
LONG_TEXT = Rule(
    "FIL050",
    Severity.ERROR,
    "Ô có {count} ký tự, vượt mức {limit} của Excel: «{value}»",
    "Hãy rút gọn nội dung của ô.",
)
UNREADABLE_CELL = Rule(
    "FIL051",
    Severity.ERROR,
    "Không đọc được giá trị của ô: «{value}»",
    "Hãy nhập lại ô này bằng Excel, lưu rồi gửi lại.",
)
TOO_MANY_UNREADABLE = Rule(
    "FIL052", Severity.ERROR, "Trang tính có hơn {limit} ô không đọc được", _START_AFRESH
)
BAD_RECORD = Rule("FIL053", Severity.ERROR, "Phần «{part}» bên trong bị hỏng nội dung", _SEND_AGAIN)
READING_TOO_LONG = Rule(
    "FIL054",
    Severity.ERROR,
    "Đọc tệp này quá lâu nên đã dừng; tệp có quá nhiều dữ liệu hoặc bị hỏng",
    _START_AFRESH,
)
READING_TOO_BIG = Rule(
    "FIL055",
    Severity.ERROR,
    "Đọc tệp này cần quá nhiều bộ nhớ nên đã dừng; tệp có quá nhiều dữ liệu hoặc bị hỏng",
    _START_AFRESH,
)
READING_BROKE_OFF = Rule(
    "FIL056",
    Severity.ERROR,
    "Đang đọc thì phải dừng giữa chừng vì nội dung tệp bị hỏng",
    _SEND_AGAIN,
)
READING_NOT_STARTED = Rule(
    "FIL057",
    Severity.ERROR,
    "Máy này không cho chạy tiến trình phụ để đọc tệp .xls",
    "Hãy mở bằng Excel, lưu thành .xlsx rồi chạy lại; hoặc nhờ quản trị máy cho phép chương trình Python chạy.",
)

# The envelope: folders and .zip files (mails: `mails`).

NOT_FOUND = Rule(
    "FIL060",
    Severity.ERROR,
    "Không có tệp hoặc thư mục này",
    "Hãy kiểm tra lại tên và đường dẫn.",
)
CANNOT_OPEN = Rule(
    "FIL061",
    Severity.ERROR,
    "Không mở được (chương trình khác đang giữ, không có quyền đọc, hoặc ổ mạng, USB, OneDrive không đưa tệp)",
    "Hãy đóng tệp trong chương trình khác, xem ổ mạng, USB còn nối, tài khoản có quyền đọc rồi chạy lại.",
)
LINK = Rule(
    "FIL062",
    Severity.NOTE,
    "Đây là lối tắt (liên kết) sang chỗ khác, đã bỏ qua",
    "Hãy chép chính tệp đó vào thư mục nếu cần nộp.",
)
SPECIAL_FILE = Rule(
    "FIL063", Severity.NOTE, "Đây không phải là tệp thông thường, đã bỏ qua", "Không cần làm gì."
)
EMPTY_ARCHIVE = Rule(
    "FIL064", Severity.ERROR, "Tệp nén không có tệp nào bên trong", "Hãy nén lại rồi gửi lại."
)
BROKEN_ARCHIVE = Rule(
    "FIL065",
    Severity.ERROR,
    "Tệp nén bị hỏng hoặc bị cắt, không mở được",
    "Hãy nén lại rồi gửi lại, hoặc giải nén rồi nộp các tệp bên trong.",
)
ARCHIVE_TOO_MANY = Rule(
    "FIL066",
    Severity.ERROR,
    "Tệp nén có quá {limit} tệp",
    "Hãy chia thành nhiều tệp nén nhỏ hơn.",
)
ARCHIVE_TOO_BIG = Rule(
    "FIL067",
    Severity.ERROR,
    "Các tệp trong tệp nén khi bung ra vượt {limit} MB; từ tệp này trở đi chưa đọc",
    "Hãy chia thành nhiều tệp nén nhỏ hơn.",
)
UNPACKED_DOCUMENT = Rule(
    "FIL072",
    Severity.ERROR,
    "Thư mục này là ruột của một tệp Excel (Word) bị giải nén ra, không phải báo cáo",
    "Hãy gửi lại chính tệp Excel (.xlsx), đừng giải nén; máy lưu tệp thành .zip thì đổi đuôi .zip thành .xlsx.",
)
LOCKED_ARCHIVE = Rule(
    "FIL070",
    Severity.ERROR,
    "Tệp nằm trong tệp nén «{archive}» có mật khẩu nên không lấy ra được",
    "Hãy giải nén bằng mật khẩu của đơn vị rồi nộp các tệp Excel bên trong, hoặc đề nghị đơn vị nén lại không đặt mật khẩu.",
)
NESTED_TOO_DEEP = Rule(
    "FIL068",
    Severity.ERROR,
    "Tệp nằm trong quá nhiều lớp tệp nén, thư chuyển kèm",
    "Hãy lấy các tệp Excel bên trong ra rồi nộp.",
)

_OF_THE_INSIDE = frozenset(
    rule.code
    for rule in (
        BROKEN_ZIP,
        DAMAGED_PART,
        UNKNOWN_COMPRESSION,
        DUPLICATE_PART,
        OVERLAPPING_PARTS,
        UNSAFE_NAME,
        BAD_XML,
        TOO_DEEP,
        MISSING_PART,
        BAD_REFERENCE,
        DUPLICATE_CELL,
        TOO_MANY_UNREADABLE,
        BAD_RECORD,
        READING_BROKE_OFF,
    )
)


def is_of_the_inside(code: str) -> bool:
    """Whether `code` is damage told in the terms of what is inside a file, which only its maker knows."""
    return code in _OF_THE_INSIDE


# What says when a file came.

BY_FILE_TIME = "theo thời điểm sửa tệp"
BY_ENTRY_TIME = "theo thời điểm của tệp trong {archive}"
BY_ENTRY_INSTANT = "theo thời điểm (giờ quốc tế) của tệp trong {archive}, đổi sang giờ Việt Nam"
BY_ARCHIVE_TIME = "theo thời điểm của {archive} (bên trong không ghi thời điểm của tệp)"

# What stands in a sheet and is not said by it.

_SENT_AGAIN = " rồi gửi lại."


def of_own_file(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings of a file of the office's own, which nobody sends again."""
    return tuple(replace(f, remedy=f.remedy.replace(_SENT_AGAIN, ".")) for f in findings)


STRUCK_WHOLE = Rule(
    "FIL110",
    Severity.WARNING,
    "Cả ô bị gạch ngang («{value}») nên coi như để trống",
    "Nếu nội dung còn đúng thì bỏ gạch ngang (Ctrl+5) rồi gửi lại.",
)
STRUCK_PART = Rule(
    "FIL111",
    Severity.WARNING,
    "Ô có chữ bị gạch ngang «{value}», phần đó không được tính",
    "Nếu nội dung còn đúng thì bỏ gạch ngang (Ctrl+5) rồi gửi lại.",
)
COVERED_CELL = Rule(
    "FIL112",
    Severity.WARNING,
    "Ô này bị che vì trộn vào {range}, nội dung «{value}» bên dưới không ai thấy nên không được tính",
    "Nếu cần nội dung đó thì bỏ trộn ô (Unmerge Cells), ghi vào đúng ô rồi gửi lại.",
)
PICTURE_CELL = Rule(
    "FIL113",
    Severity.ERROR,
    "Ô chứa {what}, không có chữ hay số để đọc",
    "Hãy ghi nội dung bằng chữ, số vào ô này rồi gửi lại.",
)
A_PICTURE = "hình ảnh"
PICTURE_OR_TYPE = "hình ảnh hoặc kiểu dữ liệu liên kết (Data Types)"
PICTURE_OR_ERROR = "hình ảnh hoặc lỗi của công thức"
"""What newer Excels show where older ones show an error value."""
CALLS_PROGRAM = Rule(
    "FIL114",
    Severity.ERROR,
    "Ô có công thức gọi chương trình khác trên máy: «{value}»",
    "Hãy xóa công thức, ghi nội dung bằng chữ, số vào ô này rồi gửi lại.",
)


# Why the machine does not give a file, or does not take it: what stands in brackets.

OPEN_OR_FORBIDDEN = "không có quyền, hoặc tệp đang mở"
_READ_ONLY = "tệp đặt thuộc tính chỉ đọc (Read-only), hoặc đang mở"
_ELSEWHERE = "không tới được ổ mạng, máy chủ hoặc USB chứa tệp"
_IN_THE_CLOUD = "nội dung tệp còn trên OneDrive, chưa tải được về máy này"
_TOO_LONG = "đường dẫn quá dài, Windows không mở được"
_OUT_OF_REACH = (
    15,
    20,
    21,
    53,
    54,
    55,
    58,
    59,
    64,
    67,
    121,
    384,
    433,
    1167,
    1201,
    1222,
    1231,
    1232,
)
"""What Windows says of a share or a stick that is not there, or has gone: device not ready, bad network path, …"""
_BY_NUMBER = {
    **dict.fromkeys(_OUT_OF_REACH, _ELSEWHERE),
    **dict.fromkeys((362, 386, 388, 389, 391, 393, 395, 398, 404, 426), _IN_THE_CLOUD),
    **dict.fromkeys((23, 483, 1117, 1392, 1393), "ổ đĩa hoặc USB bị lỗi khi đọc, ghi"),
    **dict.fromkeys((32, 33), "tệp đang mở trong chương trình khác"),
    **dict.fromkeys((225, 226), "phần mềm diệt vi-rút chặn tệp này"),
    19: "ổ đĩa hoặc USB bị khóa ghi",
    206: _TOO_LONG,
}
"""By the numbers of Windows, of which Python makes others: of a share that is gone, that there is no such file."""
_NO_SUCH_WAY = 3
WINDOWS_PATH = 259
"""Characters of a path without LongPathsEnabled (MAX_PATH less its end mark)."""
_AWAY = 0x0040_0000 | 0x0004_0000 | 0x0000_1000
"""FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS, …_RECALL_ON_OPEN, …_OFFLINE: the content is in the cloud."""
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
_NO_ROOM_ON_WINDOWS = frozenset({39, 112, 1295})
"""ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL, ERROR_DISK_QUOTA_EXCEEDED."""


def reason(error: OSError) -> str:
    """An operating system's refusal in words a clerk knows."""
    match error:
        case _ if told := _told_by_windows(error):
            return told
        case _ if _is_folder(error) or isinstance(error, NotADirectoryError | FileExistsError):
            return "tên đó đang là một thư mục hoặc tệp khác"
        case _ if is_nowhere(error):
            return "không có tệp hoặc thư mục này"
        case PermissionError():
            path = Path(error.filename2 or error.filename or "")
            return _READ_ONLY if is_read_only(path) else OPEN_OR_FORBIDDEN
        case _ if is_disk_full(error):
            return "đầy đĩa"
        case _:
            return f"hệ điều hành báo lỗi số {_number_of_windows(error) or error.errno}"


def leads_astray(error: OSError) -> bool:
    """Whether a path was typed wrong: nothing lies there, or something else than a file."""
    return is_nowhere(error) or _is_folder(error) or isinstance(error, NotADirectoryError)


def is_nowhere(error: OSError) -> bool:
    """Whether nothing lies there. By one number Windows refuses names that no file has (``*.docx``) and what a cloud withholds."""
    if _told_by_windows(error):
        return False
    named = error.filename if error.errno == errno.EINVAL else None
    return isinstance(error, FileNotFoundError) or (named is not None and not Path(named).exists())


def is_out_of_reach(error: OSError) -> bool:
    """Whether the disk, the stick or the share is not there, or went away."""
    return _told_by_windows(error) == _ELSEWHERE


def is_disk_full(error: OSError) -> bool:
    """Whether there is no room left, on the disk or of what the account may use of it."""
    return error.errno in _NO_ROOM or getattr(error, "winerror", None) in _NO_ROOM_ON_WINDOWS


def is_in_the_cloud(path: Path) -> bool:
    """Whether only the name of the file is on the machine; systems without such files say no."""
    return bool(_attributes(path) & _AWAY)


def is_read_only(path: Path) -> bool:
    """Whether Windows has been told never to change or replace that file."""
    return bool(_attributes(path) & stat.FILE_ATTRIBUTE_READONLY) and path.is_file()


def _is_folder(error: OSError) -> bool:
    """Whether what was to be opened is a folder; Windows calls that forbidden, without a number of its own."""
    is_forbidden = isinstance(error, PermissionError) and getattr(error, "winerror", 0) is None
    is_one = is_forbidden and error.filename is not None and Path(error.filename).is_dir()
    return is_one or isinstance(error, IsADirectoryError)


def _attributes(path: Path) -> int:
    try:
        return getattr(path.stat(), "st_file_attributes", 0)
    except OSError:
        return 0


def _told_by_windows(error: OSError) -> str:
    """What its number says; empty on other systems, and of what Python makes the same of."""
    number = _number_of_windows(error)
    named = [Path(path) for path in (error.filename, error.filename2) if isinstance(path, str)]
    if number == _NO_SUCH_WAY and any(map(_is_drive_gone, named)):
        return _ELSEWHERE
    if number == _NO_SUCH_WAY and any(len(str(path.absolute())) > WINDOWS_PATH for path in named):
        return _TOO_LONG
    if error.errno == errno.EINVAL and any(map(is_in_the_cloud, named)):
        return _IN_THE_CLOUD
    return _BY_NUMBER.get(number, "")


def _is_drive_gone(path: Path) -> bool:
    drive, _ = ntpath.splitdrive(path)
    return bool(drive) and not Path(f"{drive}\\").exists()


def _number_of_windows(error: OSError) -> int:
    """Zero elsewhere. Of a file that could not be opened Python has none: what Windows says of looking at it."""
    number = getattr(error, "winerror", 0)
    if number is None and error.filename is not None:
        try:
            Path(error.filename).stat()
        except OSError as again:
            number = getattr(again, "winerror", None)
    return number or 0
