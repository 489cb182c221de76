"""REG0xx: what can be wrong with the register, danh-muc.xlsx."""

from __future__ import annotations

from cv183_reports.model.finding import Rule, Severity

SHEET_MISSING = Rule(
    "REG001",
    Severity.ERROR,
    "Tệp danh mục không có trang «{sheet}»",
    "Hãy đặt lại đúng tên trang, hoặc lấy lại trang này từ bản danh mục trước.",
)
COLUMN_MISSING = Rule(
    "REG002",
    Severity.ERROR,
    "Trang không có cột «{column}»",
    "Hãy đặt lại đúng tiêu đề cột; đổi thứ tự cột thì được, đổi tên hoặc xóa cột thì không.",
)
COLUMN_TWICE = Rule(
    "REG003",
    Severity.ERROR,
    "Trang có hai cột cùng tiêu đề «{column}» (cột kia ở ô {first})",
    "Hãy xóa hoặc đổi tên một trong hai cột.",
)
SHEET_EMPTY = Rule(
    "REG004",
    Severity.ERROR,
    "Trang chưa có dòng nào dưới hàng tiêu đề",
    "Hãy điền lại, hoặc lấy lại trang này từ bản danh mục trước.",
)
CELL_EMPTY = Rule(
    "REG005",
    Severity.ERROR,
    "Ô «{column}» đang để trống",
    "Hãy điền ô này; nếu dòng không dùng nữa thì xóa cả dòng.",
)
CELL_UNREADABLE = Rule(
    "REG006",
    Severity.ERROR,
    "Ô «{column}» chứa «{value}», không phải chữ hay số",
    "Hãy gõ lại giá trị, không dùng công thức.",
)
CELL_IS_DATE = Rule(
    "REG007",
    Severity.ERROR,
    "Ô «{column}» đã bị Excel đổi thành ngày {value}",
    "Hãy định dạng ô là Text (Văn bản) rồi gõ lại.",
)
CODE_MALFORMED = Rule(
    "REG008",
    Severity.ERROR,
    "Mã «{value}» không đúng dạng; mã ở trang này có dạng {form}",
    "Hãy gõ lại mã, không dấu, không khoảng trắng.",
)
CODE_TWICE = Rule(
    "REG009",
    Severity.ERROR,
    "Mã «{code}» đã dùng ở {first}",
    "Hãy đổi một trong hai mã, hoặc xóa dòng thừa.",
)
CHOICE_UNKNOWN = Rule(
    "REG010",
    Severity.ERROR,
    "«{value}» không có trong danh sách của {of}",
    "Hãy chọn một trong các giá trị: {allowed}.",
)
DATE_MALFORMED = Rule(
    "REG011",
    Severity.ERROR,
    "Không hiểu ngày «{value}»",
    "Hãy gõ ngày/tháng/năm, ví dụ 15/8/2025.",
)
NUMBER_MALFORMED = Rule(
    "REG012",
    Severity.ERROR,
    "«{value}» không phải số nguyên từ {least} đến {most}",
    "Hãy gõ một số nguyên, không kèm chữ.",
)
EMAIL_MALFORMED = Rule(
    "REG013",
    Severity.WARNING,
    "«{value}» không phải một địa chỉ thư điện tử, nên không có thư nào gửi tới địa chỉ này",
    "Hãy gõ địa chỉ dạng ten@donvi.vn (nhiều địa chỉ thì cách nhau bằng dấu chấm phẩy), hoặc để trống.",
)
CONTACT_UNREADABLE = Rule(
    "REG067",
    Severity.WARNING,
    "Ô «{column}» chứa «{value}», không đọc được nên coi như để trống",
    "Hãy định dạng ô là Text (Văn bản) rồi gõ lại.",
)
PHONE_LOST_ZERO = Rule(
    "REG014",
    Severity.WARNING,
    "Số điện thoại «{value}» ghi dạng số, có thể đã mất số 0 ở đầu",
    "Hãy định dạng ô là Text (Văn bản) rồi gõ lại cả số 0.",
)
GROUP_UNKNOWN = Rule(
    "REG015",
    Severity.ERROR,
    "«{value}» không phải mã nhóm nào của trang Nhóm đơn vị",
    "Hãy dùng một trong các mã: {allowed}.",
)
OWNER_UNKNOWN = Rule(
    "REG016",
    Severity.ERROR,
    "«{value}» không phải mã nhóm hay mã đơn vị nào của danh mục",
    "Hãy dùng mã có ở trang Nhóm đơn vị hoặc Đơn vị, cách nhau bằng dấu chấm phẩy.",
)
PARTNER_UNKNOWN = Rule(
    "REG017",
    Severity.ERROR,
    "«{value}» không phải mã đơn vị nào của trang Đơn vị",
    "Hãy dùng mã có ở trang Đơn vị, cách nhau bằng dấu chấm phẩy.",
)
OWED_BY_NOBODY = Rule(
    "REG018",
    Severity.ERROR,
    "Nhiệm vụ {code} không giao cho đơn vị nào",
    "Hãy ghi mã nhóm hoặc mã đơn vị vào cột «Giao cho».",
)
FILING_MISSING = Rule(
    "REG019",
    Severity.ERROR,
    "Không có nhiệm vụ nào xét «{word}»",
    "Hãy chọn giá trị này ở cột «Cách xét» của nhiệm vụ gửi báo cáo {every}.",
)
FILING_TWICE = Rule(
    "REG020",
    Severity.ERROR,
    "Nhiệm vụ {code} cũng xét «{word}», như ở {first}",
    "Hãy chỉ để một nhiệm vụ xét theo cách này.",
)
DEADLINE_MALFORMED = Rule(
    "REG021",
    Severity.ERROR,
    "Không hiểu thời hạn «{value}»",
    "Hãy gõ ngày/tháng/năm (15/8/2025; có giờ thì 17:00 ngày 15/8/2025), hoặc giờ và ngày trong tháng "
    "(17:00 ngày 25 hằng {noun}), hoặc để trống khi không có hạn.",
)
DEADLINE_UNFIT = Rule(
    "REG022",
    Severity.ERROR,
    "Nhiệm vụ loại «{kind}» mà thời hạn là «{value}»",
    "Hãy sửa cho khớp: Một lần – một ngày hoặc để trống; Hằng {noun} – giờ và ngày trong tháng; "
    "Thường xuyên – để trống.",
)
VALIDITY_REVERSED = Rule(
    "REG023",
    Severity.ERROR,
    "Ngày hết hiệu lực {until} trước ngày bắt đầu {since}",
    "Hãy sửa một trong hai ngày.",
)
SECTION_DIFFERS = Rule(
    "REG024",
    Severity.ERROR,
    "Tiêu đề mục {number} khác với tiêu đề ở {first}",
    "Hãy ghi cùng một tiêu đề cho các nhiệm vụ của một mục.",
)
FORMULA_MALFORMED = Rule(
    "REG025",
    Severity.ERROR,
    "Không hiểu «{value}»",
    "Hãy viết mã chỉ tiêu nối bằng dấu cộng, ví dụ {example}.",
)
INDICATOR_UNKNOWN = Rule(
    "REG026",
    Severity.ERROR,
    "«{value}» không phải mã chỉ tiêu nào của trang Chỉ tiêu",
    "Hãy sửa mã, hoặc thêm chỉ tiêu này vào trang Chỉ tiêu.",
)
INDICATOR_COMPUTED = Rule(
    "REG027",
    Severity.ERROR,
    "«{value}» là chỉ tiêu tỷ lệ, không có số liệu gửi về để tính",
    "Hãy dùng các chỉ tiêu có hỏi đơn vị.",
)
FORMULA_MISSING = Rule(
    "REG028",
    Severity.ERROR,
    "Chỉ tiêu tỷ lệ {code} chưa có công thức",
    "Hãy ghi công thức, ví dụ (HC06 + HC07) / HC05.",
)
FORMULA_UNWANTED = Rule(
    "REG029",
    Severity.ERROR,
    "Chỉ tiêu {code} không phải tỷ lệ mà có công thức",
    "Hãy xóa công thức, hoặc chọn cách tổng hợp «Tỷ lệ».",
)
ASKED_OF_NOBODY = Rule(
    "REG030",
    Severity.ERROR,
    "Chỉ tiêu {code} không hỏi nhóm đơn vị nào",
    "Hãy ghi mã nhóm vào cột «Hỏi nhóm».",
)
RATIO_ASKED = Rule(
    "REG031",
    Severity.ERROR,
    "Chỉ tiêu tỷ lệ {code} được tính, không hỏi đơn vị",
    "Hãy để trống cột «Hỏi nhóm» của dòng này.",
)
NO_COMMON_GROUP = Rule(
    "REG032",
    Severity.ERROR,
    "Các chỉ tiêu {codes} không cùng hỏi một nhóm đơn vị nào",
    "Hãy chỉ so sánh, tính toán giữa các chỉ tiêu hỏi cùng một nhóm.",
)
SETTING_UNKNOWN = Rule(
    "REG033",
    Severity.ERROR,
    "Không có mục thiết lập «{value}»",
    "Hãy đặt lại đúng tên mục; các mục có: {allowed}.",
)
SETTING_RENAMED = Rule(
    "REG078",
    Severity.ERROR,
    "Không có mục thiết lập «{value}»; có lẽ là mục «{key}»",
    "Hãy đặt lại đúng tên mục; mục ghi thêm thì xóa dòng này.",
)
SETTING_MISSING = Rule(
    "REG034",
    Severity.ERROR,
    "Thiếu mục thiết lập «{key}»",
    "Hãy thêm lại dòng này vào trang Thiết lập.",
)
TITLE_MISSING = Rule(
    "REG035",
    Severity.ERROR,
    "Quyền hạn ký «{value}» phải có chức vụ người ký ở dòng dưới",
    "Hãy điền mục «Chức vụ người ký», ví dụ PHÓ TRƯỞNG BAN.",
)
COPY_LINE_MISSING = Rule(
    "REG036",
    Severity.ERROR,
    "Dòng cuối của Nơi nhận là «{value}», không phải dạng «Lưu …»",
    "Hãy ghi mỗi nơi một dòng (Alt+Enter để xuống dòng), dòng cuối dạng «Lưu {name}».",
)
NAME_TWICE = Rule(
    "REG037",
    Severity.WARNING,
    "Tên «{value}» trùng với đơn vị ở {first}",
    "Hãy kiểm tra có phải một đơn vị ghi hai lần không.",
)
LEGACY_TEXT = Rule(
    "REG038",
    Severity.ERROR,
    "Ô «{column}» gõ bằng bảng mã {encoding}, không phải Unicode; có lẽ là «{text}»",
    "Hãy gõ lại bằng bộ gõ Unicode, phông chữ Times New Roman.",
)
TITLE_UNWANTED = Rule(
    "REG039",
    Severity.ERROR,
    "Quyền hạn ký «{capacity}» không có dòng chức vụ thứ hai «{value}»",
    "Hãy để trống mục «Chức vụ người ký», hoặc sửa quyền hạn ký, ví dụ K/T TRƯỞNG BAN.",
)
SHEET_RENAMED = Rule(
    "REG040",
    Severity.ERROR,
    "Trang có các cột của trang «{sheet}» nhưng mang tên khác",
    "Hãy đặt lại đúng tên trang, nếu không các dòng ở đây không được tính.",
)
PERIOD_MALFORMED = Rule(
    "REG041",
    Severity.ERROR,
    "Không hiểu kỳ «{value}»",
    "Hãy gõ năm-{noun} hoặc {noun}/năm, ví dụ {short} hoặc {long}.",
)
MONTHS_REVERSED = Rule(
    "REG042",
    Severity.ERROR,
    "Kỳ cuối {until} trước kỳ đầu {since}",
    "Hãy sửa một trong hai kỳ; chỉ một kỳ thì để trống ô này.",
)
WAIVED_UNIT_UNKNOWN = Rule(
    "REG043",
    Severity.ERROR,
    "«{value}» không phải mã đơn vị nào của trang Đơn vị",
    "Hãy ghi mã (không ghi tên) của một đơn vị; mỗi đơn vị một dòng.",
)
WAIVED_OBLIGATION_UNKNOWN = Rule(
    "REG044",
    Severity.ERROR,
    "«{value}» không phải mã nhiệm vụ nào của trang Nhiệm vụ",
    "Hãy ghi một mã nhiệm vụ; miễn, hoãn mọi nhiệm vụ kể cả gửi báo cáo thì ghi dấu * hoặc để trống.",
)
WAIVED_TWICE = Rule(
    "REG045",
    Severity.ERROR,
    "Dòng này miễn, hoãn cả nội dung mà dòng {first} đã miễn, hoãn trong cùng kỳ",
    "Hãy sửa kỳ hoặc nhiệm vụ, hoặc xóa dòng thừa: mỗi nội dung trong một kỳ chỉ theo một văn bản.",
)
WAIVED_NOT_OWED = Rule(
    "REG046",
    Severity.WARNING,
    "Nhiệm vụ {code} không giao cho {unit} nên không có gì để miễn, hoãn",
    "Hãy kiểm tra lại mã đơn vị, mã nhiệm vụ.",
)
WAIVED_NOT_THERE = Rule(
    "REG047",
    Severity.WARNING,
    "{unit} không phải báo cáo trong kỳ nào của dòng này",
    "Hãy kiểm tra lại mã đơn vị, kỳ, và hiệu lực của đơn vị ở trang Đơn vị.",
)
CHOICE_TWICE = Rule(
    "REG048",
    Severity.ERROR,
    "Giá trị «{value}» của danh sách «{name}» đọc giống giá trị ở {first}",
    "Hãy xóa một trong hai dòng, hoặc sửa để hai giá trị khác nhau cả khi bỏ dấu.",
)
LIST_EMPTY = Rule(
    "REG049",
    Severity.ERROR,
    "Danh sách «{name}» chưa có giá trị nào",
    "Hãy thêm dòng cho danh sách này; biểu mẫu cần ít nhất một giá trị để chọn.",
)
REPORT_UNKNOWN = Rule(
    "REG050",
    Severity.WARNING,
    "«{value}» không phải mã nhiệm vụ nào của trang Nhiệm vụ, nên văn bản không nêu hạn báo cáo",
    "Hãy ghi mã nhiệm vụ lập báo cáo chung; công văn không giao thì để trống.",
)
TAKEN = Rule(
    "REG051",
    Severity.NOTE,
    "Danh mục làm từ bản trước, chưa có {kind} {what}; đang dùng theo danh mục kèm chương trình",
    "Hãy chạy cv183-report doctor --fix để bổ sung vào danh mục, rồi mở ra xem lại các giá trị đó.",
)
SYMBOL_MISSING = Rule(
    "REG052",
    Severity.WARNING,
    "{unit} chưa có ký hiệu, nên số trong báo cáo của đơn vị để trống phần này",
    "Hãy điền cột «Ký hiệu» của đơn vị hoặc của nhóm đơn vị.",
)
PERIODS_REVERSED = Rule(
    "REG060",
    Severity.ERROR,
    "Kỳ hết hiệu lực {until} trước kỳ bắt đầu {since}",
    "Hãy sửa một trong hai kỳ; vẫn còn hiệu lực thì để trống ô này.",
)
FILING_BOUNDED = Rule(
    "REG061",
    Severity.ERROR,
    "Nhiệm vụ gửi báo cáo {every} ({code}) phải có hiệu lực ở mọi kỳ",
    "Hãy để trống hai cột hiệu lực của nhiệm vụ này; đổi hạn thì sửa cột «Thời hạn (trước)».",
)
NEVER_ASKED = Rule(
    "REG062",
    Severity.WARNING,
    "{what} không hỏi đơn vị nào trong thời gian có hiệu lực",
    "Hãy kiểm tra hai cột hiệu lực ở dòng này và hiệu lực của các đơn vị ở trang Đơn vị.",
)
NO_COMMON_PERIOD = Rule(
    "REG063",
    Severity.ERROR,
    "Các chỉ tiêu {codes} không cùng có hiệu lực trong kỳ nào",
    "Hãy chỉ so sánh, tính toán giữa các chỉ tiêu có ít nhất một kỳ chung.",
)
NATURE_UNFIT = Rule(
    "REG064",
    Severity.ERROR,
    "Chỉ tiêu có cách tổng hợp «{aggregation}» mà tính chất là «{nature}»",
    "Hãy sửa cho khớp: Cộng dồn – Phát sinh trong kỳ; Số cuối kỳ – Hiện có cuối kỳ hoặc Lũy kế đến "
    "cuối kỳ; Bình quân – Phát sinh trong kỳ hoặc Hiện có cuối kỳ; Tỷ lệ – để trống.",
)
WAIVED_NOT_IN_FORCE = Rule(
    "REG065",
    Severity.WARNING,
    "Nhiệm vụ {code} không có hiệu lực trong kỳ nào của dòng này nên không có gì để miễn, hoãn",
    "Hãy kiểm tra lại mã nhiệm vụ, kỳ, và hiệu lực của nhiệm vụ ở trang Nhiệm vụ.",
)
COLUMN_RENAMED = Rule(
    "REG066",
    Severity.ERROR,
    "Cột «{value}» không có trong danh mục; có lẽ là cột «{column}»",
    "Hãy đặt lại đúng tên cột, nếu không các ô ở đây không được tính; cột khác thì đổi tên cho khác hẳn.",
)
CODE_RESERVED = Rule(
    "REG068",
    Severity.ERROR,
    "Mã «{value}» trùng tên Windows dành riêng cho thiết bị, không đặt được tên tệp, thư mục của đơn vị",
    "Hãy đặt mã khác, ví dụ thêm tên địa phương: «{value}-…».",
)
THRESHOLDS_REVERSED = Rule(
    "REG069",
    Severity.ERROR,
    "«{key}» là {value}, cao hơn «{other}» là {above}",
    "Hãy sửa một trong hai: mức đánh giá tốt hơn không đòi ít hơn; để trống thì theo mức có sẵn.",
)
TOPIC_UNKNOWN = Rule(
    "REG070",
    Severity.WARNING,
    "«{value}» không phải chủ đề nào của trang Chỉ tiêu, nên báo cáo không có số liệu về lãnh đạo, chỉ đạo",
    "Hãy ghi một trong các chủ đề: {allowed}; không có thì để trống.",
)
LACKING = Rule(
    "REG071",
    Severity.NOTE,
    "Danh mục làm từ bản trước, chưa có {kind} {what}; đang dùng như khi để trống",
    "Hãy chạy cv183-report doctor --fix để bổ sung vào danh mục, rồi mở ra xem lại các giá trị đó.",
)

MAIL_SERVER_MALFORMED = Rule(
    "REG072",
    Severity.WARNING,
    "Mục «{key}» là «{value}», nên chưa gửi thư được bằng mail … --send",
    "Hãy ghi {form}; không gửi thư bằng chương trình thì để trống «Máy chủ gửi thư».",
)
HOST_FORM = ("tên máy chủ, ví dụ mail.vidu.vn, không kèm smtp:// và số cổng",)
PORT_FORM = ("một số từ 1 đến 65535, thường là 587 hoặc 465; hoặc để trống",)
ENCRYPTION_FORM = ("STARTTLS hoặc TLS; hoặc để trống",)
SENDER_FORM = ("một địa chỉ thư điện tử, hoặc ghi địa chỉ đó ở mục «Tài khoản gửi thư»",)
"""What is to stand there instead, for MAIL_SERVER_MALFORMED; whole: a text alone is shortened."""

CONTACTS = frozenset(rule.code for rule in (EMAIL_MALFORMED, CONTACT_UNREADABLE, PHONE_LOST_ZERO))
"""Of how to reach units: nothing but letters hangs on it."""
DOUBTS = Rule(
    "REG084",
    Severity.WARNING,
    "Danh mục có {count} chỗ nên xem lại, ví dụ {first}",
    "Hãy chạy cv183-report doctor để xem từng chỗ; đúng rồi thì để nguyên.",
)
"""In one line, for commands that rest on it and are not about it."""
KIND_UNFIT = Rule(
    "REG073",
    Severity.ERROR,
    "Nhiệm vụ loại «{kind}» trong danh mục báo cáo theo {noun}",
    "Hãy chọn «Hằng {noun}», hoặc sửa mục «Kỳ báo cáo» ở trang Thiết lập.",
)
STRUCK = Rule(
    "REG074",
    Severity.ERROR,
    "{first}{others}; danh mục không rõ dòng này còn dùng không",
    "Hãy bỏ gạch ngang (Ctrl+5) hoặc xóa hẳn chữ đó. Đơn vị, nhiệm vụ, chỉ tiêu thôi báo cáo thì ghi cột hiệu lực, "
    "giữ nguyên dòng.",
)
MERGED = Rule(
    "REG075",
    Severity.ERROR,
    "Các ô {range} trộn làm một («{value}»), nên các ô bị che coi như để trống",
    "Hãy bỏ trộn ô (Unmerge Cells) rồi ghi đủ từng ô.",
)
STRAY_ROW = Rule(
    "REG076",
    Severity.ERROR,
    "Dòng này chỉ có «{value}», không phải một dòng của bảng",
    "Hãy chuyển ghi chú, dòng cộng, tên nhóm sang cột trống bên phải bảng hoặc trang khác; là dòng của bảng thì điền đủ.",
)
SHEET_COPIED = Rule(
    "REG077",
    Severity.WARNING,
    "Trang có các cột của trang «{sheet}» nhưng mang tên khác nên không được đọc",
    "Hãy xem có sửa nhầm ở đây không. Bản để xem lại thì ẩn trang (Hide) hoặc chuyển sang tệp khác.",
)
DEADLINE_FAR = Rule(
    "REG079",
    Severity.WARNING,
    "Thời hạn {value} {why}",
    "Hãy kiểm tra lại năm của thời hạn; đúng rồi thì để nguyên.",
)
TOO_EARLY = ("trước ngày bắt đầu các việc của công văn",)
TOO_LATE = ("quá 10 năm sau ngày bắt đầu các việc của công văn",)
"""Why, for DEADLINE_FAR."""
CONSTRAINT_IDLE = Rule(
    "REG080",
    Severity.WARNING,
    "Chỉ tiêu {codes} đứng ở cả hai vế, nên phép so sánh không kiểm tra được gì cho chỉ tiêu đó",
    "Hãy kiểm tra lại mã ở hai vế, hoặc xóa dòng.",
)
CONSTRAINT_TWICE = Rule(
    "REG081",
    Severity.WARNING,
    "Ràng buộc này {how} dòng {first}",
    "Hãy xóa một trong hai dòng, hoặc sửa mã; nếu hai vế phải bằng nhau thì chỉ ghi một dòng «bằng».",
)
REPEATS = ("đã có ở",)
REVERSES = ("ngược với",)
"""How, for CONSTRAINT_TWICE."""
TOPIC_ALIKE = Rule(
    "REG082",
    Severity.WARNING,
    "Chủ đề «{value}» chỉ khác cách viết với «{other}» ở các dòng khác, nên được coi là chủ đề khác",
    "Hãy ghi cùng một cách.",
)
TOPIC_APART = Rule(
    "REG083",
    Severity.WARNING,
    "Chủ đề «{value}» đã có ở các dòng trên, cách đây một chủ đề khác",
    "Hãy để các dòng cùng chủ đề đứng liền nhau, nếu không bảng số liệu in chủ đề này hai lần.",
)
