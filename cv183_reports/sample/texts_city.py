"""What city units write of their obligations. Data, no logic; the fields are told in `texts`."""

from __future__ import annotations

from cv183_reports.sample.texts import Pool, Stage
from cv183_reports.sample.texts_government import GOVERNMENT

_ANSWERS = (
    "Lũy kế đã trả lời {CD04}/{CD03} kiến nghị của cấp xã.",
    "Trong {thang} mở {CD05} lớp tập huấn cho {CD06} lượt người của cấp xã.",
)
_HELP = (
    "Đến {moc} có {CD07} người đang tăng cường, biệt phái về cấp xã.",
    "Lũy kế đã phân cấp, ủy quyền cho cấp xã {CD08} nhiệm vụ thuộc lĩnh vực.",
    "Đã khắc phục {it} hạn chế được chỉ ra trong {thang}.",
)

CITY: dict[str, Pool] = {
    **GOVERNMENT,
    "1.1": Pool(
        done=Stage(
            ("{don_vi} hoàn thành quán triệt Kết luận số 183-KL/TW ngày {xong}.",),
            _ANSWERS,
            ("{BC}",),
        ),
        doing=Stage(
            (
                "{don_vi} quán triệt Kết luận số 183-KL/TW đến toàn thể cán bộ, đảng viên; trong {thang} ban hành {CD01} văn bản chỉ đạo, hướng dẫn.",
                "Trong {thang}, {don_vi} tổ chức {CD02} cuộc kiểm tra, làm việc với cấp xã về thực hiện Kết luận số 183-KL/TW.",
            ),
            (*_ANSWERS, "Bộ phận thường trực trả lời {vua} lượt hỏi của cấp xã qua điện thoại."),
            ("{KH}",),
        ),
    ),
    "1.2": Pool(
        done=Stage(
            ("{don_vi} hoàn thành phân công nhiệm vụ ngày {xong}.",),
            _HELP,
            ("{TB}",),
        ),
        doing=Stage(
            (
                "{don_vi} phân công lãnh đạo phụ trách từng nhóm việc; trong {thang} kiểm điểm tiến độ tại giao ban hằng tuần.",
                "Trong {thang}, {don_vi} rà soát {vua} đầu việc, giao người chịu trách nhiệm và thời hạn cụ thể.",
            ),
            (
                *_HELP,
                "Tỷ lệ nhiệm vụ hoàn thành đúng hạn trong {thang} đạt {phan}%.",
            ),
            ("{KH}", "{TB}"),
        ),
    ),
    "1.3": Pool(
        done=Stage(
            (
                "{don_vi} hoàn thiện, gửi đủ hồ sơ giải quyết chế độ, chính sách ngày {xong}.",
                "Hồ sơ của {vua} người chịu tác động do sắp xếp tại {noi} đã trình đủ ngày {xong}.",
            ),
            (
                "Không có đơn thư khiếu nại về chế độ, chính sách.",
                "Việc xét duyệt được tổ chức {it} đợt, công khai kết quả.",
            ),
            ("{TTr}", "{BC}"),
        ),
        doing=Stage(
            ("Đến {moc}, {don_vi} đang bổ sung giấy tờ của {it} hồ sơ để trình đợt cuối.",),
            (
                "Không có đơn thư khiếu nại về chế độ, chính sách.",
                "Các đợt đầu đã được xét duyệt, công khai kết quả.",
            ),
            ("{KH}", "Dự thảo Tờ trình đề nghị giải quyết chế độ, chính sách đợt cuối"),
        ),
    ),
    "1.4": Pool(
        done=Stage(
            (
                "{don_vi} hoàn thành báo cáo tình hình vận hành chính quyền địa phương 02 cấp {thang} ngày {xong}.",
            ),
            (
                "Báo cáo đã được tập thể lãnh đạo cho ý kiến.",
                "Số liệu do các phòng, ban, đơn vị cung cấp và chịu trách nhiệm.",
            ),
            ("{BC}",),
        ),
        doing=Stage(
            ("{don_vi} đang tổng hợp báo cáo {thang}.",),
            ("Các phòng, ban, đơn vị đã gửi số liệu.",),
            ("Dự thảo Báo cáo {thang}",),
        ),
    ),
    "4.1": Pool(
        done=Stage(
            (
                "Ngày {xong} đã ban hành hướng dẫn cơ chế chỉ đạo, phối hợp giữa Mặt trận Tổ quốc Việt Nam và các tổ chức chính trị - xã hội thành phố, cấp xã.",
            ),
            (
                "Hướng dẫn tiếp thu {vua} lượt ý kiến góp ý.",
                "Hướng dẫn đã được phổ biến đến 114 xã, phường, đặc khu.",
            ),
            ("{HD}",),
        ),
        doing=Stage(
            (
                "Đến {moc}, dự thảo hướng dẫn cơ chế chỉ đạo, phối hợp đang lấy ý kiến các xã, phường, đặc khu.",
            ),
            (
                "Đang tiếp thu các ý kiến góp ý để trình ban hành.",
                "Nội dung đang được đối chiếu với hướng dẫn của Trung ương.",
            ),
            ("{KH}", "Dự thảo Hướng dẫn về cơ chế chỉ đạo, phối hợp"),
        ),
    ),
    "4.2": Pool(
        done=Stage(
            (
                "Ngày {xong} đã ban hành hướng dẫn quy chế làm việc của Cơ quan Ủy ban Mặt trận Tổ quốc Việt Nam cấp xã.",
            ),
            (
                "Đã phổ biến tại {it} cụm cho {nhieu} cán bộ Mặt trận.",
                "Hướng dẫn đã được gửi đến 114 xã, phường, đặc khu.",
            ),
            ("{HD}",),
        ),
        doing=Stage(
            (
                "Đến {moc}, dự thảo hướng dẫn quy chế làm việc đang lấy ý kiến các xã, phường, đặc khu.",
            ),
            (
                "Đang tiếp thu các ý kiến góp ý để trình ban hành.",
                "Nội dung đang được đối chiếu với hướng dẫn của Trung ương.",
            ),
            (
                "{KH}",
                "Dự thảo Hướng dẫn quy chế làm việc của Cơ quan Ủy ban Mặt trận Tổ quốc Việt Nam cấp xã",
            ),
        ),
    ),
    "4.3": Pool(
        done=Stage(
            (
                "Ngày {xong} đã ban hành hướng dẫn quản lý tài chính, tài sản của hệ thống công đoàn.",
            ),
            (
                "Việc kiểm kê, bàn giao tài chính, tài sản công đoàn đã hoàn thành.",
                "Hướng dẫn đã được gửi đến các công đoàn cơ sở.",
            ),
            ("{HD}",),
        ),
        doing=Stage(
            ("Đến {moc} đang kiểm kê, bàn giao tài chính, tài sản của các cấp công đoàn.",),
            (
                "Việc khóa sổ được thực hiện theo từng đầu mối.",
                "Dự thảo hướng dẫn đang lấy ý kiến các cơ quan liên quan.",
            ),
            ("{KH}", "Dự thảo Hướng dẫn quản lý tài chính, tài sản của hệ thống công đoàn"),
        ),
    ),
    "5.1": Pool(
        done=Stage(
            ("Hoàn thành ngày {xong}: đã tham mưu bổ sung {vua} cán bộ lãnh đạo cho cấp xã.",),
            (
                "Đã tham mưu điều chuyển {vua} biên chế giữa các xã, phường.",
                "Việc hướng dẫn, đôn đốc tổ chức đại hội đảng bộ cấp xã được thực hiện đúng kế hoạch.",
            ),
            ("{TTr}", "{BC}"),
        ),
        doing=Stage(
            (
                "Đến {moc} đã tham mưu bổ sung {vua} cán bộ lãnh đạo cho cấp xã; còn {it} vị trí chưa có nhân sự.",
            ),
            (
                "Đang thẩm định việc điều chuyển {vua} biên chế giữa các xã, phường.",
                "Đã cử {it} tổ công tác hướng dẫn, đôn đốc đại hội đảng bộ cấp xã.",
            ),
            ("{TTr}", "{KH}"),
        ),
    ),
    "5.2": Pool(
        done=Stage(
            (
                "Ngày {xong} đã trình Ban Thường vụ Thành ủy ban hành quy định tiêu chuẩn chức danh, tiêu chí đánh giá cán bộ.",
            ),
            (
                "Dự thảo trình đã tiếp thu ý kiến của {vua} cơ quan, đơn vị.",
                "Nội dung được hoàn thiện qua {it} hội thảo.",
            ),
            ("{TTr}",),
        ),
        doing=Stage(
            (
                "Đến {moc}, dự thảo quy định tiêu chuẩn chức danh, tiêu chí đánh giá cán bộ đang lấy ý kiến các cơ quan, đơn vị.",
            ),
            (
                "Đã tổ chức {it} hội thảo lấy ý kiến.",
                "Các tiêu chí định lượng đang được hoàn thiện.",
            ),
            (
                "{KH}",
                "Dự thảo Quy định của Ban Thường vụ Thành ủy về tiêu chuẩn chức danh, tiêu chí đánh giá cán bộ",
            ),
        ),
    ),
    "5.3": Pool(
        done=Stage(
            (
                "Ngày {xong} đã tham mưu giải quyết xong chế độ, chính sách cho {nhieu} người khối các cơ quan đảng, đoàn thể.",
            ),
            (
                "Việc xét duyệt được tổ chức {it} đợt.",
                "Không còn hồ sơ chờ thẩm định.",
            ),
            ("{TTr}", "{BC}"),
        ),
        doing=Stage(
            (
                "Đến {moc} đã thẩm định {nhieu} hồ sơ khối các cơ quan đảng, đoàn thể; còn {vua} hồ sơ chờ bổ sung giấy tờ.",
            ),
            (
                "Đã họp xét {it} đợt trong {thang}.",
                "Kết quả thẩm định được trình theo từng đợt.",
            ),
            ("{TTr}", "{KH}"),
        ),
    ),
    "5.4": Pool(
        done=Stage(
            ("Đã trình Thường trực Thành ủy báo cáo {thang} ngày {xong}.",),
            ("Số liệu đã được đối chiếu với Đảng ủy Ủy ban nhân dân thành phố.",),
            ("{BC}",),
        ),
        doing=Stage(
            (
                "Đang tổng hợp báo cáo {thang} từ báo cáo của các cơ quan, đơn vị, địa phương; dự kiến trình Thường trực Thành ủy đúng hạn.",
            ),
            (
                "Số liệu đang được đối chiếu với Đảng ủy Ủy ban nhân dân thành phố.",
                "Đã đôn đốc các đơn vị chưa gửi báo cáo.",
            ),
            ("Dự thảo Báo cáo {thang}",),
        ),
    ),
    "6": Pool(
        done=Stage(
            ("Hoàn thành kế hoạch kiểm tra, giám sát ngày {xong}.",),
            ("Kết quả đã được thông báo đến các tổ chức đảng được kiểm tra.",),
            ("{BC}",),
        ),
        doing=Stage(
            (
                "Trong {thang}, ủy ban kiểm tra các cấp kiểm tra, giám sát {vua} tổ chức đảng về sắp xếp, vận hành bộ máy.",
            ),
            (
                "Đã nhắc nhở, chấn chỉnh {it} tập thể.",
                "Các cuộc kiểm tra còn lại thực hiện theo kế hoạch.",
            ),
            ("{KH}",),
        ),
    ),
    "7": Pool(
        done=Stage(
            ("Hoàn thành các nội dung định hướng tuyên truyền ngày {xong}.",),
            ("Nội dung đã được phổ biến đến các cơ quan báo chí.",),
            ("{BC}",),
        ),
        doing=Stage(
            (
                "Trong {thang}, các cơ quan báo chí thành phố đăng, phát {nhieu} tin, bài về chính quyền địa phương 02 cấp theo định hướng.",
            ),
            (
                "Đã gặp gỡ {vua} chức sắc, chức việc, nhà tu hành.",
                "Đã phản bác {it} thông tin sai lệch trên mạng xã hội.",
            ),
            ("{KH}",),
        ),
    ),
    "8": Pool(
        done=Stage(
            ("Kế hoạch đào tạo, bồi dưỡng gồm {vua} lớp được phê duyệt ngày {xong}.",),
            (
                "Nhu cầu của {nhieu} cán bộ, công chức cấp xã đã được khảo sát.",
                "Đã biên soạn {it} chuyên đề.",
            ),
            ("{KH}",),
        ),
        doing=Stage(
            (
                "Đến {moc}, dự thảo kế hoạch đào tạo, bồi dưỡng đang lấy ý kiến các cơ quan liên quan.",
            ),
            (
                "Đang khảo sát nhu cầu của cán bộ, công chức cấp xã.",
                "Đã biên soạn {it} chuyên đề.",
            ),
            ("{TTr}", "Dự thảo Kế hoạch đào tạo, bồi dưỡng"),
        ),
    ),
    "9": Pool(
        done=Stage(
            ("Đã báo cáo Thường trực Thành ủy kết quả thực hiện công văn ngày {xong}.",),
            ("Tiến độ từng nhiệm vụ đã được thống kê đầy đủ.",),
            ("{BC}",),
        ),
        doing=Stage(
            (
                "Theo dõi, tổng hợp tiến độ thực hiện công văn; trong {thang} báo cáo Thường trực Thành ủy định kỳ.",
            ),
            (
                "Đã đôn đốc {it} cơ quan, đơn vị chậm tiến độ.",
                "Tiến độ từng nhiệm vụ được cập nhật hằng tuần.",
            ),
            ("{BC}",),
        ),
    ),
}
"""What city units write."""
