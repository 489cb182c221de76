"""SUB: findings on a returned form: whose it is, its cells, and what they say together."""

from __future__ import annotations

from cv183_reports.model.finding import Rule, Severity

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE
TAKE_FORM = "Hãy chép số liệu vào đúng biểu mẫu đã phát của đơn vị rồi gửi lại."
_TYPE_AGAIN = "Hãy ghi lại ô này."

# Whose file it is. An error of these rejects the file.

META_UNIT = "mã đơn vị"
META_PERIOD = "kỳ báo cáo"
META_VERSION = "phiên bản biểu mẫu"
NO_META = Rule(
    "SUB001",
    _E,
    "Trang ẩn «_meta» không còn hoặc đã bị sửa (thiếu: {keys}), không xác định được đơn vị và kỳ báo cáo",
    TAKE_FORM,
)
SEEMS_TO_BE = Rule(
    "SUB101",
    _N,
    "Theo {clues}, tệp có thể là của {units}",
    "Đây chỉ là gợi ý, tệp vẫn không được tính; hãy hỏi lại rồi gửi đúng biểu mẫu của đơn vị đó.",
)
UNKNOWN_UNIT = Rule(
    "SUB002",
    _E,
    "Mã đơn vị «{value}» của biểu mẫu không có trong danh mục, hoặc không còn hiệu lực ở {period}",
    "Hãy đối chiếu trang Đơn vị của danh mục, phát lại biểu mẫu cho đơn vị.",
)
WRONG_PERIOD = Rule(
    "SUB003",
    _E,
    "Biểu mẫu đã gửi là của {found}, không phải {expected}",
    "Hãy gửi lại đúng tệp của {expected}.",
)
UNKNOWN_VERSION = Rule(
    "SUB004",
    _E,
    "Biểu mẫu thuộc phiên bản «{value}», chương trình chỉ đọc phiên bản {known}",
    TAKE_FORM,
)
FORMER_VERSION = Rule(
    "SUB100",
    _N,
    "Biểu mẫu phát theo phiên bản cũ «{value}», đã được đọc đầy đủ như phiên bản {known}",
    "Không cần làm gì; kỳ sau dùng biểu mẫu mới phát.",
)
UNIT_CONFLICT = Rule(
    "SUB005",
    _E,
    "Ô Đơn vị ghi «{value}» nhưng biểu mẫu được phát cho {unit}",
    "Hãy xác định báo cáo là của ai, rồi gửi lại trên biểu mẫu của chính đơn vị đó.",
)
PERIOD_CONFLICT = Rule(
    "SUB006",
    _E,
    "Ô Kỳ báo cáo ghi «{value}» nhưng biểu mẫu được phát cho {period}",
    "Hãy xác định số liệu là của kỳ nào, rồi gửi lại trên biểu mẫu của kỳ đó.",
)
HEADER_UNREADABLE = Rule(
    "SUB007",
    _W,
    "Ô {label} ghi «{value}», không khớp với biểu mẫu đã phát ({issued})",
    "Chương trình lấy theo biểu mẫu đã phát; hãy kiểm tra lại với đơn vị.",
)
FILE_NAME_CONFLICT = Rule(
    "SUB008",
    _W,
    "Tên tệp ghi {value} nhưng nội dung là của {unit}, {period}",
    "Chương trình lấy theo nội dung; hãy kiểm tra xem có gửi nhầm tệp không.",
)
REGISTER_CHANGED = Rule(
    "SUB009",
    _W,
    "Biểu mẫu được phát trước khi danh mục thay đổi",
    "Hãy kiểm tra xem nhiệm vụ, chỉ tiêu nào của đơn vị đã đổi sau khi phát biểu mẫu.",
)

# One cell.

OR = " hoặc "
"""Between the readings of a value that has two."""

CELL_ERROR = Rule("SUB030", _E, "Ô chứa giá trị lỗi của Excel «{value}»", _TYPE_AGAIN)
TEXT_IS_FORMULA = Rule(
    "SUB156",
    _E,
    "Excel hiểu chữ gõ vào ô («{text}») là công thức nên ô chỉ hiện «{value}»",
    "Hãy ghi lại, bỏ dấu - + = @ ở đầu ô hoặc gõ dấu nháy đơn (') trước dấu đó; ô phải hiện đúng chữ đã gõ.",
)
UNCALCULATED = Rule(
    "SUB031",
    _E,
    "Ô chứa công thức «{value}» chưa có kết quả",
    "Hãy mở tệp bằng Excel, lưu lại; hoặc thay công thức bằng giá trị.",
)
LEGACY_ENCODING = Rule(
    "SUB032",
    _E,
    "Chữ viết bằng mã cũ {encoding}: «{value}», có thể là «{decoded}»",
    "Hãy chuyển sang Unicode rồi gửi lại (lưu ý chữ hoa).",
)
LETTERS_BROKEN = Rule(
    "SUB038",
    _E,
    "Chữ bị hỏng trên đường gửi: «{value}»{meant}",
    "Hãy gõ lại chỗ đó rồi gửi lại.",
)
PROBABLY_MEANT = ", có lẽ là «{text}»"
SYMBOL_BULLETS = Rule(
    "SUB039",
    _N,
    "Dấu đầu dòng lấy từ phông ký hiệu (Symbol, Wingdings), in thành gạch đầu dòng: «{value}»",
    "Không cần làm gì.",
)
LEGACY_CONVERTED = Rule(
    "SUB036",
    _W,
    "Chữ mã cũ {encoding} «{value}» đã được chuyển thành «{decoded}» theo yêu cầu khi nhận",
    "Hãy so với bản gốc, nhất là chữ hoa và tên riêng.",
)
CONTROL_CHARACTERS = Rule(
    "SUB033",
    _W,
    "Ô có ký tự điều khiển không in được, đã bỏ: «{value}»",
    "Hãy kiểm tra xem chữ có bị mất không.",
)
LOOK_ALIKE = Rule(
    "SUB034",
    _N,
    "Chữ cái của bảng chữ khác, trông giống chữ tiếng Việt (Ð, о, с …), đã được thay: «{value}»",
    "Không cần làm gì nếu câu vẫn đúng.",
)
TEXT_IS_DATE = Rule(
    "SUB146",
    _W,
    "{column}: Excel đã tự đổi nội dung gõ vào thành ngày giờ (ô hiện theo dạng «{format}»), được đọc là {reading}",
    "Nếu không phải ngày giờ (ví dụ gõ 3/4 để chỉ 3 trên 4) thì định dạng ô kiểu Văn bản (Text), ghi lại rồi gửi lại.",
)
TEXT_LONG = Rule(
    "SUB035",
    _W,
    "Nội dung dài {length} ký tự (quá {limit})",
    "Hãy viết gọn lại, phần chi tiết gửi kèm theo văn bản.",
)
TEXT_WITHOUT_MARKS = Rule(
    "SUB037",
    _W,
    "Nội dung viết không dấu: «{value}»",
    "Hãy đề nghị đơn vị viết lại có dấu, vì văn bản sẽ in đúng như vậy.",
)
TEXT_IN_CAPITALS = Rule(
    "SUB155",
    _W,
    "Nội dung viết toàn chữ in hoa: «{value}»",
    "Hãy đề nghị đơn vị viết lại bằng chữ thường, vì văn bản sẽ in đúng như vậy.",
)
TEXT_NOT_WRITTEN = Rule(
    "SUB157",
    _W,
    "Nội dung còn chỗ chưa điền hoặc lời của công cụ soạn thảo: {pieces}",
    "Hãy điền đủ hoặc xóa đi rồi gửi lại, vì văn bản sẽ in đúng như vậy.",
)
MORE_PIECES = "… và {count} chỗ khác"

CHOICE_UNKNOWN = Rule(
    "SUB040",
    _E,
    "{column} ghi «{value}», không có trong danh sách nên ô này không được tính",
    "Hãy chọn một trong: {choices}.",
)
CHOICE_READ_AS = Rule(
    "SUB041",
    _W,
    "{column} ghi «{value}», được hiểu là «{choice}»",
    "Hãy kiểm tra lại; lần sau chọn trong danh sách.",
)
PERCENT_UNREADABLE = Rule(
    "SUB042",
    _E,
    "Tỷ lệ ghi «{value}», không phải một số chính xác; nhiệm vụ này chưa được tính",
    "Hãy ghi một số từ 0 đến 100.",
)
PERCENT_AMBIGUOUS = Rule(
    "SUB043",
    _E,
    "Tỷ lệ ghi «{value}», có thể là {readings} nên ô này không được tính",
    "Hãy ghi số từ 0 đến 100 (80 nghĩa là 80%).",
)
SAID_ELSEWHERE = Rule(
    "SUB142",
    _E,
    "Cột {column} ghi «{value}», chỉ dẫn sang chỗ khác; văn bản in riêng từng nội dung nên ô này không được tính",
    "Hãy ghi đủ nội dung vào ô này, dù đã có ở ô khác, ở tệp gửi kèm hay ở kỳ trước.",
)
CELL_ALONE = frozenset(rule.code for rule in (CHOICE_UNKNOWN, PERCENT_AMBIGUOUS, SAID_ELSEWHERE))
"""Errors that leave out one cell and nothing else of its row."""
PERCENT_RANGE = Rule(
    "SUB044",
    _E,
    "Tỷ lệ «{value}» nằm ngoài khoảng từ 0 đến 100; nhiệm vụ này chưa được tính",
    "Hãy ghi một số từ 0 đến 100.",
)
PERCENT_IS_DATE = Rule(
    "SUB045",
    _E,
    "Ô tỷ lệ lại chứa ngày «{value}» (Excel tự đổi, ví dụ 4/5 thành ngày); nhiệm vụ này chưa được tính",
    "Hãy ghi tỷ lệ bằng một số, ví dụ 80.",
)
VALUE_READ_AS = Rule(
    "SUB046",
    _N,
    "{column} ghi «{value}», được đọc là {reading}",
    "Không cần làm gì nếu đọc đúng.",
)
DATE_UNREADABLE = Rule(
    "SUB047",
    _E,
    "{column} ghi «{value}», không đọc được thành ngày; chưa được tính",
    "Hãy ghi ngày/tháng/năm, ví dụ 15/8/2025.",
)
DATE_NOT_THERE = Rule(
    "SUB145",
    _E,
    "{column} ghi «{value}», lịch không có ngày này; chưa được tính",
    "Hãy xem lại rồi ghi đúng ngày/tháng/năm, ví dụ 15/8/2025.",
)
DATE_AMBIGUOUS = Rule(
    "SUB048",
    _E,
    "{column} ghi «{value}», có thể là {readings}; chưa được tính",
    "Hãy ghi đủ ngày/tháng/năm, ví dụ 15/8/2025.",
)
DATE_IS_NUMBER = Rule(
    "SUB049",
    _E,
    "{column} là số {value}, không rõ có phải ngày không; chưa được tính",
    "Hãy định dạng ô theo kiểu ngày rồi ghi lại, ví dụ 15/8/2025.",
)
DATE_FUTURE = Rule(
    "SUB050",
    _E,
    "Ngày hoàn thành là {value}, sau ngày nhận báo cáo ({received}); nhiệm vụ này chưa được tính",
    "Hãy ghi ngày đã hoàn thành thực tế; chưa xong thì đổi trạng thái.",
)
UNKNOWN_DAY = "không rõ, tính đến {last}"
DATE_EARLY = Rule(
    "SUB051",
    _E,
    "Ngày hoàn thành là {value}, quá sớm so với công văn; nhiệm vụ này chưa được tính",
    "Hãy ghi đủ ngày/tháng/năm, ví dụ 15/8/2025 (gõ 15.8 thì Excel hiểu thành một ngày khác).",
)
DATE_SWAPPED = Rule(
    "SUB052",
    _W,
    "Ngày hoàn thành đang là {value}; có thể máy đã đảo ngày với tháng và ý là {swapped}",
    "Hãy hỏi lại đơn vị ngày đúng; chương trình không tự đổi ngày.",
)
DATE_OF_LAST_MONTH = Rule(
    "SUB053",
    _E,
    "Nhiệm vụ {kind} ghi hoàn thành ngày {value}, trước kỳ báo cáo này; nhiệm vụ này chưa được tính",
    "Hãy ghi ngày hoàn thành của kỳ này, hoặc chọn trạng thái Đang thực hiện.",
)

# One row.

STATUS_UNKNOWN = Rule(
    "SUB060",
    _E,
    "Trạng thái ghi «{value}», không có trong danh sách; nhiệm vụ này chưa được tính",
    "Hãy chọn một trong: {choices}.",
)
STATUS_BLANK = Rule(
    "SUB061",
    _E,
    "Nhiệm vụ {code} có nội dung nhưng để trống trạng thái; nhiệm vụ này chưa được tính",
    "Hãy chọn trạng thái.",
)
ROW_BLANK = Rule(
    "SUB062",
    _E,
    "Đơn vị chưa báo cáo nhiệm vụ {code}",
    "Hãy chọn trạng thái và ghi kết quả; không có việc thì chọn Không phát sinh.",
)
DONE_NOT_FULL = Rule(
    "SUB063",
    _E,
    "Trạng thái Hoàn thành nhưng tỷ lệ chỉ {percent}%; nhiệm vụ này chưa được tính",
    "Hãy sửa trạng thái hoặc tỷ lệ cho khớp nhau.",
)
FULL_NOT_DONE = Rule(
    "SUB064",
    _W,
    "Tỷ lệ 100% nhưng trạng thái là {status}",
    "Hãy kiểm tra xem nhiệm vụ đã hoàn thành chưa.",
)
DATE_NOT_DONE = Rule(
    "SUB065",
    _W,
    "Có ngày hoàn thành {value} nhưng trạng thái là {status}",
    "Hãy kiểm tra xem nhiệm vụ đã hoàn thành chưa.",
)
DONE_WITHOUT_DATE = Rule(
    "SUB066",
    _E,
    "Nhiệm vụ {code} có thời hạn, báo cáo gửi sau hạn, ghi Hoàn thành nhưng thiếu ngày hoàn thành; nhiệm vụ này chưa được tính",
    "Hãy ghi ngày hoàn thành để xác định đúng hạn hay quá hạn.",
)
DATE_FROM_LAST = Rule(
    "SUB067",
    _N,
    "Ngày hoàn thành để trống, lấy {value} theo báo cáo kỳ trước",
    "Không cần làm gì nếu ngày đúng.",
)
PERCENT_NOT_OWED = Rule(
    "SUB068",
    _W,
    "Trạng thái {status} nhưng ghi tỷ lệ {percent}%",
    "Hãy kiểm tra lại trạng thái, hoặc để trống tỷ lệ.",
)
LESS_THAN_LAST = Rule(
    "SUB069",
    _W,
    "Tỷ lệ {percent}% thấp hơn kỳ trước ({last}%)",
    "Hãy kiểm tra lại, nêu lý do ở cột Kết quả thực hiện.",
)
UNDONE = Rule(
    "SUB070",
    _W,
    "Kỳ trước đã báo Hoàn thành, kỳ này lại ghi {status}",
    "Hãy kiểm tra lại, nêu lý do ở cột Kết quả thực hiện.",
)
NOT_OWED_BY_NAME = Rule(
    "SUB120",
    _W,
    "Ghi «{status}» nhưng {dispatch} giao đích danh đơn vị nhiệm vụ {code}",
    "Hãy kiểm tra lại; nếu đúng như vậy thì nêu lý do ở cột Kết quả thực hiện.",
)
RESULT_UNCHANGED = Rule(
    "SUB071",
    _W,
    "Kết quả thực hiện chép nguyên văn của kỳ trước",
    "Hãy cập nhật kết quả của kỳ này.",
)
RESULT_IS_TASK = Rule(
    "SUB154",
    _W,
    "Kết quả thực hiện chép lại nội dung nhiệm vụ {code}",
    "Hãy nêu việc đã làm, kết quả cụ thể của kỳ này.",
)
RESULT_EMPTY = Rule(
    "SUB072",
    _W,
    "Trạng thái {status} nhưng chưa nêu Kết quả thực hiện",
    "Hãy nêu ngắn gọn việc đã làm.",
)
LEVEL_MISSING = Rule(
    "SUB073",
    _W,
    "Có kiến nghị nhưng chưa chọn Cấp giải quyết",
    "Hãy chọn cấp có thẩm quyền giải quyết.",
)
CAUSE_ALONE = Rule(
    "SUB138",
    _W,
    "Chọn Nguyên nhân «{value}» nhưng để trống Khó khăn, vướng mắc",
    "Hãy nêu khó khăn, vướng mắc; không có thì bỏ nguyên nhân.",
)
NEW_DEADLINE_UNNEEDED = Rule(
    "SUB139",
    _W,
    "Ghi hạn mới đề nghị {value} nhưng nhiệm vụ {code} không quá hạn ({why})",
    "Hạn mới chỉ ghi cho nhiệm vụ đã quá hạn mà chưa hoàn thành; hãy kiểm tra lại hoặc bỏ trống.",
)
STATUS_IS, DEADLINE_IS, NO_DEADLINE = (
    "trạng thái {status}",
    "thời hạn: {deadline}",
    "không có thời hạn",
)
"""Why an obligation is not overdue."""
NEW_DEADLINE_UNFIT = Rule(
    "SUB140",
    _E,
    "Hạn mới đề nghị {value} nằm ngoài khoảng từ {first} đến {last} nên ô này không được tính",
    "Hãy ghi một ngày sau ngày phải gửi báo cáo, đủ ngày/tháng/năm, ví dụ 31/10/2025.",
)


FIGURE_UNREADABLE = Rule(
    "SUB080",
    _E,
    "Chỉ tiêu {code} ghi «{value}», không phải một số dùng được",
    "Hãy chỉ ghi một số, không kèm chữ, dấu ~ hay khoảng từ … đến; chưa thống kê được thì để trống.",
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
    "Chỉ tiêu {code} là số nguyên nhưng ô chứa số {value}, không rõ là số nào nên không được tính",
    "Hãy ghi lại số nguyên, không ngăn hàng nghìn (gõ 1.230 thì máy có thể hiểu là 1,23, ô hiện thành 1).",
)
COUNT_HIDES_PART = Rule(
    "SUB158",
    _W,
    "Chỉ tiêu {code} là số nguyên nhưng ô lưu số {stored} và hiện {value}; được tính là {value}",
    "Hãy ghi lại số nguyên, không ngăn hàng nghìn (gõ 1.230 thì máy có thể hiểu là 1,23, ô hiện thành 1).",
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
    "Số liệu chưa đúng quy tắc «{text}» ({numbers}); các chỉ tiêu {codes} không được tính",
    "Hãy kiểm tra lại các số này.",
)
FIGURE_LEAP = Rule(
    "SUB086",
    _W,
    "Chỉ tiêu {code} là {value}, kỳ trước là {last}, chênh nhau từ 10 lần trở lên",
    "Hãy kiểm tra lại, giải thích ở cột Ghi chú nếu đúng.",
)
FIGURE_OTHER_MEASURE = Rule(
    "SUB147",
    _E,
    "Chỉ tiêu {code} là {value}, gấp trên {times} lần kỳ trước ({last}), có lẽ ghi theo đơn vị tính khác nên không được tính",
    "Hãy ghi theo đúng đơn vị tính của biểu mẫu: {measure}; nếu số đúng thì giải thích ở cột Ghi chú.",
)
FIGURE_FALLS = Rule(
    "SUB121",
    _W,
    "Chỉ tiêu {code} là số lũy kế, không thể giảm: {month} ghi {value}, {before} đã ghi {last}",
    "Hãy kiểm tra lại cả hai số; ghi số cộng dồn từ đầu đến cuối kỳ, nếu kỳ trước ghi sai thì nêu rõ ở cột Ghi chú.",
)
FIGURE_IN_NOTES = Rule(
    "SUB151",
    _E,
    "Chỉ tiêu {code} để trống số, số «{value}» lại ghi ở cột {column}; chưa được tính",
    "Hãy ghi số vào đúng cột {asked}; cột {column} chỉ để giải thích.",
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

# What a person sees is not what is stored.

NUMBER_LOOKS_OTHERWISE = Rule(
    "SUB130",
    _E,
    "Ô lưu số {stored} nhưng định dạng «{format}» làm ô hiện ra khác, không rõ số nào là đúng",
    "Hãy chọn định dạng Chung (General) cho ô, ghi lại đúng số rồi gửi lại.",
)
DATE_PARTLY_SHOWN = Rule(
    "SUB131",
    _E,
    "Ô hiện ngày theo dạng «{format}», không thấy đủ ngày, tháng, năm (lưu bên trong: {stored}); chưa được tính",
    "Hãy ghi đủ ngày/tháng/năm, ví dụ 15/8/2025, rồi gửi lại.",
)
DATE_OF_THE_DAY = Rule(
    "SUB132",
    _E,
    "Ngày lấy bằng công thức {formula}, mỗi ngày mở tệp lại đổi khác; chưa được tính",
    "Hãy gõ ngày cố định, ví dụ 15/8/2025, rồi gửi lại.",
)
NUMBER_OF_THE_DAY = Rule(
    "SUB160",
    _E,
    "Số lấy bằng công thức {formula}, mỗi lần mở tệp lại đổi khác; chưa được tính",
    "Hãy gõ số cố định rồi gửi lại.",
)
FIGURE_OF_NOTHING = Rule(
    "SUB133",
    _E,
    "Chỉ tiêu {code} ghi «{value}», không rõ là bằng 0 hay chưa thống kê được",
    "Hãy ghi 0 nếu không phát sinh; để trống nếu chưa thống kê được.",
)
FLOATING = Rule(
    "SUB134",
    _W,
    "Trên bảng có {things} ({cells}); nội dung trong đó không được đọc, chỉ chữ và số trong ô được tính",
    "Nếu đó là câu trả lời thì hãy ghi vào đúng ô rồi gửi lại.",
)
AT_NO_CELL = "không gắn vào ô nào"
HIDDEN_COLUMNS = Rule(
    "SUB135",
    _W,
    "Các cột bị ẩn vẫn được đọc: {columns}",
    "Hãy bỏ ẩn để kiểm tra các cột này.",
)
FAINT_CELLS = Rule(
    "SUB144",
    _W,
    "Chữ cùng màu với nền ô hoặc bị định dạng (kể cả định dạng có điều kiện) giấu đi, gạch ngang, nhưng vẫn được đọc: {cells}",
    "Hãy chọn màu chữ Automatic, định dạng Chung (General), bỏ định dạng có điều kiện (Conditional Formatting) để kiểm tra các ô này.",
)
HIDDEN_SHEET = Rule(
    "SUB143",
    _W,
    "Trang này bị ẩn vẫn được đọc",
    "Hãy bỏ ẩn để kiểm tra trang này.",
)
READ_AS_NOTHING = Rule(
    "SUB136",
    _N,
    "Cột {column} ghi «{value}», hiểu là để trống",
    "Không cần làm gì.",
)
LINKS_NOT_PRINTED = Rule(
    "SUB137",
    _N,
    "Liên kết không được in vào văn bản: {what}; {rest}",
    "Nếu là minh chứng thì hãy ghi số, ký hiệu, ngày của văn bản; cần gửi tệp thì đính kèm vào thư.",
)
MORE_LINKS = "… và {count} liên kết khác"
NOTHING_BESIDE, WORDS_BESIDE = "ô không còn chữ nào để in", "chữ còn lại trong ô vẫn được in"
PICTURES_NOT_PRINTED = Rule(
    "SUB152",
    _N,
    "Biểu tượng không được in vào văn bản: {what}; {rest}",
    "Không cần làm gì nếu chữ đã đủ ý; lần gửi sau chỉ dùng chữ.",
)
MORE_MARKS = "… và {count} dấu khác"
MORE_PICTURES = "… và {count} biểu tượng khác"
PAPER_UNFINISHED = Rule(
    "SUB153",
    _W,
    "{column} còn để trống số hoặc ngày nên không được in vào văn bản: {papers}",
    "Hãy ghi đủ số, ký hiệu, ngày của văn bản; chưa ban hành thì để trống ô này.",
)
MORE_PAPERS = "… và {count} văn bản khác"
MISTYPED = Rule(
    "SUB141",
    _N,
    "Có lẽ gõ nhầm: {words}",
    "Nội dung vẫn được tính như đã viết; nếu đúng là gõ nhầm thì sửa trong lần gửi sau.",
)
MARKUP = Rule(
    "SUB150",
    _N,
    "Dấu định dạng dán từ nơi khác không được in vào văn bản: {what}; {rest}",
    "Không cần làm gì nếu chữ đã đủ ý; lần gửi sau chỉ dùng chữ.",
)
MORE_WORDS = "… và {count} từ khác"
