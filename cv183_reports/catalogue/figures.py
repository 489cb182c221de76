"""SUB08x: findings on the figures of a returned form, alone and against each other."""

from cv183_reports.model.finding import Rule, Severity

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

FIGURE_UNREADABLE = Rule(
    "SUB080",
    _E,
    "Chỉ tiêu {code} ghi «{value}», không phải một số dùng được",
    "Hãy ghi một số; chưa thống kê được thì để trống.",
)
FIGURE_AMBIGUOUS = Rule(
    "SUB081",
    _E,
    "Chỉ tiêu {code} ghi «{value}», có thể là {readings}",
    "Hãy ghi lại số, không dùng dấu phân cách hàng nghìn.",
)
FIGURE_DECIMALS = Rule(
    "SUB082",
    _E,
    "Chỉ tiêu {code} ghi {value}, chỉ được có {decimals} chữ số sau dấu phẩy",
    "Hãy kiểm tra lại số.",
)
FIGURE_NEGATIVE = Rule(
    "SUB083",
    _E,
    "Chỉ tiêu {code} ghi số âm {value}",
    "Hãy ghi số từ 0 trở lên.",
)
FIGURES_BLANK = Rule(
    "SUB084",
    _W,
    "Các chỉ tiêu chưa có số: {codes}",
    "Hãy ghi số; không có thì ghi 0.",
)
CONSTRAINT_BROKEN = Rule(
    "SUB085",
    _E,
    "Số liệu không khớp: {text} ({numbers}); các chỉ tiêu {codes} không được tính",
    "Hãy kiểm tra lại các số này.",
)
FIGURE_LEAP = Rule(
    "SUB086",
    _W,
    "Chỉ tiêu {code} là {value}, kỳ trước là {last}, chênh nhau từ 10 lần trở lên",
    "Hãy kiểm tra lại, giải thích ở cột Ghi chú nếu đúng.",
)
FIGURE_RENAMED = Rule(
    "SUB087",
    _W,
    "Tên chỉ tiêu {code} đã bị sửa thành «{value}»",
    "Chương trình dùng tên trong danh mục; hãy kiểm tra xem đơn vị có ghi đúng chỉ tiêu không.",
)
FIGURE_SWAPPED = Rule(
    "SUB088",
    _E,
    "Đứng cạnh mã {code} lại là tên của chỉ tiêu {other}; số của dòng này không được tính",
    "Có thể chỉ một cột bị sắp xếp lại; hãy trả dòng về đúng biểu mẫu rồi kiểm tra số liệu.",
)
FIGURE_MEASURE = Rule(
    "SUB089",
    _E,
    "Đơn vị tính của chỉ tiêu {code} đã bị sửa thành «{value}»; số của dòng này không được tính",
    "Hãy ghi lại số theo đúng đơn vị tính của biểu mẫu: {measure}.",
)
