"""Wording of the invented results: sentences with fields, by obligation. Data, no logic.

Fields: ``{noi}`` the place or unit, ``{don_vi}`` its full name, ``{thang}`` tháng 9, ``{moc}`` the day
of the report (ngày 20/9/2025), ``{vb}`` a document with number and day, ``{xong}`` the day it was done, ``{it}`` 2–9,
``{vua}`` 11–60, ``{nhieu}`` 120–390, ``{phan}`` 62–97, and the code of any indicator the unit is
asked for: a sentence is used only where all of its fields are known.
"""

from __future__ import annotations

from dataclasses import dataclass

PAPER, PLAN, NOTICE = ("Báo cáo", "BC"), ("Kế hoạch", "KH"), ("Thông báo", "TB")
LETTER, GUIDE, RESOLUTION = ("Tờ trình", "TTr"), ("Hướng dẫn", "HD"), ("Nghị quyết", "NQ")
"""Kinds of documents, each with its abbreviation."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Sentences to draw from for one obligation: one opening, then details."""

    done: tuple[str, ...]
    doing: tuple[str, ...]
    details: tuple[str, ...]
    documents: tuple[tuple[str, str], ...] = (PAPER, PLAN)
    """Kinds of the documents that prove it."""


LOOSE = {"it": (2, 9), "vua": (11, 60), "nhieu": (120, 390), "phan": (62, 97)}
"""Numbers that mean nothing in particular: field, least and most."""

NOT_STARTED = (
    "Chưa triển khai; {don_vi} dự kiến thực hiện ngay sau khi có hướng dẫn của cấp trên.",
    "{don_vi} đang chờ văn bản hướng dẫn, dự kiến triển khai trong tháng tới.",
)
NOT_ARISING = (
    "Đến {moc}, tại {noi} không phát sinh trường hợp phải giải quyết.",
    "Trong {thang}, {don_vi} không phát sinh nhiệm vụ này.",
)
NOT_COMPETENT = (
    "Nội dung này không thuộc thẩm quyền của {don_vi}; đã chuyển cơ quan chủ trì theo phân cấp.",
)

ANY = Pool(
    done=("{don_vi} hoàn thành nhiệm vụ ngày {xong} theo {vb}.",),
    doing=("{don_vi} đang thực hiện theo {vb}, đạt {phan}% khối lượng.",),
    details=("Đã tổ chức {it} cuộc họp chuyên đề trong {thang}.", "Số liệu tính đến {moc}."),
)
"""For an obligation that the dispatch does not have."""

PLANS: tuple[str, ...] = (
    "Tiếp tục quán triệt, thực hiện Kết luận số 183-KL/TW; giữ vững hoạt động ổn định của bộ máy.",
    "Ban hành chương trình hành động thực hiện nghị quyết đại hội đảng bộ.",
    "Giải quyết dứt điểm {it} hồ sơ chế độ, chính sách còn lại.",
    "Bố trí đủ cấp trưởng các phòng, trung tâm.",
    "Kiểm tra công vụ tại Trung tâm Phục vụ hành chính công, phấn đấu không còn hồ sơ quá hạn.",
    "Nâng tỷ lệ hồ sơ trực tuyến lên {phan}%.",
    "Hoàn thành phương án xử lý các trụ sở dôi dư trên địa bàn.",
    "Cử cán bộ, công chức dự {it} lớp bồi dưỡng chuyên môn, nghiệp vụ.",
    "Cấp đủ chữ ký số cho cán bộ, công chức.",
    "Tổ chức {it} hội nghị đối thoại với người dân, doanh nghiệp.",
)
CITY_PLANS: tuple[str, ...] = (
    "Kiểm tra, hướng dẫn {vua} xã, phường thuộc lĩnh vực phụ trách.",
    "Trả lời dứt điểm {it} kiến nghị của cấp xã còn tồn.",
    "Rà soát, đề xuất điều chỉnh nhiệm vụ đã phân cấp cho cấp xã thuộc lĩnh vực phụ trách.",
    "Mở {it} lớp tập huấn chuyên môn, nghiệp vụ cho công chức cấp xã.",
    "Hoàn thiện quy chế phối hợp với cấp xã.",
    "Cử {it} công chức tăng cường về cấp xã.",
)
