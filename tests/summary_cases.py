"""A small September and August, and what each sheet of their consolidated workbook says."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

from msgspec.structs import replace

from cv183_reports.app.outline import outline
from cv183_reports.catalogue import files
from cv183_reports.consolidation.consolidate import consolidate
from cv183_reports.model import LOCAL, Filing, Period, Plan, Source, Status
from cv183_reports.model.consolidated import Consolidated
from tests.months import CUT_OFF, PROFILE, SEPTEMBER, Field, Level, filing, on, record, register

BROKEN = files.DAMAGED_PART.at(Source("hong.xlsx", "Báo cáo", "F12"), part="xl/styles.xml")

FILE = "tong-hop-2025-09.xlsx"
OBLIGATIONS = ("1.1", "1.3", "1.4", "2.1", "3.1", "9")


def month(*filings: Filing, period: Period = SEPTEMBER, **more: object) -> Consolidated:
    given = {"unreadable": {}, **more}
    return consolidate(register(), period, filings, as_of=CUT_OFF, **given)  # type: ignore[arg-type]


def september(*, sample: bool = False) -> Consolidated:
    """One unit in time, one late with a faulty and a blank row and a faulty figure, one unreadable, one missing."""
    giang = filing(
        "10888",
        record(
            "10888",
            "1.1",
            percent=Decimal("62.5"),
            difficulty="=Thiếu cán bộ",
            cause=PROFILE.causes[0],
            field=Field.STAFF,
        ),
        record("10888", "1.3", Status.DONE, done_on=on(14), result="Đã xong", evidence="15-BC/ĐU"),
        record("10888", "2.1", Status.NOT_ARISING, proposal="Giao thêm", level=Level.CITY_PARTY),
        figures={"N1": 100, "N2": 0, "N3": "7.25"},
        sample=sample,
    )
    quyen = filing(
        "11329",
        record("11329", "1.3", Status.NOT_STARTED, new_deadline=on(31, month=10)),
        at=datetime(2025, 9, 22, 16, tzinfo=LOCAL),
        figures={"N1": 25, "N3": "8.5"},
        faulty=("1.1",),
        blank=("2.1",),
    )
    plan = Plan("10888", "Rà soát trụ sở", Source("10888.xlsx", "Báo cáo", "B20"))
    return month(
        replace(giang, plans=(plan,)),
        replace(quyen, faulty_figures=frozenset({"N2"})),
        unreadable={"10903": ("hong.xlsx",)},
        findings=(BROKEN,),
    )


def august(*, sample: bool = False) -> Consolidated:
    came = filing("10888", figures={"N1": 40, "N2": 8}, sample=sample)
    return month(came, period=Period(2025, 8))


def drawn(data: bytes, name: str) -> str:
    """One sheet as Markdown, without its letters."""
    whole = outline(data, FILE).partition(f"## {name}\n")[2].partition("\n## ")[0].rstrip()
    return "\n".join(line for line in whole.splitlines() if not line.startswith(("| |", "|--")))


def charts(data: bytes) -> list[str]:
    with ZipFile(BytesIO(data)) as archive:
        names = sorted(name for name in archive.namelist() if name.startswith("xl/charts/chart"))
        return [archive.read(name).decode() for name in names]


SHEETS = {
    "Tình hình gửi": """
| 4 | STT | Mã đơn vị | Đơn vị | Nhóm đơn vị | Tình trạng | Thời điểm nhận | Căn cứ | Nhiệm vụ được giao | Số liệu hợp lệ | Nhiệm vụ có lỗi | Nhiệm vụ để trống | Nhiệm vụ được miễn, hoãn | Chỉ tiêu không được tính | Lý do | Người lập | Điện thoại | Người duyệt | Chức vụ | Tệp |
| 5 | 1 | so-ab | Sở A & B | Sở, ban, ngành | Chưa gửi |  |  | 5 | 0 |  |  |  |  |  |  |  |  |  |  |
| 6 | 2 | 10888 | Xã Cẩm Giang | Cấp ủy cấp xã | Đúng hạn | 2025-09-20T09:00:00 | theo thời điểm của tệp | 4 | 4 |  |  |  |  |  |  |  |  |  | 10888.xlsx |
| 7 | 3 | 10903 | Xã Cẩm Giàng | Cấp ủy cấp xã | Cần gửi lại |  |  | 4 | 0 |  |  |  |  | Tệp bị hỏng, không mở được |  |  |  |  | hong.xlsx |
| 8 | 4 | 11329 | Phường Ngô Quyền | Cấp ủy cấp xã | Muộn | 2025-09-22T16:00:00 | theo thời điểm của tệp | 4 | 2 | 1.1 | 2.1 |  | N2 |  |  |  |  |  | 11329.xlsx |
| 9 | Tổng cộng |  |  |  |  |  |  | ƒ 17 | ƒ 6 |  |  |  |  |  |  |  |  |  |  |
- gộp ô: A9:G9
- cố định từ D5
- lọc A4:S8""",
    "Tiến độ": """
| 4 |  |  |  | Nhiệm vụ có thời hạn |  |  |  | Nhiệm vụ không quy định thời hạn |  |  | Không thực hiện |  |  | Chưa có số liệu |  |  |  |  |
| 5 | Mã | Nhiệm vụ | Thời hạn | Hoàn thành đúng hạn | Hoàn thành sau hạn | Chưa hoàn thành, còn hạn | Chưa hoàn thành, quá hạn | Hoàn thành | Đang thực hiện | Chưa thực hiện | Không phát sinh | Không thuộc thẩm quyền | Được miễn, hoãn | Báo cáo chưa hợp lệ | Báo cáo để trống | Chưa gửi báo cáo | Tổng cộng | Nhãn biểu đồ |
| 6 | 1.1 | Nhiệm vụ 1.1 |  | 0 | 0 | 0 | 0 | 0 | 1 | 0 | 0 | 0 | 0 | 2 | 0 | 1 | ƒ 4 | 1.1 (4) |
| 7 | 1.3 | Nhiệm vụ 1.3 | trước ngày 15/8/2025 | 1 | 0 | 0 | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 1 | 0 | 1 | ƒ 4 | 1.3 (4) |
| 8 | 1.4 | Nhiệm vụ 1.4 | trước 16 giờ, ngày 22/9/2025 | 1 | 1 | 0 | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 1 | 0 | 0 | ƒ 4 | 1.4 (4) |
| 9 | 2.1 | Nhiệm vụ 2.1 |  | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 1 | 0 | 0 | 1 | 1 | 0 | ƒ 3 | 2.1 (3) |
| 10 | 3.1 | Nhiệm vụ 3.1 | trước ngày 31/8/2025 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 1 | ƒ 1 | 3.1 (1) |
| 11 | 9 | Nhiệm vụ 9 |  | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 1 | ƒ 1 | 9 (1) |
| 12 | Tổng cộng |  |  | ƒ 2 | ƒ 1 | ƒ 0 | ƒ 2 | ƒ 0 | ƒ 1 | ƒ 0 | ƒ 1 | ƒ 0 | ƒ 0 | ƒ 5 | ƒ 1 | ƒ 4 | ƒ 17 |  |
- gộp ô: D4:G4, H4:J4, K4:M4, N4:P4, A12:C12
- cố định từ C6
- lọc A5:R11""",
    "Số liệu hợp lệ": """
| 4 | Mã đơn vị | Đơn vị | Mã nhiệm vụ | Nhiệm vụ | Trạng thái | Tỷ lệ (%) | Ngày hoàn thành | Kết quả thực hiện | Văn bản minh chứng | Hạn mới đề nghị | Trang tính | Ô | Khó khăn, vướng mắc | Nguyên nhân | Lĩnh vực | Kiến nghị, đề xuất | Cấp giải quyết | Kỳ báo cáo | Tệp nguồn |
| 5 | 10888 | Xã Cẩm Giang | 1.1 | Nhiệm vụ 1.1 | Đang thực hiện | 62.5 |  |  |  |  | Báo cáo | G9 | =Thiếu cán bộ | Khách quan | Cán bộ, biên chế |  |  | 09/2025 | 10888.xlsx |
| 6 | 10888 | Xã Cẩm Giang | 1.3 | Nhiệm vụ 1.3 | Hoàn thành |  | 2025-08-14 | Đã xong | 15-BC/ĐU |  | Báo cáo | G9 |  |  |  |  |  | 09/2025 | 10888.xlsx |
| 7 | 10888 | Xã Cẩm Giang | 2.1 | Nhiệm vụ 2.1 | Không phát sinh |  |  |  |  |  | Báo cáo | G9 |  |  |  | Giao thêm | Thành ủy, Ban Thường vụ Thành ủy | 09/2025 | 10888.xlsx |
| 8 | 11329 | Phường Ngô Quyền | 1.3 | Nhiệm vụ 1.3 | Chưa thực hiện |  |  |  |  | 2025-10-31 | Báo cáo | G9 |  |  |  |  |  | 09/2025 | 11329.xlsx |
- cố định từ D5
- lọc A4:S8""",
    "Chỉ tiêu": """
| 4 | Số đơn vị có số liệu mỗi kỳ có thể khác nhau, nên tăng, giảm chỉ tính trên các đơn vị có số liệu cả hai kỳ; số hiện có, số lũy kế của đơn vị chưa gửi lấy theo báo cáo gần nhất của đơn vị đó. Ô trống: không so sánh được. |  |  |  |  |  |  |  |  |  |  |  |  |  |
| 5 |  |  |  |  |  | Toàn thành phố |  |  |  |  | Các đơn vị có số liệu cả hai kỳ |  |  |  |
| 6 | Mã | Nội dung | Chỉ tiêu | Đơn vị tính | Cách tổng hợp | Kỳ này | Kỳ trước | Số đơn vị được hỏi | Số đơn vị có số liệu | Trong đó lấy số báo cáo trước | Số đơn vị có số liệu cả hai kỳ | Kỳ này (cùng đơn vị) | Kỳ trước (cùng đơn vị) | Tăng, giảm (cùng đơn vị) |
| 7 | N1 | Phục vụ hành chính công | Hồ sơ tiếp nhận | hồ sơ | Cộng dồn | 125 | 40 | 3 | 2 | 0 | 1 | 100 | 40 | ƒ 60 |
| 8 | N2 | Phục vụ hành chính công | Hồ sơ trực tuyến | hồ sơ | Cộng dồn | 0 | 8 | 3 | 1 | 0 | 1 | 0 | 8 | ƒ -8 |
| 9 | N3 | Phục vụ hành chính công | Điểm chỉ số | điểm | Bình quân | 7.875 |  | 3 | 2 | 0 |  |  |  |  |
| 10 | N4 | Phục vụ hành chính công | Tỷ lệ trực tuyến | % | Tỷ lệ | 0 | 20 | 3 | 1 | 0 | 1 | 0 | 20 | ƒ -20 |
- gộp ô: A4:I4, F5:J5, K5:N5
- cố định từ D7
- lọc A6:N10""",
    "Số liệu theo đơn vị": """
| 4 | Ô trống: chưa có số liệu. (*): đơn vị có ghi nhưng không được tính vì có lỗi (xem trang Phát hiện). Ô xám: không phải báo cáo chỉ tiêu này. Đơn vị chưa gửi báo cáo kỳ này: số hiện có, số lũy kế theo báo cáo gần nhất. |  |  |  |  |  |  |
| 5 |  |  |  |  | Phục vụ hành chính công |  |  |
| 6 | STT | Mã đơn vị | Đơn vị | Kỳ báo cáo | N1. Hồ sơ tiếp nhận (hồ sơ) | N2. Hồ sơ trực tuyến (hồ sơ) | N3. Điểm chỉ số (điểm) |
| 7 | 1 | 10888 | Xã Cẩm Giang | 09/2025 | 100 | 0 | 7.25 |
| 8 | 2 | 10903 | Xã Cẩm Giàng |  |  |  |  |
| 9 | 3 | 11329 | Phường Ngô Quyền | 09/2025 | 25 | (*) | 8.5 |
| 10 | Toàn thành phố |  |  |  | ƒ 125 | ƒ 0 | ƒ 7.875 |
- gộp ô: A4:G4, E5:G5, A10:D10
- cố định từ D7
- lọc A6:G9""",
    "Nguồn chỉ tiêu": """
| 4 | Mã đơn vị | Đơn vị | Mã chỉ tiêu | Chỉ tiêu | Giá trị | Trang tính | Ô | Ghi chú | Kỳ báo cáo | Tệp nguồn |
| 5 | 10888 | Xã Cẩm Giang | N1 | Hồ sơ tiếp nhận | 100 | Số liệu | E9 |  | 09/2025 | 10888.xlsx |
| 6 | 10888 | Xã Cẩm Giang | N2 | Hồ sơ trực tuyến | 0 | Số liệu | E9 |  | 09/2025 | 10888.xlsx |
| 7 | 10888 | Xã Cẩm Giang | N3 | Điểm chỉ số | 7.25 | Số liệu | E9 |  | 09/2025 | 10888.xlsx |
| 8 | 11329 | Phường Ngô Quyền | N1 | Hồ sơ tiếp nhận | 25 | Số liệu | E9 |  | 09/2025 | 11329.xlsx |
| 9 | 11329 | Phường Ngô Quyền | N3 | Điểm chỉ số | 8.5 | Số liệu | E9 |  | 09/2025 | 11329.xlsx |
- cố định từ C5
- lọc A4:J9""",
    "Quá hạn": """
| 4 | STT | Mã đơn vị | Đơn vị | Mã nhiệm vụ | Nhiệm vụ | Thời hạn | Số ngày quá hạn | Trạng thái | Tỷ lệ (%) | Kết quả thực hiện | Khó khăn, vướng mắc | Hạn mới đề nghị | Cán bộ theo dõi | Điện thoại đơn vị |
| 5 | 1 | so-ab | Sở A & B | 1.4 | Nhiệm vụ 1.4 | trước 16 giờ, ngày 22/9/2025 | 0 | Chưa gửi báo cáo |  |  |  |  |  |  |
| 6 | 2 | 11329 | Phường Ngô Quyền | 1.3 | Nhiệm vụ 1.3 | trước ngày 15/8/2025 | 38 | Chưa thực hiện |  |  |  | 2025-10-31 |  |  |
- cố định từ D5
- lọc A4:N6""",
    "Khó khăn, kiến nghị": """
| 4 | STT | Mã đơn vị | Đơn vị | Mã nhiệm vụ | Nhiệm vụ | Khó khăn, vướng mắc | Nguyên nhân | Lĩnh vực | Kiến nghị, đề xuất | Cấp giải quyết | Trang tính | Ô | Tệp nguồn |
| 5 | 1 | 10888 | Xã Cẩm Giang | 1.1 | Nhiệm vụ 1.1 | =Thiếu cán bộ | Khách quan | Cán bộ, biên chế |  |  | Báo cáo | G9 | 10888.xlsx |
| 6 | 2 | 10888 | Xã Cẩm Giang | 2.1 | Nhiệm vụ 2.1 |  |  |  | Giao thêm | Thành ủy, Ban Thường vụ Thành ủy | Báo cáo | G9 | 10888.xlsx |
- cố định từ D5
- lọc A4:M6""",
    "Nhiệm vụ trọng tâm tháng tới": """
| 4 | STT | Mã đơn vị | Đơn vị | Nội dung | Trang tính | Ô | Tệp nguồn |
| 5 | 1 | 10888 | Xã Cẩm Giang | Rà soát trụ sở | Báo cáo | B20 | 10888.xlsx |
- cố định từ D5
- lọc A4:G5""",
    "Phát hiện": """
| 4 | STT | Mã lỗi | Mức độ | Tệp nguồn | Trang tính | Ô | Phát hiện | Cách xử lý |
| 5 | 1 | FIL031 | lỗi | hong.xlsx | Báo cáo | F12 | {message} | {remedy} |
- cố định từ C5
- lọc A4:H5""",
}

OVERVIEW = """
| 4 | 1. Số liệu chính |  |  |  |  |  |  |
| 5 | Nội dung | Kỳ này | Kỳ trước | Tăng, giảm (cùng đơn vị) |  |  |  |
| 6 | Đơn vị phải gửi báo cáo | 4 | 4 | 0 |  |  |  |
| 7 | Đơn vị đã gửi báo cáo hợp lệ | 2 | 1 | 1 |  |  |  |
| 8 | Đơn vị chưa gửi hoặc cần gửi lại | 2 | 3 | -1 |  |  |  |
| 9 | Đơn vị được miễn, hoãn báo cáo | 0 | 0 | 0 |  |  |  |
| 10 | Lượt nhiệm vụ được giao | 17 | 17 | 0 |  |  |  |
| 11 | Lượt nhiệm vụ phải hoàn thành | 9 | 9 | 0 |  |  |  |
| 12 | Lượt nhiệm vụ đã hoàn thành | 3 | 1 | 1 |  |  |  |
| 13 | Lượt nhiệm vụ quá hạn (kể cả chưa gửi báo cáo) | 2 | 3 | -1 |  |  |  |
| 14 | Lượt nhiệm vụ thường xuyên | 8 | 8 | 0 |  |  |  |
| 15 | Đơn vị nêu khó khăn, vướng mắc | 1 | 0 | 1 |  |  |  |
| 16 | Đơn vị có kiến nghị, đề xuất | 1 | 0 | 1 |  |  |  |
| 17 | Lỗi phát hiện trong các tệp | 1 | 0 |  |  |  |  |
| 18 | Tăng, giảm của lượt hoàn thành, quá hạn chỉ tính 03 lượt nhiệm vụ có số liệu cả hai kỳ; của khó khăn, kiến nghị chỉ tính 01 đơn vị có báo cáo hợp lệ cả hai kỳ. |  |  |  |  |  |  |
| 20 | 2. Tình hình gửi báo cáo |  |  |  |  |  |  |
| 21 | Nhóm đơn vị | Đúng hạn | Muộn | Cần gửi lại | Chưa gửi | Được miễn, hoãn | Tổng cộng |
| 22 | Sở, ban, ngành | 0 | 0 | 0 | 1 | 0 | ƒ 1 |
| 23 | Cấp ủy cấp xã | 1 | 1 | 1 | 0 | 0 | ƒ 3 |
| 24 | Tổng cộng | ƒ 1 | ƒ 1 | ƒ 1 | ƒ 1 | ƒ 0 | ƒ 4 |
| 26 | 3. Lượt nhiệm vụ theo phân loại |  |  |  |  |  |  |
| 27 | Phân loại | Kỳ này | Kỳ trước | Tăng, giảm (cùng đơn vị) | Tỷ lệ (%) |  |  |
| 28 | Hoàn thành đúng hạn | 2 | 0 | 1 | 11.76470588235294 |  |  |
| 29 | Hoàn thành sau hạn | 1 | 1 | 0 | 5.882352941176471 |  |  |
| 30 | Chưa hoàn thành, còn hạn | 0 | 0 | 0 | 0 |  |  |
| 31 | Chưa hoàn thành, quá hạn | 2 | 3 | -1 | 11.76470588235294 |  |  |
| 32 | Hoàn thành | 0 | 0 | 0 | 0 |  |  |
| 33 | Đang thực hiện | 1 | 0 | 0 | 5.882352941176471 |  |  |
| 34 | Chưa thực hiện | 0 | 0 | 0 | 0 |  |  |
| 35 | Không phát sinh | 1 | 0 | 0 | 5.882352941176471 |  |  |
| 36 | Không thuộc thẩm quyền | 0 | 0 | 0 | 0 |  |  |
| 37 | Được miễn, hoãn | 0 | 0 |  | 0 |  |  |
| 38 | Báo cáo chưa hợp lệ | 5 | 3 |  | 29.41176470588235 |  |  |
| 39 | Báo cáo để trống | 1 | 0 |  | 5.882352941176471 |  |  |
| 40 | Chưa gửi báo cáo | 4 | 10 |  | 23.52941176470588 |  |  |
| 41 | Tổng cộng | ƒ 17 | ƒ 17 |  | ƒ 100 |  |  |
| 42 | Tăng, giảm chỉ tính 03 lượt nhiệm vụ có số liệu cả hai kỳ. |  |  |  |  |  |  |
| 44 | 4. Phục vụ hành chính công – các đơn vị có số liệu cả hai kỳ (hồ sơ) |  |  |  |  |  |  |
| 45 | Chỉ tiêu | Số đơn vị có số liệu cả hai kỳ | Kỳ này (cùng đơn vị) | Kỳ trước (cùng đơn vị) | Tăng, giảm (cùng đơn vị) |  |  |
| 46 | Hồ sơ tiếp nhận | 1 | 100 | 40 | ƒ 60 |  |  |
| 47 | Hồ sơ trực tuyến | 1 | 0 | 8 | ƒ -8 |  |  |
- gộp ô: A18:G18, A42:G42
"""
