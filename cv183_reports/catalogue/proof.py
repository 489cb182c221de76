"""Findings on the text itself: letters, blanks and marks, spelling, numbers and days."""

from __future__ import annotations

from cv183_reports.model.finding import Rule, Severity, quote

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

# Letters. Unicode by TCVN 6909:2001 is demanded by both families.

LEGACY_LETTERS = Rule(
    "FMT200",
    _E,
    "Chữ viết bằng bảng mã cũ {encoding}: {where}",
    "Hãy chuyển sang bảng mã Unicode (TCVN 6909:2001); có lẽ là «{meant}».",
)
BROKEN_LETTERS = Rule(
    "FMT201",
    _E,
    "Chữ bị hỏng: {where}",
    "Hãy gõ lại chỗ này{meant}.",
)
MEANT = ", có lẽ là «{text}»"
PRIVATE_LETTERS = Rule(
    "FMT202",
    _W,
    "Có ký tự riêng của phông ký hiệu, máy khác hiện thành ô vuông: {where}",
    "Hãy thay bằng dấu thường, hoặc chèn lại bằng Insert → Symbol.",
)
ETH = Rule(
    "FMT203",
    _E,
    "Chữ Đ gõ bằng một ký tự khác trông giống (Ð): {where}",
    "Hãy gõ lại chữ Đ bằng bộ gõ tiếng Việt, bảng mã Unicode, để tìm kiếm và sắp xếp được.",
)
DECOMPOSED = Rule(
    "FMT204",
    _W,
    "Dấu tiếng Việt tách rời khỏi chữ (Unicode tổ hợp) ở {where}",
    "Hãy chuyển sang Unicode dựng sẵn (TCVN 6909:2001), nếu không thì tìm kiếm không ra và dấu có thể hiện lệch.",
)

# Blanks and marks, words, numbers and days. What is wrong in many places is one finding.

_SUGGESTED = "«{found}» → «{right}»"


def suggestion(found: str, right: str) -> str:
    """What is wrong, and what should stand there where that is known; both shortened."""
    return (
        _SUGGESTED.format(found=quote(found), right=quote(right)) if right else f"«{quote(found)}»"
    )


BETWEEN = "giữa «{before}» và «{after}»"
MORE_PLACES = "{count} chỗ, như {places}"
BLANK_BEFORE = Rule(
    "FMT205",
    _W,
    "Thừa dấu cách trước dấu câu: {where}",
    "Hãy xóa dấu cách đứng trước dấu câu.",
)
BLANK_MISSING = Rule(
    "FMT206",
    _W,
    "Thiếu dấu cách: {where}",
    "Hãy thêm một dấu cách.",
)
TWO_BLANKS = Rule(
    "FMT207",
    _W,
    "Có từ hai dấu cách liền nhau {where}",
    "Hãy để một dấu cách; cần cách xa hơn thì dùng Tab hoặc canh lề.",
)
BLANK_INSIDE = Rule(
    "FMT208",
    _W,
    "Thừa dấu cách ở bên trong dấu ngoặc: {where}",
    "Hãy viết liền chữ với dấu ngoặc.",
)
DOUBLED_MARK = Rule(
    "FMT209",
    _W,
    "Thừa dấu câu: {where}",
    "Hãy để một dấu.",
)
NO_SYLLABLE = Rule(
    "FMT210",
    _E,
    "Chữ thiếu dấu hoặc đặt sai dấu, đọc không thành tiếng: {where}",
    "Hãy gõ lại cho đúng.",
)
STRANGE_WORD = Rule(
    "FMT211",
    _W,
    "Chữ không ghép được thành tiếng Việt: {where}",
    "Hãy xem lại xem có gõ nhầm không; tên riêng, từ nước ngoài thì giữ nguyên.",
)
KEYS_LEFT = Rule(
    "FMT212",
    _E,
    "Phím gõ chưa thành chữ (Telex hoặc VNI): {where}",
    "Hãy bật bộ gõ tiếng Việt và gõ lại.",
)
TWICE_TYPED = Rule(
    "FMT213",
    _E,
    "Từ gõ lặp hai lần: {where}",
    "Hãy bỏ một từ.",
)
MISSPELT = Rule(
    "FMT214",
    _E,
    "Sai chính tả: {where}",
    "Hãy sửa lại theo gợi ý, nếu đúng là ý của mình.",
)
UNUSUAL = Rule(
    "FMT215",
    _N,
    "Cách viết ít dùng trong văn bản hành chính: {where}",
    "Nên viết theo gợi ý.",
)
CAPITALS = Rule(
    "FMT216",
    _W,
    "Viết hoa chưa đúng: {where}",
    "Hãy viết theo quy tắc viết hoa trong văn bản hành chính (Nghị định 30/2020/NĐ-CP, Phụ lục II).",
)
TONE_PLACES = Rule(
    "FMT217",
    _N,
    "Cùng một chữ mà đặt dấu thanh hai kiểu: {where}",
    "Nên dùng một kiểu trong cả văn bản (Replace → Replace All).",
)
NUMBER_FORM = Rule(
    "FMT218",
    _W,
    "Số viết không theo kiểu tiếng Việt: {where}",
    "Hãy dùng dấu phẩy cho phần thập phân, dấu chấm cho hàng nghìn, viết liền dấu %.",
)
DAY_FORM = Rule(
    "FMT219",
    _W,
    "Ngày dưới 10, tháng 1 và tháng 2 viết thiếu số 0: {where}",
    "Hãy thêm số 0 ở trước.",
)
DAY_FORMS = Rule(
    "FMT220",
    _W,
    "Ngày viết hai kiểu trong một văn bản: «{one}» và «{other}»",
    "Hãy viết một kiểu, như «05/9/2025».",
)
SMALL_NUMBER = Rule(
    "FMT221",
    _N,
    "Số dưới 10 viết không có số 0 ở trước: {where}",
    "Nên viết có số 0, như «05 đơn vị», thống nhất trong cả văn bản.",
)
STRAIGHT_QUOTES = Rule(
    "FMT222",
    _N,
    "Dấu ngoặc kép thẳng: {where}",
    "Nên dùng dấu ngoặc kép cong “…”.",
)
QUOTES_UNLIKE = Rule(
    "FMT223",
    _W,
    "Dấu ngoặc kép mở một kiểu, đóng một kiểu: {where}",
    "Hãy dùng cặp dấu “…”.",
)
THREE_DOTS = Rule(
    "FMT224",
    _N,
    "Dấu chấm lửng gõ bằng ba dấu chấm rời: {where}",
    "Nên dùng dấu chấm lửng liền (…), để không bị tách khi xuống dòng.",
)
NO_FULL_STOP = Rule(
    "FMT225",
    _W,
    "Câu không có dấu kết thúc: {where}",
    "Hãy thêm dấu chấm ở cuối câu, hoặc dấu phù hợp.",
)
ONE_SIDED_DASH = Rule(
    "FMT226",
    _W,
    "Gạch nối chỉ có dấu cách ở một bên: {where}",
    "Hãy để dấu cách ở cả hai bên, như «kinh tế - xã hội».",
)
UNACCENTED = Rule(
    "FMT227",
    _W,
    "Đoạn gõ không dấu: {where}",
    "Hãy gõ lại bằng tiếng Việt có dấu.",
)
PERHAPS_TWICE = Rule(
    "FMT228",
    _W,
    "Từ viết hai lần liền nhau, có lẽ gõ thừa: {where}",
    "Hãy xem lại; gõ thừa thì bỏ một từ.",
)
