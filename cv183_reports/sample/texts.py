"""Wording of the invented results: sentences with fields, by obligation. Data, no logic.

Fields: ``{noi}`` the place or unit, ``{don_vi}`` its full name, ``{thang}`` tháng 9, ``{moc}`` the day
of the report (ngày 20/9/2025), ``{xong}`` the day it was done, the names in `LOOSE`, in evidence
the keys of `DOCUMENTS`, and the code of any indicator for which the unit has a figure above zero:
a sentence is used only where all of its fields are known.
"""

from __future__ import annotations

from dataclasses import dataclass

LOOSE = {"it": (2, 9), "vua": (11, 60), "chi_tieu": (18, 30), "nhieu": (120, 290), "phan": (82, 97)}
"""Numbers that mean nothing in particular: field, least and most."""

DOCUMENTS = {
    "BC": "Báo cáo",
    "HD": "Hướng dẫn",
    "KH": "Kế hoạch",
    "TB": "Thông báo",
    "TTr": "Tờ trình",
}
"""Kinds of documents by abbreviation."""

STANDING = frozenset({"KH", "TB"})
"""Kinds that a unit issues once, when it takes the work up."""

NOT_STARTED = (
    "{don_vi} chưa triển khai; đã giao bộ phận tham mưu chuẩn bị, dự kiến thực hiện trong thời gian tới.",
    "{don_vi} đang bố trí nhân lực, dự kiến bắt đầu thực hiện trong thời gian tới.",
)
NOT_ARISING = (
    "Đến {moc}, tại {noi} không phát sinh trường hợp phải giải quyết.",
    "Trong {thang}, {don_vi} không phát sinh nhiệm vụ này.",
)
NOT_COMPETENT = (
    "Nội dung này không thuộc thẩm quyền của {don_vi}; đã chuyển cơ quan chủ trì theo phân cấp.",
)


@dataclass(frozen=True, slots=True)
class Stage:
    """What is written while work is at one stage: one opening, then details, and what proves it."""

    openings: tuple[str, ...]
    details: tuple[str, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pool:
    """Sentences to draw from for one obligation."""

    done: Stage
    doing: Stage
    not_started: tuple[str, ...] = NOT_STARTED


ANY = Pool(
    done=Stage(
        ("{don_vi} hoàn thành nhiệm vụ ngày {xong}.",),
        ("Số liệu tính đến {moc}.", "Kết quả đã được thông báo đến các đơn vị liên quan."),
        ("{BC}",),
    ),
    doing=Stage(
        ("{don_vi} đang thực hiện nhiệm vụ; đã tổ chức {it} cuộc họp chuyên đề trong {thang}.",),
        ("Số liệu tính đến {moc}.", "Tiến độ được kiểm điểm tại giao ban hằng tuần."),
        ("{KH}",),
    ),
)
"""For an obligation that the dispatch does not have."""

PLANS: tuple[str, ...] = (
    "Tiếp tục quán triệt, thực hiện Kết luận số 183-KL/TW; giữ vững hoạt động ổn định của bộ máy.",
    "Cụ thể hóa, tổ chức thực hiện nghị quyết đại hội đảng bộ các cấp.",
    "Giải quyết kịp thời chế độ, chính sách đối với các trường hợp phát sinh.",
    "Kiện toàn đội ngũ lãnh đạo, quản lý của các phòng, trung tâm.",
    "Kiểm tra công vụ tại Trung tâm Phục vụ hành chính công, phấn đấu không còn hồ sơ quá hạn.",
    "Vận động người dân nộp hồ sơ trực tuyến; hỗ trợ trực tiếp tại thôn, tổ dân phố.",
    "Đẩy nhanh phương án xử lý trụ sở dôi dư trên địa bàn.",
    "Cử cán bộ, công chức dự {it} lớp bồi dưỡng chuyên môn, nghiệp vụ.",
    "Rà soát, cấp bổ sung chữ ký số cho cán bộ, công chức mới được bố trí.",
    "Tổ chức {it} hội nghị đối thoại với người dân, doanh nghiệp.",
)
CITY_PLANS: tuple[str, ...] = (
    "Làm việc, nắm tình hình tại {vua} xã, phường, đặc khu.",
    "Trả lời dứt điểm các kiến nghị của cấp xã còn tồn.",
    "Rà soát, đề xuất điều chỉnh các nội dung chưa phù hợp với cấp xã thuộc lĩnh vực phụ trách.",
    "Mở {it} lớp tập huấn chuyên môn, nghiệp vụ cho cấp xã.",
    "Hoàn thiện quy chế phối hợp với cấp xã.",
    "Kiểm điểm tiến độ thực hiện Kết luận số 183-KL/TW tại giao ban hằng tuần.",
)
