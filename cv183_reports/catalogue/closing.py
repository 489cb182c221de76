"""The end of a month. BTA: the editor's sheet; SOA: the document to be signed, against the data; CHO: the month, closed.

Of the sheet (bien-tap.xlsx): what the program cannot follow in it, or may not write to it. Of a document: what it is,
what it states otherwise, what is left in it. Of a month: why it cannot be closed, what became of chot.json, what comes
after it.
"""

from cv183_reports.model.finding import Rule, Severity

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

# The editor's sheet.

EDITOR_UNREADABLE = Rule(
    "BTA001",
    _E,
    "Bảng biên tập không đọc được nên văn bản làm theo lựa chọn của chương trình ({reason})",
    "Đóng tệp, mở lại bằng Excel rồi lưu; nếu hỏng hẳn thì đổi tên tệp, chạy lại build để có bảng mới.",
)
SHEET_MISSING = Rule(
    "BTA002",
    _E,
    "Bảng biên tập thiếu trang «{sheet}», các nội dung của trang này theo lựa chọn của chương trình",
    "Khôi phục tên trang; nếu đã xóa thì đổi tên tệp, chạy lại build để có bảng mới rồi chép phần đã biên tập sang.",
)
COLUMN_MISSING = Rule(
    "BTA003",
    _E,
    "Trang thiếu cột {columns} (bị xóa hoặc đổi tiêu đề), quyết định ở trang này chưa được làm theo",
    "Ghi lại đúng tiêu đề ở dòng tiêu đề rồi chạy lại build.",
)
COLUMN_TWICE = Rule(
    "BTA004",
    _E,
    "Trang có hai cột «{column}», quyết định ở trang này chưa được làm theo",
    "Giữ một cột, đổi tiêu đề cột kia rồi chạy lại build.",
)
UNKNOWN_KEY = Rule(
    "BTA005",
    _E,
    "Mã dòng «{value}» không phải do chương trình ghi, quyết định ở dòng này chưa được làm theo",
    "Không sửa cột Mã dòng; nội dung tự thêm thì ghi vào cột Nội dung biên tập của một dòng có sẵn.",
)
KEY_MISSING = Rule(
    "BTA006",
    _E,
    "Dòng có quyết định («{value}») nhưng không có mã dòng nên chưa được làm theo",
    "Chuyển quyết định sang dòng do chương trình ghi (chạy lại build để dòng đó được ghi thêm nếu đã mất).",
)
KEY_TWICE = Rule(
    "BTA007",
    _E,
    "Nội dung này có ở hai dòng với quyết định khác nhau (dòng {first} và dòng này); làm theo dòng {first}",
    "Giữ một dòng, xóa dòng kia rồi chạy lại build.",
)
CHOICE_UNKNOWN = Rule(
    "BTA008",
    _E,
    "Cột «{column}» ghi «{value}», không rõ là có hay không; chương trình tự chọn",
    "Chọn Có hoặc Không trong danh sách, hoặc để trống.",
)
OMITTED_AND_WORDED = Rule(
    "BTA009",
    _W,
    "Dòng vừa chọn Không vừa có nội dung biên tập «{value}»; nội dung này không đưa vào báo cáo",
    "Bỏ chữ Không nếu muốn in nội dung biên tập, hoặc xóa nội dung biên tập.",
)
TWO_WORDINGS = Rule(
    "BTA010",
    _W,
    "Nhóm {group} có nhiều nội dung biên tập khác nhau (dòng {rows}); mỗi nội dung in riêng với đơn vị của dòng đó",
    "Nếu muốn in gộp, để nội dung biên tập ở một dòng của nhóm.",
)
LEGACY_WORDING = Rule(
    "BTA011",
    _E,
    "Nội dung biên tập gõ bằng bảng mã {encoding}, không in được; đọc là «{text}»",
    "Gõ lại bằng bảng mã Unicode.",
)
NOT_TEXT = Rule(
    "BTA012",
    _E,
    "Ô «{column}» không phải chữ («{value}»), không in được",
    "Gõ lại nội dung bằng chữ, không dùng công thức.",
)
OPEN_ELSEWHERE = Rule(
    "BTA013",
    _W,
    "Bảng biên tập đang mở nên chưa ghi thêm được {count} thay đổi; phần đã lưu vẫn được làm theo",
    "Lưu và đóng bảng biên tập rồi chạy lại build.",
)
NOT_OURS_TO_REWRITE = Rule(
    "BTA014",
    _W,
    "Bảng biên tập có phần chương trình không giữ nguyên được khi ghi ({what}) nên chưa ghi thêm {count} thay đổi; các quyết định đã có vẫn được làm theo",
    "Bỏ phần đó khỏi tệp, hoặc tự đối chiếu nội dung mới ở Phụ lục 4 và bảng tổng hợp.",
)
DRAFT_MOVED = Rule(
    "BTA015",
    _W,
    "Chương trình nay soạn đoạn này khác lúc biên tập ({what}); báo cáo vẫn in đúng nội dung biên tập đã ghi",
    "Sửa nội dung biên tập cho khớp bản soạn mới; nếu lời đã ghi vẫn đúng thì xóa ô Tình trạng của dòng, rồi chạy lại build.",
)

OVERTYPED = Rule(
    "BTA016",
    _E,
    "Ô «{column}» của chương trình đã bị gõ đè («{value}»); chương trình giữ nguyên chữ đó nhưng không in",
    "Chép lời cần in sang cột «Nội dung biên tập» (bỏ thì chọn Không ở cột «Đưa vào báo cáo»), xóa trống ô này rồi chạy lại build.",
)
STRUCK_ROW = Rule(
    "BTA019",
    _W,
    "Dòng bị gạch ngang («{value}») mà cột «Đưa vào báo cáo» để trống, nên vẫn theo lựa chọn của chương trình",
    "Muốn bỏ thì chọn Không ở cột «Đưa vào báo cáo»; muốn giữ thì bỏ gạch ngang (Ctrl+5).",
)
STRUCK_DECISION = Rule(
    "BTA020",
    _W,
    "Ô «{column}» có chữ bị gạch ngang («{value}»), phần đó coi như chưa ghi",
    "Còn dùng thì bỏ gạch ngang (Ctrl+5), không dùng thì xóa hẳn chữ đó, rồi chạy lại build.",
)
OTHER_PERIOD = Rule(
    "BTA017",
    _E,
    "Đây là bảng biên tập của {period}, không phải {wanted}, nên không được làm theo và không bị ghi vào",
    "Chuyển tệp về đúng thư mục của kỳ đó rồi chạy lại build để có bảng của kỳ này; lời muốn dùng lại thì chép sang.",
)
SHEET_COPIED = Rule(
    "BTA018",
    _W,
    "Trang có các cột của trang «{sheet}» nhưng mang tên khác nên quyết định ở đây không được làm theo",
    "Chép quyết định sang trang «{sheet}»; bản để xem lại thì ẩn trang (Hide) hoặc chuyển sang tệp khác.",
)

# The document to be signed: what the file is.

OTHER_DOCUMENT = Rule(
    "SOA001",
    _E,
    "Đây không phải văn bản mà chương trình làm cho {month}; có vẻ là {seems}",
    "Hãy chọn tệp của một trong các văn bản: báo cáo {noun}, tóm tắt, báo cáo tiến độ, công văn đôn đốc, báo cáo của đơn vị.",
)
OTHER_MONTH = Rule(
    "SOA002",
    _E,
    "Đây là {seems} của {its}, không phải của {month}",
    "Hãy chọn đúng tệp, hoặc soát với đúng kỳ: cv183-report verify {period} TỆP.",
)
NOTHING_TO_COMPARE = Rule(
    "SOA003",
    _E,
    "Đây là {seems}, nhưng với số liệu hiện có thì {month} không có văn bản này để đối chiếu",
    "Hãy xem kỳ này đã nhận những gì: cv183-report status {period}.",
)
TOO_UNLIKE = Rule(
    "SOA004",
    _E,
    "Đây là {seems}, nhưng có {count} đoạn, dòng bảng, bản chương trình làm có {own}: khác quá nhiều để so từng chỗ",
    "Hãy kiểm tra có bỏ sót, chép nhầm phần lớn văn bản không; bản chương trình làm ở out/{period}.",
)
SEEMS_NAMED = "{name} của {issuer}: «{subject}»"
SEEMS_UNHEADED = "văn bản không có phần đầu, bắt đầu bằng «{text}»"
SEEMS_NOTHING = "văn bản không có chữ"
LETTER_NAME = "công văn"
MONTHLY_REPORT = "báo cáo {noun} của {issuer}"
BRIEF_REPORT = "tóm tắt kèm báo cáo {noun} của {issuer}"
PROGRESS_REPORT = "báo cáo tiến độ của {issuer}"
REMINDER_LETTER = "công văn đôn đốc của {issuer}"
UNIT_REPORT = "báo cáo của {issuer}"

# What it states otherwise.

DIFFERENT = Rule(
    "SOA010",
    _E,
    "Ghi «{printed}», theo số liệu là «{right}»{context}",
    "Hãy sửa theo số liệu{see}.",
)
LOST = Rule(
    "SOA011",
    _E,
    "Thiếu «{right}», ở đó đang ghi «{printed}»{context}",
    "Hãy ghi lại theo số liệu{see}.",
)
NOT_IN_DATA = Rule(
    "SOA012",
    _E,
    "Ghi «{printed}»: số, ngày, tên này không có trong dữ liệu ở phần đó{context}",
    "Hãy bỏ, hoặc đối chiếu nguồn riêng rồi ghi rõ nguồn vào hồ sơ trình.",
)
ROW_NOT_IN_DATA = Rule(
    "SOA013",
    _E,
    "Dòng «{printed}» không có trong dữ liệu",
    "Hãy bỏ dòng này, hoặc yêu cầu đơn vị báo cáo bổ sung rồi làm lại văn bản.",
)
SUM = Rule(
    "SOA014",
    _E,
    "Dòng tổng ghi {printed}, cộng các dòng trên được {right}",
    "Hãy xem đã bỏ hay thêm dòng nào trong bảng.",
)
ROWS = Rule(
    "SOA015",
    _E,
    "Phần lời ghi {printed}, phụ lục chỉ có số dòng là {right}{context}",
    "Hãy khôi phục dòng đã bỏ ở phụ lục, hoặc bỏ dòng đã thêm.",
)
RANK = Rule(
    "SOA016", _E, "Số thứ tự ghi {printed}, đúng ra là {right}", "Hãy đánh lại số thứ tự của bảng."
)
UNEQUAL = Rule(
    "SOA017",
    _E,
    "Số, ngày của văn bản ở đây ghi «{printed}», chỗ khác ghi «{right}»{context}",
    "Hãy ghi giống nhau ở mọi chỗ.",
)
ROWS_GONE = Rule(
    "SOA018",
    _N,
    "Đã bỏ {count} dòng mà số liệu có: {rows}",
    "Nếu không cố ý bỏ, hãy chép lại từ bản chương trình làm.",
)
RELABELLED = Rule(
    "SOA019",
    _W,
    "Tên của dòng số liệu ghi «{printed}», chương trình ghi «{right}»",
    "Hãy xem tên đã sửa có còn đúng với số trong dòng; lời khác mà nghĩa không khác thì để nguyên.",
)
SEE = "; xem số từ đâu ra: cv183-report explain {period} {address}"
IN_CONTEXT = ": {text}"
NOTHING = "(để trống)"

# What is left in it.

COMMENTS = Rule(
    "SOA020",
    _E,
    "Còn {count} ghi chú bên lề",
    "Hãy xóa hết ghi chú (Review → Delete All Comments).",
)
TRACKED = Rule(
    "SOA021",
    _E,
    "Còn {count} chỗ sửa có theo dõi; đã soát theo chữ sau khi chấp nhận hết",
    "Hãy chấp nhận hoặc từ chối từng chỗ (Review → Accept, Reject), rồi soát lại.",
)
HIGHLIGHTED = Rule("SOA022", _E, "Còn chữ tô nền: «{text}»", "Hãy kiểm tra rồi bỏ nền màu.")
STRUCK = Rule(
    "SOA023", _E, "Còn chữ gạch ngang: «{text}»", "Hãy xóa hẳn chữ này, hoặc bỏ gạch ngang."
)
HIDDEN = Rule(
    "SOA024",
    _E,
    "Có chữ ẩn: «{text}»",
    "Hãy bỏ chữ ẩn (Home → Font → Hidden) hoặc xóa hẳn; chữ ẩn không được soát.",
)
TAG = Rule("SOA025", _E, "Còn thẻ của mẫu văn bản: «{text}»", "Hãy thay bằng nội dung, hoặc xóa.")
PLACEHOLDER = Rule("SOA026", _E, "Còn chỗ chờ điền: «{text}»", "Hãy điền nội dung, hoặc xóa.")
BLANK = Rule(
    "SOA027",
    _W,
    "Số hoặc ngày còn trống: «{text}», {count} chỗ ({where})",
    "Điền khi phát hành; trước khi ký để trống cũng được.",
)
CITED_BLANK = Rule(
    "SOA028",
    _W,
    "Văn bản được dẫn còn thiếu số hoặc ngày: «{text}», {count} chỗ ({where})",
    "Hãy điền trước khi ký: ghi đủ ở mục «Công văn được thực hiện», trang Thiết lập của danh mục, rồi làm lại văn bản.",
)

# The verdict.

VERDICT = "Đã soát {figures} con số, {names} tên đơn vị: {found}."
NO_PLACES, PLACES = "không có chỗ nào khác số liệu", "{count} chỗ khác số liệu"
LEFT, BLANKS = "{count} dấu vết chưa dọn", "{count} chỗ còn trống"
PRESENTATION = "Thể thức: {tally} (xem: cv183-report lint TỆP)"
PRESENTATION_SOUND = "Thể thức: không có lỗi, cảnh báo"

NEXT_TO_SIGN = "Việc tiếp theo: trình ký; ký xong: cv183-report mail {period} reports, rồi cv183-report close {period} --signed TỆP.docx"

# The slip to sign.

TITLE = "PHIẾU SOÁT SỐ LIỆU"
ABOUT = "Văn bản: {called}, {month}."
FILE = "Tệp: {file}"
DIGEST = "SHA-256: {sha256}"
AS_OF = "Đối chiếu với số liệu xét tại {as_of}."
HEADS = ("STT", "Ở đâu", "Đang ghi", "Đúng là", "Xử lý")
MORE = "… và {count} chỗ khác; xem đủ bằng lệnh cv183-report verify."
MORE_LEFT = "và {count} chỗ khác"
LEFT_OVER = "Chưa dọn: {told}."
SIGNERS = ("NGƯỜI SOÁT", "NGƯỜI DUYỆT")
SIGN_HERE = "(Ký, ghi rõ họ tên)"
SIGNED_ON = "Ngày      tháng      năm"

# Why a month is not closed, or not opened again.

ALREADY_CLOSED = Rule(
    "CHO001",
    _E,
    "Kỳ {period} đã chốt lúc {at}",
    "Muốn chốt lại với văn bản khác, hãy mở lại trước: cv183-report reopen {period} --reason LÝ_DO.",
)
NOT_CLOSED = Rule(
    "CHO002", _E, "Kỳ {period} chưa chốt nên không có gì để mở lại", "Hãy xem lại kỳ đã gõ."
)
DIFFERS = Rule(
    "CHO003",
    _E,
    "Văn bản đã ký chưa khớp số liệu: {found}",
    "Hãy xem từng chỗ: cv183-report verify {period} TỆP. Nếu văn bản đúng, hoặc đã phát hành, hãy chốt với "
    "--anyway --reason LÝ_DO; lý do được giữ cùng số liệu chốt.",
)
TOO_EARLY = Rule(
    "CHO004",
    _E,
    "Kỳ {period} chưa hết hạn gửi báo cáo ({due}), số liệu còn thay đổi",
    "Hãy chốt sau khi văn bản được ký; nếu vẫn chốt bây giờ thì thêm --anyway --reason LÝ_DO.",
)
NO_DOCUMENT = Rule(
    "CHO005",
    _E,
    "Chỉ có bản quét (PDF, ảnh), không có văn bản Word nào để soát với số liệu",
    "Hãy thêm tệp Word của văn bản đã ký: --signed TỆP.docx.",
)
ADRIFT = Rule(
    "CHO006",
    _E,
    "Có báo cáo đã nhận mà nay không đọc được, số liệu của kỳ {period} chưa chắc đúng nên không chốt",
    "Hãy khôi phục bản gốc như nêu ở trên rồi chạy lại.",
)
NOT_WRITTEN = Rule(
    "CHO007",
    _E,
    "Không ghi được số liệu chốt ({reason}); kỳ vẫn chưa chốt",
    "Kiểm tra quyền ghi vào thư mục và dung lượng đĩa, rồi chạy lại đúng lệnh này.",
)
SIGNED_NOT_READ = Rule(
    "CHO008", _E, "Không đọc được tệp đã ký ({reason})", "Hãy đóng tệp, kiểm tra tên rồi chạy lại."
)
NOT_SCAN = Rule(
    "CHO009",
    _E,
    "Tệp mang đuôi {ending} nhưng không phải loại tệp đó",
    "Hãy chọn bản quét (PDF, ảnh) của văn bản đã ký; văn bản Word thì giữ đuôi .docx.",
)
BEFORE_IS_OPEN = Rule(
    "CHO010",
    _W,
    "Kỳ {before} chưa chốt: báo cáo đến muộn của kỳ đó vẫn làm thay đổi số so sánh của các kỳ sau",
    "Hãy chốt cả kỳ đó: cv183-report close {before} --signed TỆP.",
)

CAME_SINCE = Rule(
    "CHO011",
    _N,
    "Từ lần làm văn bản gần nhất có thêm {count} tệp: {files}",
    "Làm lại rồi trình ký bản mới; nếu văn bản đã ký theo số liệu trước các tệp này, hãy chốt theo lúc đó: cv183-report close "
    "{period} --signed TỆP --as-of {at}.",
)

# What became of chot.json.

_RESTORE = (
    "Hãy chép lại chot.json từ bản sao lưu của thư mục data; không có bản sao thì mở lại kỳ rồi chốt lại: "
    "cv183-report reopen KỲ --reason LÝ_DO."
)
_READ_AGAIN = "; kỳ này được đọc lại từ các báo cáo gốc nên số có thể khác số đã công bố"
GONE = Rule(
    "CHO020", _E, "Sổ ghi kỳ này đã chốt nhưng không thấy số liệu chốt" + _READ_AGAIN, _RESTORE
)
UNREADABLE = Rule(
    "CHO021",
    _E,
    "Không mở được số liệu chốt ({reason})" + _READ_AGAIN,
    "Hãy đóng tệp rồi chạy lại.",
)
CHANGED = Rule(
    "CHO022",
    _E,
    "Số liệu chốt không còn đúng như lúc chốt (hỏng, hoặc đã có người sửa)" + _READ_AGAIN,
    _RESTORE,
)
NEWER = Rule(
    "CHO023",
    _E,
    "Số liệu chốt do bản chương trình mới hơn ghi ({program})" + _READ_AGAIN,
    "Hãy cập nhật chương trình trên máy này rồi chạy lại.",
)
NOT_UNDERSTOOD = Rule(
    "CHO024",
    _E,
    "Số liệu chốt còn nguyên nhưng bản chương trình này không đọc được" + _READ_AGAIN,
    "Hãy báo người phụ trách chương trình, kèm tệp này.",
)

SIGNED_GONE = Rule(
    "CHO025",
    _W,
    "Không thấy bản đã ký «{name}» giữ khi chốt kỳ {period}, hoặc bản đó đã bị sửa",
    "Hãy chép lại thư mục da-ky từ bản sao lưu của thư mục data.",
)
FAULTS = frozenset(rule.code for rule in (GONE, UNREADABLE, CHANGED, NEWER, NOT_UNDERSTOOD))
"""Of these the months after are told, too: they compare with what was not published."""

# What comes after it.

CLOSED = Rule(
    "CHO030",
    _N,
    "Kỳ {period} đã chốt lúc {at} theo {signed}{later}",
    "Số đã công bố không đổi; muốn làm lại thì mở kỳ: cv183-report reopen {period} --reason LÝ_DO.",
)
CAME_LATER = "; {count} tệp đến sau khi chốt, không tính vào số đã công bố: {files}"
AFTER_CLOSING = Rule(
    "CHO031",
    _N,
    "Đến sau khi chốt số liệu kỳ {period} (chốt lúc {at}): đã ghi sổ, không tính vào số đã công bố",
    "Báo đơn vị biết: cv183-report mail {period} receipts; muốn tính thì mở lại kỳ rồi chốt lại.",
)
APART = Rule(
    "CHO032",
    _N,
    "Kỳ {period} đã chốt: các văn bản dưới đây tính cả tệp đến sau, chỉ để xem, ghi vào thư mục riêng",
    "Văn bản đã ký ở out/{period} giữ nguyên; soát với số đã công bố: cv183-report verify {period} TỆP.",
)

# On the screen, once it is closed or open again.

SCANS = "Giữ kèm {count} bản quét: {names}"
CLOSED_NOW = "Đã chốt kỳ {period} lúc {at}: {path}"
NEXT_CLOSED = (
    "Từ nay số của kỳ {period} không đổi dù có báo cáo đến muộn; kỳ {following} so sánh với số này. "
    "Sao lưu thư mục data sau khi chốt."
)
OPEN_AGAIN = (
    "Đã mở lại kỳ {period}: báo cáo đến muộn được tính như thường. Việc tiếp theo: cv183-report build {period}, trình ký lại, "
    "rồi cv183-report close {period} --signed TỆP."
)
