"""What the party committee of the city's government writes of section 3. Data, no logic; see `texts`."""

from __future__ import annotations

from cv183_reports.sample.texts import Pool, Stage

GOVERNMENT: dict[str, Pool] = {
    "3.1": Pool(
        done=Stage(
            (
                "Hoàn thành ngày {xong}: đã ban hành, sửa đổi, bổ sung {it} văn bản về tổ chức, hoạt động của chính quyền địa phương 02 cấp.",
            ),
            (
                "Ngân sách được phân bổ lại cho các xã, phường, đặc khu theo nhiệm vụ mới.",
                "Đã bố trí bổ sung trang thiết bị cho {vua} xã, phường.",
            ),
            ("{BC}",),
        ),
        doing=Stage(
            (
                "Đến {moc} đã trình {it} dự thảo văn bản; đang hoàn thiện nội dung phân bổ ngân sách cho cấp xã.",
            ),
            (
                "Việc rà soát văn bản đạt {phan}% khối lượng.",
                "Đang bố trí bổ sung trang thiết bị cho {vua} xã, phường.",
            ),
            ("{TTr}", "{KH}"),
        ),
    ),
    "3.2": Pool(
        done=Stage(
            (
                "Hoàn thành đánh giá kết quả 02 tháng thực hiện phân cấp, phân quyền ngày {xong}, trên cơ sở ý kiến của 114 xã, phường, đặc khu.",
            ),
            (
                "Đã kiến nghị điều chỉnh {it} nhiệm vụ chưa phù hợp với năng lực của cấp xã.",
                "Kết quả đã được thông báo để các sở, ngành thực hiện.",
            ),
            ("{BC}",),
        ),
        doing=Stage(
            ("Đến {moc}, các sở, ngành đang đánh giá các nhiệm vụ đã phân cấp cho cấp xã.",),
            (
                "Đang tổng hợp ý kiến của các xã, phường, đặc khu.",
                "Bước đầu dự kiến điều chỉnh {it} nhiệm vụ.",
            ),
            ("{KH}", "Dự thảo Báo cáo đánh giá 02 tháng thực hiện phân cấp, phân quyền"),
        ),
    ),
    "3.3": Pool(
        done=Stage(
            (
                "Hoàn thành ngày {xong}: đã mở {it} lớp tập huấn cho {nhieu} công chức, viên chức cấp xã, ban hành bộ công cụ đánh giá hiệu quả công việc.",
            ),
            (
                "Toàn bộ học viên đạt yêu cầu khi kiểm tra cuối khóa.",
                "Bộ công cụ đánh giá đã được phổ biến đến các xã, phường, đặc khu.",
            ),
            ("{BC}",),
        ),
        doing=Stage(
            (
                "Đến {moc} đã mở {it} lớp tập huấn cho {nhieu} công chức, viên chức cấp xã; bộ công cụ đánh giá đang lấy ý kiến.",
            ),
            (
                "Các lớp còn lại được tổ chức theo cụm xã, phường.",
                "Bộ công cụ đã được dùng thử tại {it} xã, phường.",
            ),
            ("{KH}", "Dự thảo bộ công cụ đánh giá hiệu quả công việc"),
        ),
    ),
    "3.4": Pool(
        done=Stage(
            (
                "Hoàn thành các nhiệm vụ được phân công tại Kế hoạch số 03-KH/TU của Ban Thường vụ Thành ủy ngày {xong}.",
            ),
            ("Kết quả từng nhiệm vụ đã được báo cáo Ban Thường vụ Thành ủy.",),
            ("{BC}",),
        ),
        doing=Stage(
            (
                "Trong {thang} hoàn thành thêm {it} nhiệm vụ được phân công tại Kế hoạch số 03-KH/TU của Ban Thường vụ Thành ủy.",
            ),
            (
                "Tiến độ được kiểm điểm tại giao ban hằng tuần.",
                "Các nhiệm vụ còn lại đã rõ cơ quan chủ trì và thời hạn.",
            ),
            ("{KH}",),
        ),
    ),
    "3.5": Pool(
        done=Stage(
            (
                "Đã giải quyết xong chế độ, chính sách cho {nhieu} người khối chính quyền ngày {xong}.",
            ),
            (
                "Việc chi trả được tổ chức {it} đợt.",
                "Không còn hồ sơ chờ thẩm định.",
            ),
            ("{BC}", "{TTr}"),
        ),
        doing=Stage(
            (
                "Đến {moc} đã phê duyệt kinh phí cho {nhieu} người khối chính quyền; còn {vua} hồ sơ đang thẩm định.",
            ),
            (
                "Đã tổ chức {it} đợt chi trả.",
                "Việc thẩm định được thực hiện cuốn chiếu theo từng đợt.",
            ),
            ("{TTr}", "{KH}"),
        ),
    ),
    "3.6": Pool(
        done=Stage(
            (
                "Hoàn thành trang bị điều kiện kỹ thuật cho Trung tâm Phục vụ hành chính công cấp xã ngày {xong}.",
            ),
            ("Các phần mềm dùng chung đã liên thông đến 114 xã, phường, đặc khu.",),
            ("{BC}",),
        ),
        doing=Stage(
            (
                "Trong {thang} cấp thêm {nhieu} chữ ký số, chứng thư số cho cấp xã; {phan}% hồ sơ được số hóa khi tiếp nhận.",
            ),
            (
                "Đã cử {vua} người hỗ trợ số hóa tại cấp xã.",
                "Đã xử lý {it} lỗi kết nối phần mềm hộ tịch, đất đai.",
            ),
            ("{KH}",),
        ),
    ),
    "3.7": Pool(
        done=Stage(
            (
                "Hoàn thành ngày {xong}: các cơ quan chuyên môn cấp thành phố và cấp xã đã có quy định về chức năng, nhiệm vụ, cơ cấu tổ chức.",
            ),
            (
                "Đã xử lý {it} nội dung giao thoa nhiệm vụ giữa các cơ quan.",
                "Các quy định đã được gửi đến 114 xã, phường, đặc khu để thực hiện.",
            ),
            ("{BC}",),
        ),
        doing=Stage(
            (
                "Đến {moc} đã thẩm định {vua} dự thảo quy định chức năng, nhiệm vụ, đang trình ban hành.",
            ),
            (
                "Còn {it} nội dung giao thoa nhiệm vụ đang được thống nhất.",
                "Các dự thảo đã lấy ý kiến cơ quan liên quan.",
            ),
            ("{TTr}",),
        ),
    ),
}
"""What it writes of the tasks given to it alone."""
