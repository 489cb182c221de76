"""SUB: findings on the tables of a returned form: which there are, their rows and columns, what lies outside."""

from __future__ import annotations

from cv183_reports.catalogue.submission import TAKE_FORM
from cv183_reports.model.finding import Rule, Severity

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

MORE_CELLS = "… và {count} ô khác"
MORE_ROWS = "… và {count} dòng khác"
MORE_CODES = "… và {count} mã khác"
MORE_TABLES = "… và {count} bảng khác"

NO_ANSWERS_TABLE = Rule(
    "SUB010",
    _E,
    "Không tìm thấy bảng của trang «{sheet}» ở bất kỳ trang nào",
    TAKE_FORM,
)
TWO_TABLES = Rule(
    "SUB011",
    _E,
    "Có nhiều bảng «{sheet}» ({places}), không biết bảng nào là bản chính",
    "Hãy giữ lại một bảng, xóa bảng kia rồi gửi lại.",
)
OTHER_PERIOD = Rule(
    "SUB148",
    _W,
    "Trang này là báo cáo của kỳ khác ({found}), để cạnh báo cáo của kỳ này; không được đọc",
    "Hãy xem trang của kỳ này đã ghi đủ chưa; lần sau xóa trang của kỳ khác trước khi gửi.",
)
COLUMN_MISSING = Rule(
    "SUB012",
    _E,
    "Bảng thiếu cột: {columns}",
    "Hãy khôi phục cột với đúng tiêu đề của biểu mẫu rồi gửi lại.",
)
NO_FIGURES_TABLE = Rule(
    "SUB013",
    _E,
    "Không tìm thấy bảng của trang «{sheet}»; các chỉ tiêu của đơn vị chưa có số liệu",
    TAKE_FORM,
)
EXTRA_COLUMN = Rule(
    "SUB014",
    _E,
    "Cột «{value}» không có trong biểu mẫu, nội dung ghi ở cột này không được tổng hợp",
    "Nếu là cột của biểu mẫu bị đổi tiêu đề thì hãy ghi lại đúng tiêu đề; nếu là cột tự thêm thì chuyển nội dung vào cột có sẵn, đúng dòng, rồi gửi lại.",
)
COLUMN_LOST = Rule(
    "SUB027",
    _E,
    "Bảng thiếu cột «{column}», nội dung đơn vị ghi ở cột này không đọc được",
    "Hãy khôi phục cột với đúng tiêu đề của biểu mẫu, ghi lại nội dung rồi gửi lại; các cột khác vẫn được tính.",
)
NOTES_LOST = Rule(
    "SUB028",
    _W,
    "Bảng thiếu cột «{column}», lời giải thích ghi ở cột này không đọc được",
    "Hãy khôi phục cột với đúng tiêu đề của biểu mẫu; số liệu vẫn được tính.",
)
COLUMN_RENAMED = Rule(
    "SUB029",
    _E,
    "Cột «{value}» không có trong biểu mẫu, có lẽ là cột «{column}» bị đổi tiêu đề; không được tổng hợp",
    "Nếu đúng, hãy ghi lại tiêu đề «{column}» rồi gửi lại.",
)
SPARE_COLUMN = Rule(
    "SUB105",
    _N,
    "Cột «{value}» không có trong biểu mẫu, trong cột không có nội dung báo cáo",
    "Không cần làm gì.",
)
LETTER_PARTS = Rule(
    "SUB106",
    _N,
    "Quanh bảng có phần đầu, phần ký hoặc nơi nhận của văn bản tại {cells}, bắt đầu bằng «{value}», không phải nội dung báo cáo",
    "Không cần làm gì.",
)
LEFTOVER = Rule(
    "SUB015",
    _E,
    "Có nội dung ngoài các bảng tại {cells}, bắt đầu bằng «{value}», không được tổng hợp",
    "Hãy chuyển nội dung vào đúng dòng nhiệm vụ rồi gửi lại; không phải nội dung báo cáo thì xóa đi.",
)
ROW_MISSING = Rule(
    "SUB016",
    _E,
    "Bảng không có dòng của nhiệm vụ {code}, nhiệm vụ này coi như có lỗi",
    "Hãy khôi phục dòng với đúng mã {code} và ghi kết quả.",
)
ROW_DUPLICATE = Rule(
    "SUB017",
    _E,
    "Mã {code} có ở nhiều dòng ({rows}), không biết dòng nào đúng",
    "Hãy giữ lại một dòng cho mã {code}.",
)
ROW_UNKNOWN = Rule(
    "SUB018",
    _E,
    "Mã «{code}» không có trong danh mục, dòng này không được tính",
    "Hãy kiểm tra lại mã; nội dung tự thêm thì ghi vào nhiệm vụ có liên quan.",
)
ROW_UNCODED = Rule(
    "SUB019",
    _E,
    "Dòng {row} có nội dung nhưng không có mã, không được tính",
    "Hãy ghi mã, hoặc chuyển nội dung vào dòng có mã.",
)
NOT_OWED = Rule(
    "SUB020",
    _E,
    "Mã {code} không giao cho đơn vị này, dòng này không được tính",
    "Nhiệm vụ không giao cho đơn vị thì xóa nội dung dòng này; đơn vị được giao thì báo lại nơi gửi biểu mẫu để bổ sung vào danh mục.",
)
ROWS_NOT_ISSUED = Rule(
    "SUB103",
    _N,
    "Biểu mẫu đã phát cho đơn vị chưa có {codes}, không phải lỗi của đơn vị",
    "Cần nội dung này ngay trong kỳ thì phát lại biểu mẫu cho đơn vị; kỳ sau biểu mẫu đã có.",
)
ROWS_NOT_IN_FORCE = Rule(
    "SUB104",
    _N,
    "Mã {codes} không có hiệu lực trong kỳ này, nội dung đã điền không được tính",
    "Không cần làm gì; nếu kỳ này vẫn phải báo cáo thì sửa cột hiệu lực trong danh mục.",
)
ROWS_WITHDRAWN = Rule(
    "SUB159",
    Severity.WARNING,
    "Mã {codes} có trong biểu mẫu đã phát nhưng không còn trong danh mục, nội dung đã điền không được tính",
    "Đơn vị không phải sửa; nếu danh mục bị xóa nhầm dòng thì khôi phục, nếu thôi hỏi thì giữ dòng và ghi cột hiệu lực.",
)
TEXT_CHANGED = Rule(
    "SUB021",
    _W,
    "Nội dung nhiệm vụ {code} đã bị sửa thành «{value}»",
    "Chương trình dùng nội dung trong danh mục; hãy kiểm tra xem đơn vị có báo cáo đúng nhiệm vụ không.",
)
TEXT_SWAPPED = Rule(
    "SUB022",
    _E,
    "Đứng cạnh mã {code} lại là nội dung của nhiệm vụ {other}",
    "Có thể chỉ một cột bị sắp xếp lại; hãy trả dòng về đúng biểu mẫu rồi kiểm tra kết quả.",
)
MERGED_ROWS = Rule(
    "SUB023",
    _E,
    "Các ô {range} bị gộp qua nhiều dòng ({codes}), không biết nội dung thuộc dòng nào",
    "Hãy bỏ gộp ô và ghi riêng cho từng dòng.",
)
HIDDEN_ROWS = Rule(
    "SUB024",
    _W,
    "Các dòng bị ẩn hoặc bị lọc vẫn được đọc: {rows}",
    "Hãy bỏ ẩn, bỏ lọc để kiểm tra các dòng này.",
)
MACROS = Rule(
    "SUB025",
    _W,
    "Tệp có chứa macro; chương trình không chạy macro, chỉ đọc các ô",
    "Hãy đề nghị đơn vị lưu dạng .xlsx rồi gửi lại nếu nghi ngờ tệp bị cài mã độc.",
)
EXTERNAL_LINKS = Rule(
    "SUB026",
    _W,
    "Tệp có công thức lấy số từ tệp khác; chương trình dùng kết quả đã lưu trong tệp",
    "Hãy kiểm tra xem số đã lưu có phải số mới nhất không.",
)
GREY_CELLS = Rule(
    "SUB102",
    Severity.NOTE,
    "Các ô xám {cells} ghi khác biểu mẫu đã phát (ô đầu: «{value}»); ô xám không được đọc",
    "Nếu đó là nội dung báo cáo, hãy ghi vào ô vàng của dòng ấy; nếu không thì không cần làm gì.",
)
