"""SUB09x: findings that only several files of one period show together."""

from cv183_reports.model.finding import Rule, Severity

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE
MORE_UNITS = "và {count} đơn vị khác"

SAME_FILE = Rule(
    "SUB090",
    _W,
    "Tệp giống hệt «{other}», chỉ tính một lần",
    "Không cần làm gì.",
)
SAME_TIME = Rule(
    "SUB091",
    _E,
    "Nhận cùng lúc (cách chưa đến 1 phút) với «{other}» của cùng đơn vị nhưng nội dung khác nhau; chưa tính tệp nào",
    "Hãy hỏi đơn vị tệp nào là bản cuối, lưu riêng tệp đó rồi nhận lại bằng lệnh receive, hoặc đề nghị đơn vị gửi lại; tệp để trong thư mục nop thì chuyển tệp kia ra.",
)
REPLACED = Rule(
    "SUB092",
    _N,
    "Tệp này được thay bằng «{other}» gửi sau",
    "Không cần làm gì.",
)
NEWER_UNREADABLE = Rule(
    "SUB093",
    _W,
    "Tệp gửi sau «{other}» không dùng được nên vẫn tính tệp này",
    "Hãy đề nghị đơn vị gửi lại tệp mới.",
)
CHANGED = Rule(
    "SUB094",
    _N,
    "{what} khác bản trước «{other}»: {changes}",
    "Không cần làm gì nếu đơn vị chủ ý sửa.",
)
MENDED = "bản trước có lỗi ở dòng này, bản này đã sửa"
EMPTIED = Rule(
    "SUB095",
    _W,
    "{what}: bản trước «{other}» có {fields}, bản này không có",
    "Hãy hỏi đơn vị xem có chủ ý bỏ không.",
)
TEXT_SHARED = Rule(
    "SUB096",
    _W,
    "{what} giống nguyên văn của {units}",
    "Hãy kiểm tra xem các đơn vị có chép của nhau không.",
)
SAMPLE_ASIDE = Rule(
    "SUB097",
    _W,
    "Tệp số liệu minh họa, đơn vị đã gửi báo cáo thật «{other}» nên không tính tệp này",
    "Hãy chuyển tệp minh họa ra khỏi thư mục nhận.",
)
