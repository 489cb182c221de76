"""FIL08x to FIL10x: mails as envelopes. SUB09x: files side by side. STN: when they came."""

from __future__ import annotations

from cv183_reports.model.finding import Rule, Severity

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE
_SAVE_ATTACHMENTS = (
    "Hãy mở thư trong hộp thư, lưu các tệp Excel đính kèm ra ngoài rồi nộp các tệp đó."
)
_SAVE_MAIL_AGAIN = "Hãy lưu lại thư từ hộp thư rồi chạy lại; vẫn lỗi thì đề nghị đơn vị gửi lại."

# The mail as a whole.

TOO_BIG = Rule("FIL080", _E, "Thư lớn {size} MB, vượt mức cho phép {limit} MB", _SAVE_ATTACHMENTS)
TRUNCATED = Rule(
    "FIL081", _E, "Thư bị cắt hoặc hỏng một phần, có thể thiếu tệp đính kèm", _SAVE_MAIL_AGAIN
)
TOO_MANY_PARTS = Rule("FIL082", _E, "Thư có quá nhiều phần (trên {limit})", _SAVE_ATTACHMENTS)
WITHOUT_FILES = Rule(
    "FIL083",
    _E,
    "Thư không có tệp đính kèm",
    "Hãy đề nghị đơn vị gửi biểu mẫu Excel (.xlsx) đã điền, đính kèm vào thư.",
)
ONLY_LINKS = Rule(
    "FIL084",
    _E,
    "Thư không kèm tệp mà dẫn đến tệp để trên mạng ({places})",
    "Chương trình không mở mạng; hãy mở thư, tải tệp về rồi nộp, hoặc đề nghị đơn vị đính kèm tệp vào thư.",
)
SEALED = Rule(
    "FIL085",
    _E,
    "Thư hoặc tệp được mã hóa, chỉ mở được trong hộp thư có khóa của người nhận",
    "Hãy mở thư trong hộp thư đó, lưu các tệp Excel đính kèm ra ngoài rồi nộp các tệp đó.",
)
AUTOMATIC = Rule(
    "FIL086",
    _N,
    "Đây là thư do máy tự gửi (báo nhận, báo không chuyển được, trả lời tự động), đã bỏ qua",
    "Nếu thư báo không chuyển được, hãy kiểm tra lại địa chỉ của đơn vị trong danh mục.",
)

# What is attached.

DAMAGED_ATTACHMENT = Rule(
    "FIL087",
    _E,
    "Tệp đính kèm hoặc tệp ký số (.p7m) bị hỏng hoặc bị cắt trên đường gửi, không lấy ra được nội dung",
    _SAVE_MAIL_AGAIN,
)
UNREADABLE_WINMAIL = Rule(
    "FIL088",
    _E,
    "Outlook gói các tệp đính kèm vào một tệp riêng (winmail.dat), tệp này không đọc được",
    "Hãy đề nghị đơn vị gửi lại thư theo định dạng HTML hoặc văn bản thường (không phải Rich Text).",
)
COMPANION = Rule(
    "FIL089",
    _N,
    "Bản kèm theo biểu mẫu Excel trong cùng thư, không lấy số liệu từ tệp này",
    "Không cần làm gì.",
)
ORNAMENTS = Rule(
    "FIL090",
    _N,
    "Phần phụ của thư (ảnh trong thư, chữ ký, lịch hẹn, danh thiếp), đã bỏ qua {count} phần: {names}",
    "Không cần làm gì.",
)
ALSO_LINKS = Rule(
    "FIL091",
    _N,
    "Thư còn dẫn đến tệp để trên mạng ({places})",
    "Chương trình không mở mạng; nếu đó là báo cáo, hãy mở thư, tải về rồi nộp.",
)
SHORTCUTS = Rule(
    "FIL092",
    _E,
    "{kinds}: tệp chỉ dẫn đến một tệp để nơi khác, bên trong không có báo cáo ({names})",
    "Hãy đề nghị đơn vị tải bảng đó về dạng Excel (.xlsx) rồi đính kèm chính tệp .xlsx.",
)
APPLE_DOCUMENTS = Rule(
    "FIL093",
    _E,
    "{kinds}: tệp của máy Apple, Excel và chương trình không mở được ({names})",
    "Hãy đề nghị đơn vị xuất ra Excel (Tệp → Xuất sang → Excel) hoặc điền vào biểu mẫu .xlsx đã phát, rồi gửi lại.",
)
ALSO_OTHER_FILES = Rule(
    "FIL094",
    _N,
    "Thư còn kèm {kinds}, không lấy số liệu từ đó ({names})",
    "Không cần làm gì; số liệu lấy từ biểu mẫu Excel trong cùng thư.",
)
TOO_MANY_MAILS = Rule(
    "FIL095", _E, "Tệp có quá {limit} thư", "Hãy xuất các thư ra thành nhiều tệp nhỏ hơn rồi nộp."
)

SHORTCUT_KINDS = {
    "url": "lối tắt trang web (.url)",
    "webloc": "lối tắt trang web của máy Mac (.webloc)",
    "desktop": "lối tắt của Linux (.desktop)",
    "lnk": "lối tắt của Windows (.lnk)",
    "gsheet": "lối tắt Google Trang tính (.gsheet)",
    "gdoc": "lối tắt Google Tài liệu (.gdoc)",
    "gslides": "lối tắt Google Trang trình bày (.gslides)",
    "gform": "lối tắt Google Biểu mẫu (.gform)",
    "glink": "lối tắt Google Drive",
}
"""What a file that only leads elsewhere is called, by its usual extension."""
APPLE_KINDS = {
    "numbers": "bảng tính Numbers (.numbers)",
    "pages": "văn bản Pages (.pages)",
    "key": "bản trình chiếu Keynote (.key)",
    "iwork": "tài liệu Numbers, Pages hoặc Keynote",
}
CLOUDS = {
    "drive.google.com": "Google Drive",
    "docs.google.com": "Google Drive",
    "1drv.ms": "OneDrive",
    "onedrive.live.com": "OneDrive",
    "sharepoint.com": "SharePoint",
    "dropbox.com": "Dropbox",
    "fshare.vn": "Fshare",
    "mega.nz": "MEGA",
    "wetransfer.com": "WeTransfer",
    "we.tl": "WeTransfer",
    "icloud.com": "iCloud",
    "mediafire.com": "MediaFire",
}
"""Hosts that keep files for others to fetch, and what people call them; their addresses are never printed."""
SOME_SITE = "trang web khác"
SHARED_FOLDER = "thư mục dùng chung của người gửi"

UNNAMED = "tệp không tên {number}"
FORWARDED = "thư chuyển kèm {number}"
IN_MAILBOX = "thư {number}"

# What says when a mail came.

SOME_MAIL = "thư không có tiêu đề"
MAIL_ABOUT = "thư “{subject}”"
MAIL_FROM = "{mail} từ {sender}"
BY_RECEIVED = "theo thời điểm máy chủ thư nhận {mail}"
BY_DELIVERY = "theo thời điểm vào hộp thư mà Outlook ghi cho {mail}"
BY_DATE = "theo ngày ghi trong {mail} (máy gửi ghi)"
NO_TIME = "{mail} không ghi thời điểm"
UNREADABLE_RECEIVED = "máy chủ thư ghi thời điểm nhận {mail} là «{value}», không đọc được"
UNREADABLE_DATE = "{mail} ghi ngày «{value}», không đọc được"
AFTER_NOW = "{evidence}: {at}, sau cả lúc kiểm tra tệp này"
BEFORE_PERIOD = "{evidence}: {at}, trước khi có kỳ báo cáo {month}"

_ASK_TIME = "Hãy xem trong hộp thư đơn vị gửi lúc nào; muốn tính đúng lúc đó thì lưu lại thư gốc từ hộp thư (.eml, .msg) rồi nhận lại."
UNKNOWN_TIME = Rule(
    "FIL096",
    _W,
    "Không rõ nhận lúc nào ({evidence}); tạm không coi là muộn, không tự thay tệp khác của đơn vị",
    f"{_ASK_TIME[:-1]}; "
    'thư gốc cũng ghi như vậy mà đúng là báo cáo của kỳ này thì chạy: cv183-report receive {period} --take "{file}".',
)
TAKEN_UNTIMED = Rule(
    "FIL102",
    _N,
    "Không rõ nhận lúc nào ({evidence}); không coi là muộn, tính theo lựa chọn của người nhận",
    "Không cần làm gì.",
)
DOUBTFUL_TIME = Rule("FIL097", _W, "{claim}; tạm tính {evidence}, {at}", _ASK_TIME)
FORWARDED_TIME = Rule(
    "FIL098",
    _N,
    "Tệp nằm trong một thư gửi kèm; thời điểm ghi ở đó ({claim}: {at}) chỉ để tham khảo, tính theo thư nhận được",
    "Không cần làm gì.",
)
FORWARDED_EARLIER = Rule(
    "FIL099",
    _W,
    "Tính theo thư nhận được thì muộn, nhưng tệp nằm trong một thư gửi kèm ghi thời điểm trước hạn ({claim}: {at})",
    "Thời điểm trong thư gửi kèm ai cũng sửa được nên không dùng; nếu đơn vị đã gửi đúng hạn thì tìm thư gốc trong hộp thư, lưu (.eml, .msg) rồi nhận thư đó.",
)
OF_THE_OFFICE = frozenset({UNKNOWN_TIME.code, DOUBTFUL_TIME.code, FORWARDED_EARLIER.code})
"""What only the office can look up: it is not told to the unit with what the unit is to mend."""
UNKNOWN_ORDER = Rule(
    "FIL100",
    _E,
    "Không rõ gửi trước hay sau «{other}» của cùng đơn vị mà nội dung khác nhau; {counted}",
    'Hãy hỏi đơn vị tệp nào là bản cuối. Tệp này thì chạy: cv183-report receive {period} --take "{file}"; '
    "hoặc đề nghị đơn vị gửi lại.",
)
OTHER_COUNTS, NONE_COUNTS = "đang tính tệp kia", "chưa tính tệp nào"
SAME_CONTENT = Rule("FIL101", _N, "Nội dung như «{other}», tính tệp đó", "Không cần làm gì.")

FORMER_EVIDENCE = {
    "theo dòng Received của ": "theo thời điểm máy chủ thư nhận ",
    "; dòng Received không đọc được": "; thời điểm máy chủ thư nhận không đọc được",
}
"""What ledgers kept in words that no clerk knows, and how it is said now."""


BROKEN_LINE = Rule(
    "STN001",
    _E,
    "Dòng {number} của sổ tiếp nhận không đọc được (máy có thể đã tắt đột ngột khi đang ghi): «{value}»",
    "Hãy chạy lại lệnh receive với các tệp nhận lúc đó; tệp đã có trong sổ không bị ghi lần nữa.",
)
NEWER_LINE = Rule(
    "STN009",
    _E,
    "Dòng {number} của sổ tiếp nhận thuộc loại «{kind}» mà phiên bản này của chương trình không biết, dòng này không được xét",
    "Sổ do phiên bản mới hơn ghi: hãy cài phiên bản mới rồi chạy lại.",
)
LOST = "Đã nhận, mất bản gốc: "
ORIGINAL_MISSING = Rule(
    "STN002",
    _E,
    LOST + "không thấy tệp trong thư mục {folder}",
    "Hãy lấy lại tệp từ thư của đơn vị hoặc từ bản sao lưu rồi chạy lại lệnh receive với tệp đó.",
)
ORIGINAL_CHANGED = Rule(
    "STN003",
    _E,
    LOST + "tệp trong thư mục {folder} không còn như lúc nhận (khác mã SHA-256 ghi trong sổ)",
    "Hãy lấy lại tệp từ thư của đơn vị hoặc từ bản sao lưu rồi chạy lại lệnh receive với tệp đó.",
)
ORIGINAL_UNREADABLE = Rule(
    "STN010",
    _E,
    "Đã nhận, nhưng lúc này máy không mở được bản gốc trong thư mục {folder} ({reason})",
    "Hãy đóng tệp đang mở, kiểm tra quyền đọc, tải tệp về máy nếu thư mục để trên đám mây, rồi chạy lại.",
)
THIS_FILE, ALL_FILES = "chính tệp này", "mọi tệp như vậy bằng một lệnh"
ORPHAN = Rule(
    "STN011",
    _E,
    "Bản gốc nằm trong thư mục goc nhưng sổ tiếp nhận không có dòng nào về nó, nên chưa được tính{unit}",
    'Hãy nhận lại {what}: cv183-report receive {period} "{path}".',
)
NOT_COMPARED = Rule(
    "STN012",
    _E,
    "Không đối chiếu được sổ tiếp nhận với thư mục bản gốc ({reason})",
    "Kiểm tra quyền đọc thư mục rồi chạy lại.",
)
ALREADY_BOOKED = Rule(
    "STN004",
    _N,
    "Tệp đã có trong sổ tiếp nhận, tính theo sổ (nhận lúc {at}, {evidence})",
    "Không cần làm gì.",
)
NOT_KEPT = Rule(
    "STN005",
    _E,
    "Không chép được bản gốc vào thư mục tiếp nhận ({reason}); tệp chưa được nhận",
    "Kiểm tra quyền ghi và dung lượng đĩa rồi chạy lại lệnh receive; tệp gốc còn nguyên ở chỗ cũ.",
)
NOT_BOOKED = Rule(
    "STN006",
    _E,
    "Không ghi được sổ tiếp nhận ({reason}); tệp chưa được nhận",
    "Đóng sổ nếu đang mở trong chương trình khác, kiểm tra quyền ghi và dung lượng đĩa rồi chạy lại lệnh receive.",
)
NOT_REACHED = Rule(
    "STN007",
    _E,
    "Đã dừng ở tệp trên, còn {count} tệp chưa nhận",
    "Xử lý xong thì chạy lại đúng lệnh vừa rồi; tệp đã ghi sổ không bị ghi lần nữa.",
)
OWN_FILES = Rule(
    "STN008",
    _W,
    "Bỏ qua {count} tệp do chương trình làm ra hoặc đang dùng (trong thư mục out, templates; danh mục, sổ tiếp nhận, bảng biên tập), không phải tệp đơn vị gửi",
    "Không cần làm gì; nếu trong đó có tệp đã điền để nộp thì chép ra thư mục khác rồi nhận tệp ấy.",
)

# Who sent the form, and when it was sent before.

_ASK = "Hãy hỏi lại đơn vị; nếu là địa chỉ mới của đơn vị thì ghi vào trang Đơn vị của danh mục."

SENDER_UNKNOWN = Rule(
    "SUB110",
    _W,
    "Thư gửi từ {sender}, không phải địa chỉ của {unit} trong danh mục ({known})",
    _ASK,
)
TAKE_IT = 'chạy: cv183-report receive {period} --take "{file}"'
ASK_AGAIN = "đề nghị gửi lại tệp Excel, vì tệp này không đọc được"
NO_PERIOD = "KỲ"
"""In a command, where the file does not tell its period: the name of the argument, as --help has it."""
SENDER_OF_OTHERS = Rule(
    "SUB111",
    _E,
    "Thư gửi từ {sender}, là địa chỉ của {others}, nhưng báo cáo là của {unit}; chưa tính tệp này",
    "Hãy hỏi các đơn vị này. Đúng là báo cáo đó thì {then}; "
    'gửi nhầm thì chạy: cv183-report receive {period} --set-aside "{file}" --reason "gửi nhầm".',
)
ASK_SENDER = "Hỏi: có gửi nhầm tệp của {unit} từ địa chỉ của mình không ({file})"
ASK_OWNER = (
    "Hỏi: báo cáo gửi từ địa chỉ của {units} có đúng của đơn vị không, chưa tính tệp đó ({file})"
)
SENDER_COLLEAGUE = Rule(
    "SUB112",
    _N,
    "Thư gửi từ {sender}, cùng tên miền nhưng không phải địa chỉ của {unit} trong danh mục ({known})",
    "Không cần làm gì nếu đó là cán bộ của đơn vị.",
)
FILE_OF_LAST_MONTH = Rule(
    "SUB113",
    _E,
    "Đây chính là tệp đã gửi cho {found} («{other}»), không khác một chi tiết nào",
    "Hãy điền biểu mẫu báo cáo {expected} rồi gửi lại.",
)

# What a person decides.

SEVERAL_WISHES = Rule(
    "STN020",
    _E,
    "Một lần gọi chỉ làm một việc: nhận tệp, --take, --set-aside hoặc --undo",
    "Hãy tách thành nhiều lệnh, chạy lần lượt.",
)
NO_WISH = Rule(
    "STN021",
    _E,
    "Chưa nói nhận tệp nào",
    "Ghi tệp hoặc thư mục sau KỲ; hoặc dùng --take TỆP, --set-aside TỆP --reason LÝ_DO, --undo.",
)
NO_REASON = Rule(
    "STN022",
    _E,
    "Để riêng một tệp thì phải nói lý do",
    'Thêm --reason "lý do", ví dụ --reason "gửi nhầm tệp của đơn vị khác".',
)
REASON_ALONE = Rule(
    "STN023",
    _E,
    "--reason chỉ dùng cùng --set-aside",
    "Bỏ --reason, hoặc thêm --set-aside TỆP.",
)
TRIAL_OF_FILES = Rule(
    "STN035",
    _E,
    "--dry-run chỉ dùng khi nhận tệp",
    "Bỏ --dry-run, hoặc nêu tệp cần xem trước: cv183-report receive KỲ TỆP… --dry-run.",
)
NO_FOLDER = Rule(
    "STN036",
    _E,
    "Không có thư mục này",
    "Hãy chọn thư mục đang lưu thư, tệp của đơn vị; tên có dấu cách thì đặt trong ngoặc kép.",
)
FOLDER_AWAY = Rule(
    "STN037",
    _W,
    "Không vào được thư mục này; chương trình vẫn chờ và sẽ nhận tiếp khi vào lại được",
    "Hãy xem ổ mạng còn nối không, thư mục có bị đổi tên không.",
)
NO_SUCH_FILE = Rule(
    "STN024",
    _E,
    "Không có tệp nào của kỳ này tên «{value}»{near}",
    "Ghi đúng tên tệp như lệnh check, status nêu, hoặc đường dẫn tới chính tệp đó.",
)
NOT_RECEIVED = Rule(
    "STN038",
    _E,
    "Tệp này chưa được nhận cho kỳ {period}, sổ tiếp nhận chưa có",
    'Hãy nhận trước: cv183-report receive {period} "{path}", rồi chạy lại lệnh vừa rồi.',
)
TAKE_IN_VAIN = Rule(
    "STN025",
    _E,
    "Không chọn được tệp này{why}",
    "Xem từng tệp: cv183-report check {period}; tệp hỏng, tệp của kỳ khác thì không chọn được, hãy đề nghị đơn vị gửi lại.",
)
SEVERAL_FILES = Rule(
    "STN026",
    _E,
    "«{value}» có {count} tệp có thể chọn ({files})",
    "Hãy ghi rõ một tệp.",
)
NOTHING_TO_UNDO = Rule(
    "STN027",
    _E,
    "Sổ tiếp nhận không còn lần nhận nào để rút lại",
    "Không cần làm gì.",
)
MOSTLY_ANOTHER_MONTH = Rule(
    "STN028",
    _E,
    "{count}/{all} tệp là báo cáo của kỳ {found}, không phải kỳ {period}; chưa ghi sổ tệp nào",
    "Nếu gõ nhầm kỳ, chạy: {command}. Nếu đúng là đơn vị gửi nhầm biểu mẫu cho kỳ {period} thì chạy lại lệnh vừa rồi, thêm --keep-period.",
)
NOT_RETURNED = Rule(
    "STN029",
    _E,
    "Không làm được tệp trả lại cho đơn vị ({reason})",
    "Kết quả kiểm tra ở trên vẫn đúng; hãy gửi đơn vị biểu mẫu trống (cv183-report templates) kèm các điểm phải sửa, và báo người phụ trách chương trình.",
)
NOT_MARKED = Rule(
    "STN030",
    _W,
    "Tệp của {unit} không tô màu được ({reason}), nên gửi lại biểu mẫu mới có sẵn nội dung đơn vị đã điền",
    "Không cần làm gì.",
)
SET_ASIDE = Rule(
    "STN031",
    _N,
    "Để riêng lúc {at}, không tính: {reason}",
    "Không cần làm gì{then}.",
)
COUNT_AGAIN = '; muốn tính lại thì chạy: cv183-report receive {period} --take "{file}"'
TAKEN = Rule(
    "STN032",
    _N,
    "Tính tệp này theo lựa chọn của người nhận lúc {at}",
    "Không cần làm gì.",
)
PASSED_OVER = Rule(
    "STN033",
    _N,
    "Không tính tệp này: người nhận đã chọn «{other}»",
    "Không cần làm gì.",
)
OUTDATED = Rule(
    "STN034",
    _N,
    "Văn bản của kỳ {period} đã làm trước khi số liệu kỳ {before} thay đổi",
    "Làm lại nếu chưa ký: cv183-report build {period}.",
)

# The files of one month, side by side.

MORE_UNITS = "và {count} đơn vị khác"
MORE_FILES = "và {count} tệp khác"

SAME_FILE = Rule(
    "SUB090",
    _N,
    "Tệp giống hệt «{other}», chỉ tính một lần",
    "Không cần làm gì.",
)
SAME_TIME = Rule(
    "SUB091",
    _E,
    "Nhận cùng lúc (cách chưa đến 1 phút) với «{other}» của cùng đơn vị nhưng nội dung khác nhau; chưa tính tệp nào",
    'Hãy hỏi đơn vị tệp nào là bản cuối. Tệp này thì chạy: cv183-report receive {period} --take "{file}"; '
    "hoặc đề nghị đơn vị gửi lại đúng tệp đó rồi nhận.",
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
    _N,
    "Tệp số liệu minh họa, đơn vị đã gửi báo cáo thật «{other}» nên không tính tệp này",
    "Hãy chuyển tệp minh họa ra khỏi thư mục nhận.",
)
SAID_OF_MANY = Rule(
    "SUB098",
    _N,
    "{count} đơn vị cùng có điều này: {message} [{code}]",
    "Xem một lần cho cả kỳ: {remedy}.",
)
