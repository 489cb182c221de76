"""A register of three units as Markdown, and Markdown as the workbook a reader would hand over.

Cells: ``{6}`` a number, ``{15/8/2025}`` a true date, ``{#REF!}`` an error, ``{TRUE}`` a boolean,
``{=A1}`` a formula without result; ``<br>`` a line end. Anything else is text, nothing is blank.
"""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal

from cv183_reports.spreadsheet.grid import Cell, CellKind, Sheet, Workbook

FILE = "danh-muc.xlsx"

REGISTER = """
# Nhóm đơn vị
| Mã       | Tên nhóm       | Ký hiệu | Cơ quan cấp trên            | Quyền hạn ký      | Chức vụ người ký | Nơi lưu           |
|----------|----------------|---------|-----------------------------|-------------------|--------|-------------------|
| so-nganh | sở, ban, ngành ||ỦY BAN NHÂN DÂN<br>THÀNH PHỐ | GIÁM ĐỐC         |        |                   |
| cap-xa   | cấp ủy cấp xã  |ĐU      | ĐẢNG BỘ THÀNH PHỐ           | T/M BAN THƯỜNG VỤ | BÍ THƯ | Văn phòng Đảng ủy |

# Đơn vị
| Mã        | Tên đầy đủ          | Tên ngắn      | Nhóm     | Thể thức | Thư điện tử    | Điện thoại | Cán bộ theo dõi | Hiệu lực từ ngày | Hiệu lực đến hết ngày | Tên cũ         | Ký hiệu | Cơ quan cấp trên | Quyền hạn ký | Chức vụ người ký | Nơi lưu | Cơ quan ban hành | Nơi ban hành |
|-----------|---------------------|---------------|----------|----------|----------------|------------|-----------------|------------------|-----------------------|----------------|-----|---|---|---|---|---|---|
| so-noi-vu | Sở Nội vụ           | Sở Nội vụ     | so-nganh | Nhà nước | snv@vidu.vn    | 0900000001 | Nguyễn Văn A    | 01/7/2025        | {31/12/2025}          | Sở Lao động; X | SNV | | TM. SỞ | CHÁNH VĂN PHÒNG | | | |
| 10888     | Đảng ủy xã Cẩm Giang | Xã Cẩm Giang | cap-xa   | Đảng     |                |            |                 |                  |                       |                |     | | | | | | |
| {10903}   | Đảng ủy xã Cẩm Giàng | Xã Cẩm Giàng | cap-xa   | đảng     |                |            |                 |                  |                       |                |     | | | | | | Xã Cẩm Giàng |

# Nhiệm vụ
| Mã    | Mục của công văn | Nội dung nguyên văn | Nội dung rút gọn | Giao cho         | Phối hợp  | Loại         | Thời hạn (trước)         | Minh chứng hoàn thành | Cách xét                    |
|-------|------------------|---------------------|------------------|------------------|-----------|--------------|--------------------------|-----------------------|-----------------------------|
| {1.1} | Các cấp ủy       | Quán triệt          | Quán triệt       | so-nganh; cap-xa |           | Thường xuyên |                          | Văn bản               | Theo báo cáo của đơn vị     |
| 1.3   | Các cấp ủy       | Hoàn thiện hồ sơ    | Hồ sơ            | so-nganh; cap-xa |           | Một lần      | {15/8/2025}              | Tờ trình              | Theo báo cáo của đơn vị     |
| 1.4   | Các cấp ủy       | Xây dựng báo cáo    | Báo cáo          | so-nganh; cap-xa |           | Hằng tháng   | 16:00 ngày 22 hằng tháng | Báo cáo               | Theo thời điểm nhận báo cáo |
| {6}   | Giao Sở          | Kiểm tra            | Kiểm tra         | so-noi-vu        | 10888     | Một lần      | 31/8/2025                | Thông báo             | Theo báo cáo của đơn vị     |

# Chỉ tiêu
| Mã   | Tên chỉ tiêu    | Đơn vị tính | Chủ đề  | Hỏi nhóm | Cách tổng hợp | Số chữ số thập phân | Công thức      | In trong báo cáo |
|------|-----------------|-------------|---------|----------|---------------|---------------------|----------------|------|
| HC01 | Hồ sơ tiếp nhận | hồ sơ       | Hồ sơ   | cap-xa   | Cộng dồn      | {0}                 |                | Có |
| HC02 | Hồ sơ trước hạn | hồ sơ       | Hồ sơ   | cap-xa   | Cộng dồn      | {0}                 |                | Có |
| HC03 | Hồ sơ đúng hạn  | hồ sơ       | Hồ sơ   | cap-xa   | Cộng dồn      | 0                   |                | Có |
| HC04 | Tỷ lệ đúng hạn  | %           | Hồ sơ   |          | Tỷ lệ         | {1}                 | (HC02 + HC03) / HC01 | Có |
| CD01 | Văn bản         | văn bản     | Chỉ đạo | so-nganh | Số cuối kỳ    | {0}                 |                | Có |

# Ràng buộc
| Vế trái     | Quan hệ        | Vế phải | Diễn giải          |
|-------------|----------------|---------|--------------------|
| HC02 + HC03 | không vượt quá | HC01    | Giải quyết ≤ nhận. |

# Miễn, hoãn
| Mã đơn vị | Mã nhiệm vụ | Từ kỳ   | Đến hết kỳ   | Văn bản                 | Ngày văn bản | Người quyết định | Lý do    |
|-----------|-------------|---------|--------------|-------------------------|--------------|------------------|----------|

# Danh sách chọn
|Danh sách|Giá trị|Viết giữa câu|
|---|---|---|
|Lĩnh vực|Tổ chức bộ máy|tổ chức bộ máy|
|Lĩnh vực|Chuyển đổi số||
|cấp giải quyết|Cấp xã|cấp xã|
|Cấp giải quyết|Trung ương||
|Nguyên nhân|Khách quan|khách quan|

# Thiết lập
| Mục                    | Giá trị                                              | Giải thích |
|------------------------|------------------------------------------------------|------------|
| Cơ quan cấp trên       | THÀNH ỦY HẢI PHÒNG                                   | –          |
| Cơ quan ban hành       | BAN TỔ CHỨC                                          | –          |
| Tên cơ quan trong câu văn | Ban Tổ chức Thành ủy                              | –          |
| Ký hiệu cơ quan        | BTCTU                                                | –          |
| Số văn bản             | {12}                                                 | –          |
| Nơi ban hành           | Hải Phòng                                            | –          |
| Ngày ký                | 23/9/2025                                            | –          |
| Quyền hạn ký           | K/T TRƯỞNG BAN                                       | –          |
| Chức vụ người ký       | PHÓ TRƯỞNG BAN                                       | –          |
| Họ tên người ký        | Trần Thị B                                           | –          |
| Công văn được thực hiện | Công văn số 12-CV/TU, ngày 10/8/2025 của Ban Thường vụ Thành ủy | – |
| Nơi nhận               | - Thường trực Thành ủy;<br>- Lưu Ban Tổ chức Thành ủy. | –        |
| Kiểu đặt dấu thanh     | Kiểu mới (uỷ)                                        | –          |
|Cơ quan cấp trên (báo cáo tiến độ) | THÀNH ỦY HẢI PHÒNG | – |
|Cơ quan ban hành (báo cáo tiến độ) | VĂN PHÒNG | – |
|Tên cơ quan trong câu văn (báo cáo tiến độ) | Văn phòng Thành ủy | – |
|Ký hiệu cơ quan (báo cáo tiến độ) | VPTU | – |
|Số văn bản (báo cáo tiến độ) | | – |
|Ngày ký (báo cáo tiến độ) | | – |
|Quyền hạn ký (báo cáo tiến độ) | CHÁNH VĂN PHÒNG | – |
|Chức vụ người ký (báo cáo tiến độ) | | – |
|Họ tên người ký (báo cáo tiến độ) | Lê Văn C | – |
|Nơi nhận (báo cáo tiến độ) | Thường trực Thành ủy<br>Lưu văn thư | – |
|Nơi báo cáo | Thường trực Thành ủy | – |
|Trích yếu | tình hình<br>vận hành | – |
|Nơi báo cáo (báo cáo tiến độ) | - Thường trực Thành ủy;<br>- Ban Thường vụ Thành ủy. | – |
|Trích yếu (báo cáo tiến độ) | tiến độ | – |
|Tên loại công văn | Kế hoạch | – |
|Cơ quan ban hành công văn | Ban Thường vụ | – |
|Nội dung công văn | triển khai Chỉ thị số 7 | – |
|Văn bản được triển khai | Chỉ thị số 7 | – |
|Thực hiện từ ngày | {01/7/2025} | – |
|Kỳ báo cáo đầu tiên | 2025-08 | – |
|Nhiệm vụ lập báo cáo | {6} | – |
|Phạm vi tổng hợp | toàn tỉnh | – |
|Loại đơn vị hành chính | Xã; Đặc khu | – |
"""

WAIVERS = """\
| 10888     | {1.3}       | 2025-08 | {01/10/2025} | Công văn số 15-CV/BTCTU | 05/8/2025    | Trưởng ban       | Bão số 3 |
| 10903     | *           | 9/2025  |              | 16-CV/BTCTU             | {06/8/2025}  | Trưởng ban       | Lũ       |
"""
"""Two rows of Miễn, hoãn; REGISTER has none."""


def waived(*changes: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """The changes that give REGISTER the rows of WAIVERS, each text in them replaced."""
    rows = WAIVERS
    for old, new in changes:
        assert rows.count(old) == 1, f"{rows.count(old)} × {old!r}"
        rows = rows.replace(old, new)
    head = "| Người quyết định | Lý do    |\n"
    return ((head, head + rows),)


_VALIDITY = " Hiệu lực từ kỳ | Hiệu lực đến kỳ |"


def dated(*rows: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """The changes that give REGISTER the columns of validity, and of what a figure counts.

    Each of `rows` is a code and the cells of its row: ``2025-10 | 2025-12`` of an obligation,
    ``Lũy kế đến cuối kỳ | 2025-10 |`` of an indicator.
    """
    heads = (
        ("| Cách xét                    |", _VALIDITY),
        ("| In trong báo cáo |", f" Tính chất số liệu |{_VALIDITY}"),
    )
    lines: dict[str, str] = {}
    for line in REGISTER.splitlines():
        if found := re.match(r"\| \{?([\w.]+)", line):
            lines.setdefault(found[1], line)
    return (
        *((head, head + added) for head, added in heads),
        *((lines[code], f"{lines[code]} {cells} |") for code, cells in rows),
    )


def settled(*rows: str) -> tuple[tuple[str, str], ...]:
    """The change that gives sheet Thiết lập of REGISTER more rows: ``Ngưỡng: … | {90}``; the first is row 38."""
    last = "|Loại đơn vị hành chính | Xã; Đặc khu | – |\n"
    return ((last, last + "".join(f"| {row} | – |\n" for row in rows)),)


def better(**ways: str) -> tuple[tuple[str, str], ...]:
    """The changes that give REGISTER the column of which way is better: ``HC04="Tăng"``."""
    head = "| In trong báo cáo |"
    lines = {
        line[2:6]: line for line in REGISTER.splitlines() if re.match(r"\| [A-Z]{2}\d\d \|", line)
    }
    return (
        (head, f"{head} Chiều hướng tốt |"),
        *((lines[code], f"{lines[code]} {way} |") for code, way in ways.items()),
    )


def workbook(markdown: str = REGISTER) -> Workbook:
    """The workbook of `markdown`: ``# name`` begins a sheet, each table line but the rule is a row."""
    sheets = [_sheet(block) for block in re.split(r"^# ", markdown, flags=re.MULTILINE)[1:]]
    return Workbook(FILE, tuple(sheets))


def changed(*changes: tuple[str, str]) -> Workbook:
    """REGISTER with each text, found exactly once, replaced."""
    markdown = REGISTER
    for old, new in changes:
        assert markdown.count(old) == 1, f"{markdown.count(old)} × {old!r}"
        markdown = markdown.replace(old, new)
    return workbook(markdown)


def _sheet(block: str) -> Sheet:
    name, *lines = block.splitlines()
    table = [line for line in lines if line.startswith("|") and not set(line) <= set("|-")]
    rows = [[text.strip() for text in line.strip("|").split("|")] for line in table]
    cells = [
        _cell(number, column, text)
        for number, row in enumerate(rows, 1)
        for column, text in enumerate(row, 1)
        if text
    ]
    return Sheet(name, visible=True, cells={(cell.row, cell.column): cell for cell in cells})


def _cell(row: int, column: int, text: str) -> Cell:
    stored = re.fullmatch(r"\{(.*)\}", text)
    if not stored:
        return Cell(row, column, CellKind.TEXT, text.replace("<br>", "\n"))
    value = stored[1]
    if value.startswith("="):
        return Cell(row, column, CellKind.UNCALCULATED, value)
    if value.startswith("#"):
        return Cell(row, column, CellKind.ERROR, value)
    if value == "TRUE":
        return Cell(row, column, CellKind.BOOLEAN, value)
    if "/" in value:
        form = "%d/%m/%Y %H:%M" if ":" in value else "%d/%m/%Y"
        when = datetime.strptime(value, form)  # noqa: DTZ007  (workbooks hold naive times)
        return Cell(row, column, CellKind.DATE, when.isoformat(), Decimal(45000), when)
    return Cell(row, column, CellKind.NUMBER, value, Decimal(value))
