"""MAY: the machine and the command line: folders, rights, locked files, wrong usage. KTM: what `doctor` finds there.

BLV: the desk, the month behind buttons on a page of this machine (`DESK_`).
"""

from __future__ import annotations

from cv183_reports.catalogue.files import is_disk_full, reason
from cv183_reports.model import Source
from cv183_reports.model.finding import Finding, Rule, Severity

NO_REGISTER = Rule(
    "MAY001",
    Severity.ERROR,
    "Không thấy danh mục data/danh-muc.xlsx trong thư mục làm việc «{folder}»",
    "Chuyển vào đúng thư mục làm việc, thêm --root THƯ_MỤC, hoặc tạo thư mục mới bằng: cv183-report init THƯ_MỤC.",
)
BAD_PERIOD = Rule(
    "MAY002",
    Severity.ERROR,
    "Kỳ báo cáo «{value}» không phải một tháng",
    "Ghi năm-tháng, ví dụ 2025-09 (hoặc 9/2025); báo cáo theo quý thì ghi năm-quý, ví dụ 2026-Q1 (hoặc quý I/2026).",
)
OTHER_CYCLE = Rule(
    "MAY058",
    Severity.ERROR,
    "Danh mục báo cáo theo {noun}, không có kỳ {value}",
    "Ghi năm-{noun}, ví dụ {short} (hoặc {long}); đổi kỳ báo cáo thì sửa mục «Kỳ báo cáo» ở trang Thiết lập của danh mục.",
)
BAD_INSTANT = Rule(
    "MAY003",
    Severity.ERROR,
    "Thời điểm «{value}» không đọc được",
    "Ghi dạng 2025-09-20T17:00 hoặc 2025-09-20.",
)
UNKNOWN_UNIT = Rule(
    "MAY005",
    Severity.ERROR,
    "Không có đơn vị «{value}» trong danh mục{hint}",
    "Ghi mã hoặc tên đơn vị như ở sheet Đơn vị trong data/danh-muc.xlsx.",
)
UNIT_NOT_THERE = Rule(
    "MAY060",
    Severity.ERROR,
    "Đơn vị {unit} không báo cáo kỳ {period}{term}",
    "Chọn kỳ hoặc đơn vị khác; đơn vị báo cáo từ ngày nào đến hết ngày nào ghi ở sheet Đơn vị trong data/danh-muc.xlsx.",
)
BEGINS, ENDS = "; bắt đầu từ ngày {day}", "; hiệu lực đến hết ngày {day}"
SEVERAL_UNITS = Rule(
    "MAY046",
    Severity.ERROR,
    "Có nhiều đơn vị mang tên «{value}»: {units}",
    "Ghi rõ hơn, hoặc ghi mã trong ngoặc vuông.",
)
WHICH_PERIOD = Rule(
    "MAY047",
    Severity.ERROR,
    "Chưa rõ kỳ nào: kỳ gần nhất có số liệu là {last}, {noun} này là {this}",
    "Ghi rõ kỳ sau tên lệnh, ví dụ: cv183-report status {last}.",
)
NO_FOLDER_YET = (
    "«{folder}» chưa phải thư mục làm việc (không có data/danh-muc.xlsx).\n"
    "Việc tiếp theo: chuyển vào thư mục làm việc rồi gõ lại cv183-report; lần đầu thì tạo: cv183-report init THƯ_MỤC."
)
UNKNOWN_GROUP = Rule(
    "MAY006",
    Severity.ERROR,
    "Không có nhóm đơn vị «{value}» trong danh mục",
    "Dùng một trong các mã nhóm: {known}.",
)
UNKNOWN_DOCUMENT = Rule(
    "MAY007",
    Severity.ERROR,
    "Không có văn bản nào tên «{value}»",
    "Dùng một trong các tên: {known}.",
)
UNIT_WITHOUT_UNITS = Rule(
    "MAY008",
    Severity.ERROR,
    "--unit chỉ chọn đơn vị cho báo cáo riêng ({name}), mà --only không gọi văn bản đó",
    "Bỏ --only, hoặc thêm --only {name}.",
)
NO_OWN_REPORT = Rule(
    "MAY009",
    Severity.ERROR,
    "{unit} chưa có báo cáo được tính ở kỳ này nên không có báo cáo riêng để làm",
    "Xem đơn vị đã gửi gì, sai ở đâu: cv183-report check {period}.",
)
NOBODY_OWES = Rule(
    "MAY022",
    Severity.WARNING,
    "Không còn đơn vị nào nợ báo cáo, kỳ này không có công văn đôn đốc; tệp này làm từ lần trước",
    "Không gửi tệp này đi; cất hoặc xóa nếu không cần.",
)
EDITED = Rule(
    "MAY010",
    Severity.NOTE,
    "Tệp đã có người sửa nên được giữ nguyên; bản mới ghi thành «{beside}»",
    "Với văn bản Word: soát rồi dùng «… (bản đã ghép).docx»; không có bản đó thì chép những chỗ khác (tệp khac-biet-… kê từng "
    "chỗ) sang tệp đã sửa. Xong thì xóa bản mới.",
)
NOT_MERGED = Rule(
    "MAY045",
    Severity.WARNING,
    "Không ghép được số liệu mới vào tệp đã sửa: {reason}; không ghi bản đã ghép",
    "Chép từng chỗ theo tệp khac-biet-… sang tệp đã sửa.",
)
UNREADABLE_WORD = "tệp không đọc được như một văn bản Word"
STRICT_WORD = "tệp lưu ở dạng Strict Open XML (lưu lại thành Word Document .docx thì ghép được)"
OTHER_STRUCTURE = "bố cục tệp đã khác nhiều so với bản chương trình ghi"
PICTURE_TO_MERGE = "bản mới có thêm hình, biểu đồ"
STYLE_TO_MERGE = "tệp đã sửa không còn kiểu chữ (style) của mẫu"
CONTESTED = (
    "Số liệu mới khác ở chỗ anh chị đã sửa, chương trình giữ nguyên bản của anh chị. "
    "Chương trình đã ghi: «{old}». Nay là: «{new}»."
)
CONTESTED_AWAY = (
    "Số liệu mới khác ở chỗ anh chị đã xóa (gần đây), chương trình không đưa vào lại. "
    "Chương trình đã ghi: «{old}». Nay là: «{new}»."
)
WHOLE_TABLE, ROWS_ANEW = "cả bảng này", "bảng có {count} dòng số liệu mới"
"""What a comment says of a table that the person took out."""
NOT_YET, GONE = "(chưa có)", "(bỏ đi)"
"""What a comment says of a place that both the program and a person changed."""
MERGED_OTHERWISE = "đọc lại bản vừa ghép thì có chỗ không như đã định"
LOCKED = Rule(
    "MAY011",
    Severity.ERROR,
    "Tệp đang mở trong chương trình khác nên không ghi đè được; bản mới ghi thành «{beside}»",
    "Đóng tệp trong Word hoặc Excel rồi chạy lại nếu muốn ghi đúng tên.",
)
READ_ONLY = Rule(
    "MAY061",
    Severity.ERROR,
    "Tệp đặt thuộc tính chỉ đọc (Read-only) nên không ghi đè được; bản mới ghi thành «{beside}»",
    "Bấm phải chuột vào tệp, chọn Properties, bỏ dấu ở Read-only rồi chạy lại nếu muốn ghi đúng tên.",
)
IN_THE_WAY = Rule(
    "MAY017",
    Severity.ERROR,
    "Tên này đang là một thư mục nên không ghi được; bản mới ghi thành «{beside}»",
    "Đổi tên hoặc xóa thư mục đó rồi chạy lại nếu muốn ghi đúng tên.",
)
HELD_BACK = Rule(
    "MAY024",
    Severity.ERROR,
    "Không ghi văn bản này vì có nêu tên đơn vị mà báo cáo đã nhận nay không đọc được: {units}",
    "Hãy khôi phục bản gốc như nêu ở trên (hoặc để riêng: cv183-report receive KỲ --set-aside TỆP --reason LÝ_DO) rồi chạy "
    "lại; bản cũ trong thư mục, nếu có, là của lần trước.",
)
UNOPENED = Rule(
    "MAY062",
    Severity.ERROR,
    "{count} tệp đơn vị gửi không mở được nên {what} trong văn bản có thể sai: {files}",
    "Đóng tệp trong chương trình khác, xem ổ mạng còn nối, chờ OneDrive tải xong, rồi chạy lại trước khi dùng văn bản.",
)
WHO_FILED, WHAT_CHANGED = "số đơn vị đã gửi", "phần so với kỳ trước"
NOT_REMINDED = Rule(
    "MAY025",
    Severity.ERROR,
    "Không soạn thư đôn đốc cho đơn vị mà báo cáo đã nhận nay không đọc được: {units}",
    "Hãy khôi phục bản gốc (xem: cv183-report status) rồi chạy lại.",
)
REAL_FILES = Rule(
    "MAY018",
    Severity.ERROR,
    "Thư mục {folder} đã có tệp không phải số liệu minh họa",
    "Làm số liệu minh họa ở thư mục làm việc khác (cv183-report init THƯ_MỤC), để không lẫn với báo cáo thật.",
)
TOO_FEW_UNITS = Rule(
    "MAY019",
    Severity.ERROR,
    "Số đơn vị {value} ít hơn {known} đơn vị của danh mục",
    "Bỏ --units để làm đủ đơn vị của danh mục, hoặc ghi số lớn hơn.",
)
NEW_FOLDER_NEEDED = Rule(
    "MAY054",
    Severity.ERROR,
    "Danh mục ở thư mục làm việc này chỉ có {known} đơn vị, không thêm đơn vị bịa vào đó",
    "Làm ở một thư mục làm việc mới, lệnh này tự tạo: {command}.",
)
NOT_A_FREE_PLACE = Rule(
    "MAY055",
    Severity.ERROR,
    "«{folder}» đã có, và không phải thư mục trống",
    "Ghi tên một thư mục chưa có sau --into; không tệp nào bị thay đổi.",
)
NO_COMMUNE = Rule(
    "MAY056",
    Severity.ERROR,
    "Danh mục không có xã, phường nào để bịa thêm đơn vị giống như vậy",
    "Bỏ --units, hoặc xem dòng Loại đơn vị hành chính ở sheet Thiết lập.",
)
REGISTER_NOT_COPIED = Rule(
    "MAY057",
    Severity.ERROR,
    "Không chép được danh mục kèm đơn vị bịa: {what}",
    "Chạy lại lệnh này ở một thư mục làm việc mới tạo bằng: cv183-report init THƯ_MỤC.",
)
NO_FILES = Rule(
    "MAY020",
    Severity.WARNING,
    "Không có tệp nào để kiểm tra",
    "Chép các tệp hoặc .zip đơn vị gửi vào rồi chạy lại.",
)
RECEIVED = Rule(
    "MAY021",
    Severity.NOTE,
    "Nhận lúc {at}, {evidence}{late}",
    "Nếu thời điểm này không đúng, chép lại tệp giữ nguyên ngày giờ, hoặc nộp thư gốc (.eml, .msg), tệp .zip gốc.",
)
NOT_WRITTEN = Rule(
    "MAY012",
    Severity.ERROR,
    "Không ghi được tệp ({reason})",
    "Kiểm tra quyền ghi vào thư mục và dung lượng đĩa, đóng tệp đang mở, rồi chạy lại; các tệp khác không bị ảnh hưởng.",
)
DISK_FULL = Rule(
    "MAY023",
    Severity.ERROR,
    "Đầy đĩa nên không ghi được",
    "Dọn bớt ổ đĩa chứa thư mục làm việc (Thùng rác, Tệp tải về) rồi chạy lại đúng lệnh này; những gì đã ghi vẫn còn nguyên.",
)
NO_FOLDER_RIGHT = Rule(
    "MAY013",
    Severity.ERROR,
    "Không ghi được vào thư mục ({reason})",
    "Chọn thư mục khác mà tài khoản có quyền ghi, hoặc nhờ quản trị mở quyền.",
)
NOT_READ = Rule(
    "MAY014",
    Severity.ERROR,
    "Không đọc được tệp ({reason})",
    "Kiểm tra tên tệp, quyền đọc, đóng tệp đang mở, rồi chạy lại.",
)
REGISTER_NOT_READ = Rule(
    "MAY059",
    Severity.ERROR,
    "Không đọc được danh mục: {why}",
    "Mở data/danh-muc.xlsx bằng Excel, bỏ mật khẩu nếu có, chọn Lưu thành (Save As) → Excel Workbook (.xlsx), giữ đúng tên tệp; "
    "không mở được thì chép lại bản danh mục đã sao lưu gần nhất.",
)
REGISTER_IS_OTHER = "tệp lưu dạng {kind}"
NOT_EMPTY = Rule(
    "MAY015",
    Severity.ERROR,
    "Thư mục «{folder}» đã có dữ liệu của cv183-report",
    "Chọn một thư mục khác; không tệp nào bị thay đổi.",
)
NO_TEMPLATE = Rule(
    "MAY016",
    Severity.ERROR,
    "Không thấy mẫu văn bản",
    "Chép lại mẫu vào templates/docx, hoặc tạo thư mục làm việc mới bằng: cv183-report init THƯ_MỤC rồi lấy mẫu ở đó.",
)
UNKNOWN_PLACE = Rule(
    "MAY040",
    Severity.ERROR,
    "Báo cáo không có chỗ nào gọi là «{value}»{near}",
    "Hỏi được: một đoạn (III.4), cả mục (III), một dòng phụ lục (Phụ lục 1 dòng 7; Phụ lục 5 bảng 2 dòng 12), một ô "
    "(thêm cột 3 hoặc tên cột), dòng tổng (Phụ lục 1 dòng tổng), nhiệm vụ (3.7; ý (7), mục 3), chỉ tiêu (HC02, hoặc tên), mã hoặc tên đơn vị.",
)


NO_FONT = Rule(
    "KTM001",
    Severity.WARNING,
    "Máy chưa có phông chữ {font}: văn bản mở trên máy này sẽ hiện, in bằng phông khác, số trang có thể lệch",
    "Cài Microsoft Office hoặc bộ phông chữ có {font}; tệp gửi đi vẫn đúng phông.",
)
FONTS_UNKNOWN = Rule(
    "KTM002",
    Severity.NOTE,
    "Không xem được danh sách phông chữ của máy này",
    "Mở Word, tìm {font} trong danh sách phông; nếu không có thì cài thêm.",
)
NOT_WRITABLE = Rule(
    "KTM003",
    Severity.ERROR,
    "Không ghi được vào thư mục ({reason})",
    "Nhờ quản trị mở quyền ghi, bỏ thuộc tính chỉ đọc, hoặc chuyển thư mục làm việc sang ổ khác, ví dụ D:\\CV183.",
)
LITTLE_SPACE = Rule(
    "KTM004",
    Severity.ERROR,
    "Ổ đĩa chỉ còn trống {free} MB, làm một kỳ cần khoảng {need} MB",
    "Dọn bớt ổ đĩa (Thùng rác, Tệp tải về), rồi chạy lại.",
)
CONSOLE = Rule(
    "KTM005",
    Severity.WARNING,
    "Cửa sổ lệnh dùng bảng mã {encoding}, chữ Việt có thể hiện thành ô vuông hoặc dấu hỏi",
    "Gõ chcp 65001 rồi chạy lại, hoặc dùng Windows Terminal; văn bản tạo ra không bị ảnh hưởng.",
)
OPEN_FILES = Rule(
    "KTM006",
    Severity.WARNING,
    "{count} tệp đang mở trong Word, Excel, LibreOffice (hoặc còn dấu khóa của lần tắt máy đột ngột): {files}",
    "Đóng các tệp đó trước khi build; nếu không ai mở thì xóa tệp khóa (tên bắt đầu bằng ~$ hoặc .~lock).",
)
TOO_LONG = Rule(
    "KTM007",
    Severity.ERROR,
    "Đường dẫn dài đến {length} ký tự, Windows chỉ cho {limit}",
    "Chuyển thư mục làm việc lên gần gốc ổ đĩa, ví dụ D:\\CV183, hoặc nhờ quản trị bật LongPathsEnabled.",
)
TOO_LONG_FOR_EXCEL = Rule(
    "KTM008",
    Severity.WARNING,
    "Đường dẫn dài đến {length} ký tự, Excel chỉ mở được tệp có đường dẫn đến {limit}",
    "Chuyển thư mục làm việc lên gần gốc ổ đĩa, ví dụ D:\\CV183.",
)
IN_THE_CLOUD = Rule(
    "KTM009",
    Severity.WARNING,
    "{count} tệp chỉ có trên đám mây, chưa tải về máy: {files}",
    "Bấm chuột phải vào thư mục làm việc, chọn Always keep on this device (Luôn giữ trên thiết bị này), chờ tải xong.",
)
WRONG_ZONE = Rule(
    "KTM010",
    Severity.WARNING,
    "Múi giờ của máy là {offset}, không phải +07:00: giờ nhận báo cáo có thể lệch với giờ trên máy",
    "Vào Settings, Time & language, chọn múi giờ (UTC+07:00) Bangkok, Hanoi, Jakarta và bật đặt giờ tự động.",
)
WRONG_YEAR = Rule(
    "KTM011",
    Severity.ERROR,
    "Đồng hồ máy chỉ năm {year}",
    "Đặt lại ngày giờ của máy; giờ nhận báo cáo và hạn gửi xét theo đồng hồ này.",
)
FROM_THE_FUTURE = Rule(
    "KTM012",
    Severity.WARNING,
    "{count} tệp nhận được mang thời điểm sau đồng hồ máy: {files}",
    "Xem lại đồng hồ máy; nếu đồng hồ đúng thì lấy lại tệp từ hộp thư để có thời điểm nhận thật.",
)
MISSING_LIBRARY = Rule(
    "KTM013",
    Severity.ERROR,
    "Thiếu thư viện {name} (cần {wanted})",
    "Trong thư mục chương trình, gõ lại: py -m pip install .",
)
OLD_LIBRARY = Rule(
    "KTM014",
    Severity.ERROR,
    "Thư viện {name} đang là bản {installed}, cần {wanted}",
    "Trong thư mục chương trình, gõ lại: py -m pip install .",
)
OLD_PYTHON = Rule(
    "KTM015",
    Severity.ERROR,
    "Python đang là bản {installed}, cần {wanted} trở lên",
    "Cài Python mới từ python.org rồi cài lại chương trình.",
)
BROKEN_STATE = Rule(
    "KTM016",
    Severity.WARNING,
    "Sổ theo dõi tệp đã ghi bị hỏng hoặc không đọc được, nên văn bản cũ nào cũng coi như đã có người sửa",
    "Xóa tệp này rồi chạy lại build; bản mới sẽ nằm bên cạnh bản cũ, không mất bản nào.",
)
UNFINISHED_SETTING = Rule(
    "KTM017",
    Severity.WARNING,
    "Mục «{key}» còn chỗ để trống: «{value}»; mọi văn bản, thư sẽ in đúng như vậy",
    "Điền đủ số, ngày của công văn ở trang Thiết lập.",
)
STRANGE_TEMPLATE = Rule(
    "KTM022",
    Severity.NOTE,
    "Tệp không mang tên của mẫu nào nên chương trình không dùng",
    "Nếu là mẫu đã sửa thì đặt lại đúng tên, thay tệp cũ; nếu là bản giữ lại thì chuyển sang thư mục khác.",
)
SPLIT_BOOK = Rule(
    "KTM023",
    Severity.WARNING,
    "Bản khác của sổ «{book}», chương trình không đọc (thường do OneDrive tách ra khi hai máy cùng ghi)",
    "Mở cả hai bằng Notepad, chép những dòng «{book}» chưa có vào cuối sổ đó (dòng trùng không sao), lưu, rồi xóa bản này.",
)
REGISTER_FILLED = Rule(
    "KTM018",
    Severity.NOTE,
    "Đã bổ sung {what}; bản trước giữ ở «{kept}»",
    "Mở danh mục, xem lại các giá trị mới cho đúng với công văn và địa phương.",
)
REGISTER_NOT_FILLED = Rule(
    "KTM019",
    Severity.WARNING,
    "Chưa bổ sung được: ghi lại thì mất {what}; tệp giữ nguyên",
    "Bỏ phần đó rồi chạy lại; hoặc chép các trang, cột, dòng còn thiếu từ danh mục do cv183-report init tạo ra.",
)
REGISTER_OPEN = Rule(
    "KTM020",
    Severity.WARNING,
    "Chưa bổ sung được vì danh mục đang mở trong chương trình khác hoặc không ghi được",
    "Đóng Excel rồi chạy lại.",
)
MONTH_GONE = Rule(
    "KTM021",
    Severity.ERROR,
    "Nhật ký kỳ {period} có so sánh với kỳ {before}, nhưng không còn thư mục số liệu của kỳ {before}",
    "Chép lại data/{before} từ bản sao lưu; thiếu nó thì không còn số so sánh.",
)
UNKNOWN_TOPIC = Rule(
    "MAY048",
    Severity.ERROR,
    "Hướng dẫn không có mục nào về «{value}»{hint}",
    "Hãy xem các mục: cv183-report help.",
)
NO_PDF_LIBRARY = Rule(
    "MAY049",
    Severity.ERROR,
    "Máy chưa có thư viện làm PDF (pypdf)",
    'Trong thư mục chương trình, gõ: py -m pip install ".[pdf]", rồi chạy lại.',
)
NO_OFFICE_PROGRAM = Rule(
    "MAY050",
    Severity.ERROR,
    "Máy không có {program} hay LibreOffice nên không làm được PDF",
    "Cài LibreOffice (miễn phí), hoặc in ra PDF trên máy có chương trình đó.",
)
NOTHING_TO_PRINT = Rule(
    "MAY051",
    Severity.ERROR,
    "Chưa có văn bản để làm PDF",
    "Chạy {command} rồi chạy lại lệnh này.",
)
NOT_PRINTED = Rule(
    "MAY052",
    Severity.ERROR,
    "Không làm được PDF từ tệp này: {reason}",
    "Mở tệp bằng {program} xem có hỏng, có mật khẩu không, rồi in từ đó; các tệp khác vẫn được làm.",
)
NOT_OPENED = "tệp hỏng hoặc có mật khẩu"
PDF_DAMAGED = "bản PDF ghi ra bị hỏng"
PRINTED_VERSION = Rule(
    "MAY053",
    Severity.WARNING,
    "Có {count} bản; PDF làm từ «{taken}» vì {why}, không làm từ: {others}",
    "Mở các bản để đối chiếu; nếu muốn in bản khác thì chuyển bản không dùng ra khỏi thư mục rồi chạy lại.",
)

# The desk.

_AGAIN = "Đóng trang này, mở lại bàn làm việc bằng CV183 trong thư mục làm việc (hoặc: cv183-report desk)."

DESK_NO_LIBRARY = Rule(
    "BLV001",
    Severity.ERROR,
    "Máy chưa có phần bàn làm việc của chương trình (thiếu thư viện {name})",
    'Trong thư mục chương trình, gõ: py -m pip install ".[desk]" (mọi việc vẫn làm được bằng lệnh: cv183-report --help).',
)
DESK_NO_PORT = Rule(
    "BLV002",
    Severity.ERROR,
    "Máy không cho mở trang ở địa chỉ 127.0.0.1 ({reason})",
    "Khởi động lại máy, hoặc nhờ quản trị xem phần mềm bảo mật có chặn không; mọi việc vẫn làm được bằng lệnh.",
)
DESK_BUSY = Rule(
    "BLV003",
    Severity.ERROR,
    "Đang làm việc khác: {label}",
    "Chờ việc đó xong, hoặc bấm Dừng rồi bấm lại.",
)
DESK_STRANGER = Rule(
    "BLV004",
    Severity.ERROR,
    "Yêu cầu này không đến từ bàn làm việc đang mở nên không được làm",
    _AGAIN,
)
DESK_FILE_TOO_BIG = Rule(
    "BLV005",
    Severity.ERROR,
    "Tệp nặng quá {limit} MB nên không nhận",
    "Chọn đúng tệp báo cáo hoặc thư; gói .zip lớn thì chia thành vài gói.",
)
DESK_TOO_MANY = Rule(
    "BLV006",
    Severity.ERROR,
    "Một lần nhận được nhiều nhất {files} tệp, cộng lại {limit} MB; chưa nhận tệp nào",
    "Thả ít tệp hơn, hoặc chỉ thả thư mục chứa báo cáo; chia thành vài lần cũng được, tệp đã nhận không ghi trùng.",
)
DESK_NO_FILES = Rule(
    "BLV007",
    Severity.ERROR,
    "Chưa chọn tệp nào",
    "Bấm Chọn tệp, ở bước 3 kéo thả tệp vào khung cũng được; văn bản để soát, để chốt thì chọn trong danh sách, chưa có thì làm ở bước 4.",
)
DESK_GONE = Rule(
    "BLV008",
    Severity.ERROR,
    "Các tệp vừa chọn không còn ở bàn làm việc",
    "Chọn hoặc thả lại các tệp đó.",
)
DESK_STOPPED_BY_HAND = Rule(
    "BLV009",
    Severity.NOTE,
    "Đã dừng theo yêu cầu",
    "Muốn làm thì bấm lại; những gì đã ghi vẫn còn nguyên, không có gì ghi dở.",
)
DESK_BROKEN = Rule(
    "BLV010",
    Severity.ERROR,
    "Chương trình hỏng giữa chừng ở việc này ({error})",
    "Làm lại; nếu vẫn hỏng thì chép các dòng ở cửa sổ lệnh, báo người phụ trách chương trình. Số liệu đã nhận không bị ảnh hưởng.",
)
DESK_NOT_OPENED = Rule(
    "BLV011",
    Severity.ERROR,
    "Không mở được thư mục «{folder}»",
    "Mở bằng tay: {path}.",
)
DESK_NO_SUCH_DEED = Rule(
    "BLV012",
    Severity.ERROR,
    "Bàn làm việc không có việc nào như vậy",
    _AGAIN,
)
DESK_NO_DOCUMENT = Rule(
    "BLV013",
    Severity.ERROR,
    "Không còn tệp «{name}» trong thư mục của kỳ",
    "Chọn tệp khác trong danh sách, hoặc bấm Chọn tệp khác.",
)
DESK_NO_ROOM = Rule(
    "BLV014",
    Severity.ERROR,
    "Không giữ được tệp vừa chọn ({reason})",
    "Dọn bớt ổ đĩa, rồi thả lại tệp.",
)
DESK_ROOM_LEFT = "ổ đĩa của thư mục tạm {folder} chỉ còn trống {free} MB"
DESK_STILL_WORKING = Rule(
    "BLV015",
    Severity.ERROR,
    "Chưa đóng được vì đang làm: {label}",
    "Chờ việc đó xong, hoặc bấm Dừng rồi đóng.",
)
DESK_NOT_YET_THERE = Rule(
    "BLV016",
    Severity.ERROR,
    "Chưa có thư mục «{folder}»",
    "Làm việc của bước này trước, thư mục sẽ có.",
)
DESK_OTHER_MONTH = Rule(
    "BLV017",
    Severity.ERROR,
    "Kỳ báo cáo đã đổi sang {period} ở một cửa sổ khác nên chưa làm gì",
    "Xem lại kỳ ở góc trên của trang, chọn đúng kỳ rồi bấm lại.",
)
DESK_NO_PAGE_YET = "Kỳ này chưa có trang tình hình. Bấm Làm mới để làm; nhận báo cáo và làm văn bản cũng làm trang này."

DESK_OPENED = "Bàn làm việc của thư mục {folder} đang mở ở: {address}"
DESK_FOUND = "Bàn làm việc của thư mục này đã mở từ trước; mở lại trang đó: {address}"
DESK_BY_HAND = "Không mở được trình duyệt. Chép địa chỉ trên vào trình duyệt (Edge, Chrome, Firefox) của máy này."
DESK_UNTIL = "Giữ cửa sổ này khi đang làm việc; đóng bằng nút Đóng trên trang, hoặc Ctrl+C ở đây."
DESK_CLOSED = "Đã đóng bàn làm việc."
DESK_READ_ONLY = "Thư mục làm việc không cho ghi ({reason}): xem, soát được; nhận báo cáo, làm văn bản thì không."


def refusal(error: OSError, place: Source, rule: Rule) -> Finding:
    """What `rule`, which tells the reason, says of a refusal to write; a full disk has its own sentence."""
    if is_disk_full(error):
        return DISK_FULL.at(place)
    return rule.at(place, reason=reason(error))


def not_given(error: OSError, place: str = "") -> Finding:
    """What the machine did not give, by the name that it tells; else of `place`."""
    return refusal(error, Source(str(error.filename or place)), NOT_READ)
