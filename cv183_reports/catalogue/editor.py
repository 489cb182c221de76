"""BTA: the editor's sheet (bien-tap.xlsx): what the program cannot follow in it, or may not write to it."""

from __future__ import annotations

from cv183_reports.model.finding import Rule, Severity

UNREADABLE = Rule(
    "BTA001",
    Severity.ERROR,
    "Bảng biên tập không đọc được nên văn bản làm theo lựa chọn của chương trình ({reason})",
    "Đóng tệp, mở lại bằng Excel rồi lưu; nếu hỏng hẳn thì đổi tên tệp, chạy lại build để có bảng mới.",
)
SHEET_MISSING = Rule(
    "BTA002",
    Severity.ERROR,
    "Bảng biên tập thiếu trang «{sheet}», các nội dung của trang này theo lựa chọn của chương trình",
    "Khôi phục tên trang; nếu đã xóa thì đổi tên tệp, chạy lại build để có bảng mới rồi chép phần đã biên tập sang.",
)
COLUMN_MISSING = Rule(
    "BTA003",
    Severity.ERROR,
    "Trang thiếu cột «{column}» (bị xóa hoặc đổi tiêu đề), quyết định ở trang này chưa được làm theo",
    "Ghi lại đúng tiêu đề «{column}» ở dòng tiêu đề rồi chạy lại build.",
)
COLUMN_TWICE = Rule(
    "BTA004",
    Severity.ERROR,
    "Trang có hai cột «{column}», quyết định ở trang này chưa được làm theo",
    "Giữ một cột, đổi tiêu đề cột kia rồi chạy lại build.",
)
UNKNOWN_KEY = Rule(
    "BTA005",
    Severity.ERROR,
    "Mã dòng «{value}» không phải do chương trình ghi, quyết định ở dòng này chưa được làm theo",
    "Không sửa cột Mã dòng; nội dung tự thêm thì ghi vào cột Nội dung biên tập của một dòng có sẵn.",
)
KEY_MISSING = Rule(
    "BTA006",
    Severity.ERROR,
    "Dòng có quyết định nhưng không có mã dòng nên chưa được làm theo",
    "Chuyển quyết định sang dòng do chương trình ghi (chạy lại build để dòng đó được ghi thêm nếu đã mất).",
)
KEY_TWICE = Rule(
    "BTA007",
    Severity.ERROR,
    "Nội dung này có ở hai dòng với quyết định khác nhau (dòng {first} và dòng này); làm theo dòng {first}",
    "Giữ một dòng, xóa dòng kia rồi chạy lại build.",
)
CHOICE_UNKNOWN = Rule(
    "BTA008",
    Severity.ERROR,
    "Cột «{column}» ghi «{value}», không rõ là có hay không; chương trình tự chọn",
    "Chọn Có hoặc Không trong danh sách, hoặc để trống.",
)
OMITTED_AND_WORDED = Rule(
    "BTA009",
    Severity.WARNING,
    "Dòng vừa chọn Không vừa có nội dung biên tập «{value}»; nội dung này không đưa vào báo cáo",
    "Bỏ chữ Không nếu muốn in nội dung biên tập, hoặc xóa nội dung biên tập.",
)
TWO_WORDINGS = Rule(
    "BTA010",
    Severity.WARNING,
    "Nhóm {group} có nhiều nội dung biên tập khác nhau (dòng {rows}); mỗi nội dung in riêng với đơn vị của dòng đó",
    "Nếu muốn in gộp, để nội dung biên tập ở một dòng của nhóm.",
)
LEGACY_WORDING = Rule(
    "BTA011",
    Severity.ERROR,
    "Nội dung biên tập gõ bằng bảng mã {encoding}, không in được; đọc là «{text}»",
    "Gõ lại bằng bảng mã Unicode.",
)
NOT_TEXT = Rule(
    "BTA012",
    Severity.ERROR,
    "Ô «{column}» không phải chữ («{value}»), không in được",
    "Gõ lại nội dung bằng chữ, không dùng công thức.",
)
OPEN_ELSEWHERE = Rule(
    "BTA013",
    Severity.WARNING,
    "Bảng biên tập đang mở nên chưa ghi thêm được {count} thay đổi; phần đã lưu vẫn được làm theo",
    "Lưu và đóng bảng biên tập rồi chạy lại build.",
)
NOT_OURS_TO_REWRITE = Rule(
    "BTA014",
    Severity.WARNING,
    "Bảng biên tập có phần chương trình không giữ nguyên được khi ghi ({what}) nên chưa ghi thêm {count} thay đổi; các quyết định đã có vẫn được làm theo",
    "Bỏ phần đó khỏi tệp, hoặc tự đối chiếu nội dung mới ở Phụ lục 4 và bảng tổng hợp.",
)
DRAFT_MOVED = Rule(
    "BTA015",
    Severity.WARNING,
    "Chương trình nay soạn đoạn này khác lúc biên tập ({what}); báo cáo vẫn in đúng nội dung biên tập đã ghi",
    "Sửa nội dung biên tập cho khớp bản soạn mới; nếu lời đã ghi vẫn đúng thì xóa ô Tình trạng của dòng, rồi chạy lại build.",
)
