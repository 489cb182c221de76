"""A small September and August, and what each sheet of their consolidated workbook says."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from cv183_reports.catalogue import files
from cv183_reports.consolidated import Consolidated
from cv183_reports.consolidation import consolidate
from cv183_reports.model import LOCAL, Field, Filing, Level, Period, Plan, Source, Status
from tests.months import CUT_OFF, SEPTEMBER, filing, on, record, register

BROKEN = files.DAMAGED_PART.at(Source("hong.xlsx", "Báo cáo", "F12"), part="xl/styles.xml")


def month(*filings: Filing, period: Period = SEPTEMBER, **more: object) -> Consolidated:
    given = {"unreadable": {}, **more}
    return consolidate(register(), period, filings, as_of=CUT_OFF, **given)  # type: ignore[arg-type]


def september(*, sample: bool = False) -> Consolidated:
    """One unit in time, one late with a faulty and a blank row, one unreadable, one missing."""
    giang = filing(
        "10888",
        record(
            "10888", "1.1", percent=Decimal("62.5"), difficulty="=Thiếu cán bộ", field=Field.STAFF
        ),
        record("10888", "1.3", Status.DONE, done_on=on(14), result="Đã xong", evidence="15-BC/ĐU"),
        record("10888", "2.1", Status.NOT_ARISING, proposal="Giao thêm", level=Level.CITY_PARTY),
        figures={"N1": 100, "N2": 0, "N3": "7.25"},
        sample=sample,
    )
    quyen = filing(
        "11329",
        record("11329", "1.3", Status.NOT_STARTED),
        at=datetime(2025, 9, 22, 16, tzinfo=LOCAL),
        figures={"N1": 25, "N3": "8.5"},
        faulty=("1.1",),
        blank=("2.1",),
    )
    plan = Plan("10888", "Rà soát trụ sở", Source("10888.xlsx", "Báo cáo", "B20"))
    return month(
        replace(giang, plans=(plan,)),
        quyen,
        unreadable={"10903": ("hong.xlsx",)},
        findings=(BROKEN,),
    )


def august(*, sample: bool = False) -> Consolidated:
    came = filing("10888", figures={"N1": 40, "N2": 8}, sample=sample)
    return month(came, period=Period(2025, 8))


SHEETS = {
    "Tình hình gửi": """
| 4 | STT | Mã đơn vị | Đơn vị | Nhóm đơn vị | Tình trạng | Thời điểm nhận | Căn cứ | Tệp | Nhiệm vụ được giao | Số liệu hợp lệ | Nhiệm vụ có lỗi | Nhiệm vụ để trống |
| 5 | 1 | so-ab | Sở A & B | sở, ban, ngành | Chưa gửi |  |  |  | 5 | 0 |  |  |
| 6 | 2 | 10888 | Xã Cẩm Giang | cấp ủy cấp xã | Đúng hạn | 2025-09-20T09:00:00 | theo thời điểm của tệp | 10888.xlsx | 4 | 4 |  |  |
| 7 | 3 | 10903 | Xã Cẩm Giàng | cấp ủy cấp xã | Đã gửi nhưng không đọc được |  |  | hong.xlsx | 4 | 0 |  |  |
| 8 | 4 | 11329 | Phường Ngô Quyền | cấp ủy cấp xã | Muộn | 2025-09-22T16:00:00 | theo thời điểm của tệp | 11329.xlsx | 4 | 2 | 1.1 | 2.1 |
| 9 | Tổng cộng |  |  |  |  |  |  |  | ƒ 17 | ƒ 6 |  |  |
- gộp ô: A9:H9
- cố định từ D5
- lọc A4:L8""",
    "Tiến độ": """
| 4 |  |  |  | Có thời hạn |  |  |  | Không ấn định thời hạn |  |  | Không phải thực hiện |  | Chưa có số liệu |  |  |  |
| 5 | Mã | Nhiệm vụ | Thời hạn | Hoàn thành đúng hạn | Hoàn thành sau hạn | Chưa hoàn thành, còn hạn | Chưa hoàn thành, quá hạn | Hoàn thành | Đang thực hiện | Chưa thực hiện | Không phát sinh | Không thuộc thẩm quyền | Báo cáo có lỗi | Báo cáo để trống | Chưa gửi báo cáo | Tổng cộng |
| 6 | 1.1 | Nhiệm vụ 1.1 |  | 0 | 0 | 0 | 0 | 0 | 1 | 0 | 0 | 0 | 2 | 0 | 1 | ƒ 4 |
| 7 | 1.3 | Nhiệm vụ 1.3 | trước ngày 15/8/2025 | 1 | 0 | 0 | 1 | 0 | 0 | 0 | 0 | 0 | 1 | 0 | 1 | ƒ 4 |
| 8 | 1.4 | Nhiệm vụ 1.4 | trước 16 giờ, ngày 22/9/2025 | 1 | 1 | 0 | 1 | 0 | 0 | 0 | 0 | 0 | 1 | 0 | 0 | ƒ 4 |
| 9 | 2.1 | Nhiệm vụ 2.1 |  | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 1 | 0 | 1 | 1 | 0 | ƒ 3 |
| 10 | 3.1 | Nhiệm vụ 3.1 | trước ngày 31/8/2025 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 1 | ƒ 1 |
| 11 | 9 | Nhiệm vụ 9 |  | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 1 | ƒ 1 |
| 12 | Tổng cộng |  |  | ƒ 2 | ƒ 1 | ƒ 0 | ƒ 2 | ƒ 0 | ƒ 1 | ƒ 0 | ƒ 1 | ƒ 0 | ƒ 5 | ƒ 1 | ƒ 4 | ƒ 17 |
- gộp ô: D4:G4, H4:J4, K4:L4, M4:O4, A12:C12
- cố định từ C6
- lọc A5:P11""",
    "Số liệu hợp lệ": """
| 4 | Kỳ báo cáo | Mã đơn vị | Đơn vị | Mã nhiệm vụ | Nhiệm vụ | Trạng thái | Tỷ lệ (%) | Ngày hoàn thành | Kết quả thực hiện | Văn bản minh chứng | Khó khăn, vướng mắc | Lĩnh vực | Kiến nghị, đề xuất | Cấp giải quyết | Tệp nguồn | Trang tính | Ô |
| 5 | 09/2025 | 10888 | Xã Cẩm Giang | 1.1 | Nhiệm vụ 1.1 | Đang thực hiện | 62.5 |  |  |  | =Thiếu cán bộ | Cán bộ, biên chế |  |  | 10888.xlsx | Báo cáo | G9 |
| 6 | 09/2025 | 10888 | Xã Cẩm Giang | 1.3 | Nhiệm vụ 1.3 | Hoàn thành |  | 2025-08-14 | Đã xong | 15-BC/ĐU |  |  |  |  | 10888.xlsx | Báo cáo | G9 |
| 7 | 09/2025 | 10888 | Xã Cẩm Giang | 2.1 | Nhiệm vụ 2.1 | Không phát sinh |  |  |  |  |  |  | Giao thêm | Thành ủy, Ban Thường vụ Thành ủy | 10888.xlsx | Báo cáo | G9 |
| 8 | 09/2025 | 11329 | Phường Ngô Quyền | 1.3 | Nhiệm vụ 1.3 | Chưa thực hiện |  |  |  |  |  |  |  |  | 11329.xlsx | Báo cáo | G9 |
- cố định từ E5
- lọc A4:Q8""",
    "Chỉ tiêu": """
| 4 | Mã | Nội dung | Chỉ tiêu | Đơn vị tính | Cách tổng hợp | Kỳ này | Kỳ trước | Tăng, giảm | Số đơn vị được hỏi | Số đơn vị có số liệu |
| 5 | N1 | Phục vụ hành chính công | Hồ sơ tiếp nhận | hồ sơ | Cộng dồn | 125 | 40 | ƒ 85 | 3 | 2 |
| 6 | N2 | Phục vụ hành chính công | Hồ sơ trực tuyến | hồ sơ | Cộng dồn | 0 | 8 | ƒ -8 | 3 | 1 |
| 7 | N3 | Phục vụ hành chính công | Điểm chỉ số | điểm | Bình quân | 7.875 |  |  | 3 | 2 |
| 8 | N4 | Phục vụ hành chính công | Tỷ lệ trực tuyến | % | Tỷ lệ | 0 | 20 | ƒ -20 | 3 | 1 |
- cố định từ D5
- lọc A4:J8""",
    "Số liệu theo đơn vị": """
| 4 |  |  |  | Phục vụ hành chính công |  |  |
| 5 | STT | Mã đơn vị | Đơn vị | N1. Hồ sơ tiếp nhận (hồ sơ) | N2. Hồ sơ trực tuyến (hồ sơ) | N3. Điểm chỉ số (điểm) |
| 6 | 1 | 10888 | Xã Cẩm Giang | 100 | 0 | 7.25 |
| 7 | 2 | 10903 | Xã Cẩm Giàng |  |  |  |
| 8 | 3 | 11329 | Phường Ngô Quyền | 25 |  | 8.5 |
| 9 | Toàn thành phố |  |  | ƒ 125 | ƒ 0 | ƒ 7.875 |
- gộp ô: D4:F4, A9:C9
- cố định từ D6
- lọc A5:F8""",
    "Nguồn chỉ tiêu": """
| 4 | Mã đơn vị | Đơn vị | Mã chỉ tiêu | Chỉ tiêu | Giá trị | Tệp nguồn | Trang tính | Ô |
| 5 | 10888 | Xã Cẩm Giang | N1 | Hồ sơ tiếp nhận | 100 | 10888.xlsx | Số liệu | E9 |
| 6 | 10888 | Xã Cẩm Giang | N2 | Hồ sơ trực tuyến | 0 | 10888.xlsx | Số liệu | E9 |
| 7 | 10888 | Xã Cẩm Giang | N3 | Điểm chỉ số | 7.25 | 10888.xlsx | Số liệu | E9 |
| 8 | 11329 | Phường Ngô Quyền | N1 | Hồ sơ tiếp nhận | 25 | 11329.xlsx | Số liệu | E9 |
| 9 | 11329 | Phường Ngô Quyền | N3 | Điểm chỉ số | 8.5 | 11329.xlsx | Số liệu | E9 |
- cố định từ C5
- lọc A4:H9""",
    "Quá hạn": """
| 4 | STT | Mã đơn vị | Đơn vị | Mã nhiệm vụ | Nhiệm vụ | Thời hạn | Số ngày quá hạn | Trạng thái | Tỷ lệ (%) | Kết quả thực hiện | Khó khăn, vướng mắc | Cán bộ theo dõi | Điện thoại đơn vị |
| 5 | 1 | so-ab | Sở A & B | 1.4 | Nhiệm vụ 1.4 | trước 16 giờ, ngày 22/9/2025 | 0 | Chưa gửi báo cáo |  |  |  |  |  |
| 6 | 2 | 11329 | Phường Ngô Quyền | 1.3 | Nhiệm vụ 1.3 | trước ngày 15/8/2025 | 38 | Chưa thực hiện |  |  |  |  |  |
- cố định từ D5
- lọc A4:M6""",
    "Khó khăn, kiến nghị": """
| 4 | STT | Mã đơn vị | Đơn vị | Mã nhiệm vụ | Nhiệm vụ | Khó khăn, vướng mắc | Lĩnh vực | Kiến nghị, đề xuất | Cấp giải quyết | Tệp nguồn | Trang tính | Ô |
| 5 | 1 | 10888 | Xã Cẩm Giang | 1.1 | Nhiệm vụ 1.1 | =Thiếu cán bộ | Cán bộ, biên chế |  |  | 10888.xlsx | Báo cáo | G9 |
| 6 | 2 | 10888 | Xã Cẩm Giang | 2.1 | Nhiệm vụ 2.1 |  |  | Giao thêm | Thành ủy, Ban Thường vụ Thành ủy | 10888.xlsx | Báo cáo | G9 |
- cố định từ D5
- lọc A4:L6""",
    "Nhiệm vụ trọng tâm tháng tới": """
| 4 | STT | Mã đơn vị | Đơn vị | Nội dung | Tệp nguồn | Trang tính | Ô |
| 5 | 1 | 10888 | Xã Cẩm Giang | Rà soát trụ sở | 10888.xlsx | Báo cáo | B20 |
- cố định từ D5
- lọc A4:G5""",
    "Phát hiện": """
| 4 | STT | Mã lỗi | Mức độ | Tệp nguồn | Trang tính | Ô | Phát hiện | Cách xử lý |
| 5 | 1 | FIL031 | lỗi | hong.xlsx | Báo cáo | F12 | {message} | {remedy} |
- cố định từ C5
- lọc A4:H5""",
}

KEY_COUNTS = """
| 5 | Nội dung | Kỳ này | Kỳ trước | Tăng, giảm |  |  |
| 6 | Đơn vị phải gửi báo cáo | 4 | 4 | ƒ 0 |  |  |
| 7 | Đơn vị đã gửi, đọc được | 2 | 1 | ƒ 1 |  |  |
| 8 | Đơn vị chưa gửi hoặc tệp không đọc được | 2 | 3 | ƒ -1 |  |  |
| 9 | Lượt nhiệm vụ được giao | 17 | 17 | ƒ 0 |  |  |
| 10 | Lượt nhiệm vụ hoàn thành | 3 | 1 | ƒ 2 |  |  |
| 11 | Lượt nhiệm vụ quá hạn | 2 | 3 | ƒ -1 |  |  |
| 12 | Đơn vị nêu khó khăn, vướng mắc | 1 | 0 | ƒ 1 |  |  |
| 13 | Đơn vị có kiến nghị, đề xuất | 1 | 0 | ƒ 1 |  |  |
| 14 | Lỗi phát hiện trong các tệp | 1 | 0 | ƒ 1 |  |  |
| 16 | 2. Tình hình gửi báo cáo |  |  |  |  |  |
| 17 | Nhóm đơn vị | Đúng hạn | Muộn | Đã gửi nhưng không đọc được | Chưa gửi | Tổng cộng |
| 18 | sở, ban, ngành | 0 | 0 | 0 | 1 | ƒ 1 |
| 19 | cấp ủy cấp xã | 1 | 1 | 1 | 0 | ƒ 3 |
| 20 | Tổng cộng | ƒ 1 | ƒ 1 | ƒ 1 | ƒ 1 | ƒ 4 |
"""
