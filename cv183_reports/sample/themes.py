"""The invented difficulties and proposals: what recurs from unit to unit in other words. Data, no logic."""

from __future__ import annotations

from dataclasses import dataclass

from cv183_reports.model import Field, Level


@dataclass(frozen=True, slots=True)
class Theme:
    """One difficulty with what is proposed about it, each in several wordings."""

    obligations: tuple[str, ...]
    """Codes of the rows in which units raise it."""
    field: Field
    level: Level
    difficulties: tuple[str, ...]
    proposals: tuple[str, ...]


TIMES = (
    "", "Hiện nay, ", "Đến nay, ", "Trong kỳ, ", "Trong tháng, ", "Từ đầu kỳ, ", "Bước đầu, ", "Thời gian qua, ",
    "Đầu tháng, ", "Từ khi vận hành mô hình mới, ", "Sau sắp xếp, ", "Gần đây, ",
)  # fmt: skip
"""A difficulty begins with one of these …"""
WITNESSES = (
    "", "tại cơ sở, ", "trên địa bàn, ", "qua rà soát, ", "theo phản ánh, ", "thực tế cho thấy ", "nổi lên là ",
    "vẫn còn tình trạng ", "khó khăn chủ yếu là ", "đáng chú ý là ",
)  # fmt: skip
"""… and one of these: together they outnumber the units, so that no two write the same."""
REQUESTS = (
    "Đề nghị ", "Kiến nghị ", "Đề xuất ", "Đơn vị đề nghị ", "Đơn vị kiến nghị ", "Đơn vị đề xuất ",
    "Cơ sở đề nghị ", "Cơ sở kiến nghị ", "Cơ sở đề xuất ", "Kính đề nghị ", "Xin đề nghị ", "Mong muốn ",
)  # fmt: skip
"""A proposal begins with one of these …"""
PLEAS = (
    "", " trong tháng tới", " trong quý IV", " trước cuối năm", " trong quý này", " cho kịp tiến độ",
    " theo thẩm quyền", " trong năm nay", " ngay trong tháng", " trong thời gian sớm nhất",
)  # fmt: skip
"""… and ends with one of these, likewise."""

COMMUNE: tuple[Theme, ...] = (
    Theme(("2.2", "1.2"), Field.STAFF, Level.CITY_PARTY,
          ("công chức chuyên môn về đất đai, xây dựng còn thiếu, khối lượng công việc tăng nhiều so với trước sắp xếp", "còn thiếu công chức chuyên môn về đất đai, xây dựng trong khi khối lượng công việc tăng nhiều sau sắp xếp"),
          ("bổ sung biên chế công chức đất đai, xây dựng cho cấp xã.",)),
    Theme(("2.2",), Field.STAFF, Level.CITY_PARTY,
          ("một số vị trí lãnh đạo phòng chưa có nhân sự tại chỗ đáp ứng tiêu chuẩn", "nhân sự tại chỗ chưa đáp ứng tiêu chuẩn cho một số vị trí lãnh đạo phòng"),
          ("điều động, tăng cường cán bộ lãnh đạo phòng cho cấp xã.",)),
    Theme(("2.2", "1.1"), Field.DIGITAL, Level.DEPARTMENTS,
          ("chưa có công chức chuyên trách công nghệ thông tin, việc vận hành hệ thống phải kiêm nhiệm", "việc vận hành hệ thống công nghệ thông tin phải kiêm nhiệm, chưa có công chức chuyên trách"),
          ("Sở Khoa học và Công nghệ cử người hỗ trợ kỹ thuật thường xuyên cho cấp xã.",)),
    Theme(("1.1",), Field.DIGITAL, Level.DEPARTMENTS,
          ("phần mềm hộ tịch và phần mềm giải quyết thủ tục hành chính chưa liên thông, phải nhập dữ liệu hai lần", "phần mềm giải quyết thủ tục hành chính chưa liên thông với phần mềm hộ tịch, dữ liệu phải nhập hai lần"),
          ("liên thông phần mềm hộ tịch với hệ thống giải quyết thủ tục hành chính để cấp xã không phải nhập hai lần.",)),
    Theme(("1.1",), Field.DIGITAL, Level.DEPARTMENTS,
          ("đường truyền và máy quét của Trung tâm Phục vụ hành chính công chưa đáp ứng yêu cầu số hóa", "máy quét và đường truyền tại Trung tâm Phục vụ hành chính công chưa đáp ứng yêu cầu số hóa hồ sơ"),
          ("cấp bổ sung máy quét, nâng băng thông cho Trung tâm Phục vụ hành chính công cấp xã.",)),
    Theme(("1.1",), Field.ADMINISTRATION, Level.PEOPLES_COMMITTEE,
          ("một số thủ tục mới phân cấp chưa có quy trình nội bộ, quy trình điện tử", "chưa có quy trình nội bộ, quy trình điện tử cho một số thủ tục mới phân cấp"),
          ("ban hành sớm quy trình nội bộ, quy trình điện tử các thủ tục mới phân cấp để cấp xã thực hiện.",)),
    Theme(("1.1",), Field.ADMINISTRATION, Level.DEPARTMENTS,
          ("hồ sơ chứng thực, hộ tịch tăng đột biến vào đầu tuần, bộ phận tiếp nhận có lúc quá tải", "bộ phận tiếp nhận có lúc quá tải do hồ sơ chứng thực, hộ tịch tăng đột biến vào đầu tuần"),
          ("hướng dẫn cấp xã tiếp nhận hồ sơ không phụ thuộc địa giới để giảm quá tải.",)),
    Theme(("1.1",), Field.LAND, Level.DEPARTMENTS,
          ("hồ sơ địa chính của các xã, phường cũ bàn giao chưa đầy đủ, khó tra cứu khi giải quyết thủ tục đất đai", "khó tra cứu khi giải quyết thủ tục đất đai do hồ sơ địa chính của các xã, phường cũ bàn giao chưa đầy đủ"),
          ("Sở Nông nghiệp và Môi trường bàn giao đủ hồ sơ, cơ sở dữ liệu địa chính cho cấp xã.",)),
    Theme(("1.1", "1.2"), Field.LAND, Level.PEOPLES_COMMITTEE,
          ("thẩm quyền cấp phép xây dựng và quản lý trật tự đô thị chưa được hướng dẫn thống nhất", "chưa có hướng dẫn thống nhất về thẩm quyền cấp phép xây dựng và quản lý trật tự đô thị"),
          ("hướng dẫn thống nhất thẩm quyền cấp phép xây dựng cho cấp xã.",)),
    Theme(("1.2",), Field.DECENTRALISATION, Level.PEOPLES_COMMITTEE,
          ("nhiều nhiệm vụ phân cấp chưa kèm nguồn lực, định mức kinh phí để thực hiện", "chưa có nguồn lực, định mức kinh phí kèm theo để thực hiện nhiều nhiệm vụ phân cấp"),
          ("phân cấp nhiệm vụ đi đôi với bố trí kinh phí cho cấp xã.",)),
    Theme(("1.2",), Field.DECENTRALISATION, Level.DEPARTMENTS,
          ("một số nhiệm vụ giữa sở, ngành và cấp xã còn chồng chéo, chưa rõ cơ quan chịu trách nhiệm chính", "chưa rõ cơ quan chịu trách nhiệm chính do một số nhiệm vụ giữa sở, ngành và cấp xã còn chồng chéo"),
          ("các sở, ngành làm rõ trách nhiệm trong từng nhiệm vụ đã phân cấp cho cấp xã.",)),
    Theme(("1.1", "1.2"), Field.FINANCE, Level.PEOPLES_COMMITTEE,
          ("dự toán chi thường xuyên sáu tháng cuối năm chưa bao quát hết nhiệm vụ mới nhận", "các nhiệm vụ mới nhận chưa được tính đủ trong dự toán chi thường xuyên sáu tháng cuối năm"),
          ("bổ sung dự toán chi thường xuyên những tháng cuối năm cho cấp xã.",)),
    Theme(("1.1",), Field.FINANCE, Level.DEPARTMENTS,
          ("tài khoản, mã quan hệ ngân sách của một số đơn vị sự nghiệp sau sắp xếp chậm được cấp", "một số đơn vị sự nghiệp sau sắp xếp chậm được cấp tài khoản, mã quan hệ ngân sách"),
          ("Sở Tài chính cấp sớm mã quan hệ ngân sách cho các đơn vị sự nghiệp của cấp xã.",)),
    Theme(("1.1", "1.2"), Field.PREMISES, Level.PEOPLES_COMMITTEE,
          ("trụ sở làm việc chật hẹp, các phòng chuyên môn phải bố trí ở nhiều điểm khác nhau", "các phòng chuyên môn phải bố trí ở nhiều điểm khác nhau do trụ sở làm việc chật hẹp"),
          ("bố trí kinh phí cải tạo, mở rộng trụ sở làm việc của cấp xã.",)),
    Theme(("1.2",), Field.PREMISES, Level.PEOPLES_COMMITTEE,
          ("các trụ sở dôi dư chưa có phương án xử lý, đang xuống cấp, phát sinh chi phí trông coi", "trụ sở dôi dư đang xuống cấp, phát sinh chi phí trông coi vì chưa có phương án xử lý"),
          ("phê duyệt sớm phương án xử lý các trụ sở dôi dư.",)),
    Theme(("1.3",), Field.POLICY, Level.PEOPLES_COMMITTEE,
          ("kinh phí chi trả chế độ nghỉ theo Nghị định số 178/2024/NĐ-CP về chậm so với quyết định nghỉ", "việc chi trả chế độ nghỉ theo Nghị định số 178/2024/NĐ-CP chậm so với quyết định nghỉ vì kinh phí về chậm"),
          ("cấp đủ kinh phí chi trả chế độ cho những người đã có quyết định nghỉ ở cấp xã.",)),
    Theme(("1.3",), Field.POLICY, Level.DEPARTMENTS,
          ("chưa có hướng dẫn cụ thể về cách tính chế độ với người hoạt động không chuyên trách có thời gian công tác gián đoạn", "cách tính chế độ với người hoạt động không chuyên trách có thời gian công tác gián đoạn chưa được hướng dẫn cụ thể"),
          ("Sở Nội vụ hướng dẫn cách tính chế độ với thời gian công tác gián đoạn cho cấp xã.",)),
    Theme(("1.3",), Field.POLICY, Level.CENTRAL,
          ("người hoạt động không chuyên trách nghỉ việc chưa đủ tuổi hưu gặp khó khăn về bảo hiểm xã hội", "việc đóng tiếp bảo hiểm xã hội của người hoạt động không chuyên trách nghỉ khi chưa đủ tuổi hưu gặp khó khăn"),
          ("có chính sách hỗ trợ đóng bảo hiểm xã hội cho người hoạt động không chuyên trách nghỉ việc.",)),
    Theme(("1.1", "2.2"), Field.ORGANISATION, Level.CITY_PARTY,
          ("mô hình văn phòng cấp ủy và các ban xây dựng Đảng ít người, phải kiêm nhiệm nhiều việc", "các ban xây dựng Đảng và văn phòng cấp ủy ít người, phải kiêm nhiệm nhiều việc"),
          ("tăng định biên cho các ban xây dựng Đảng và văn phòng cấp ủy cấp xã.",)),
    Theme(("1.2",), Field.ORGANISATION, Level.PEOPLES_COMMITTEE,
          ("chưa có hướng dẫn thành lập đơn vị sự nghiệp công lập trực thuộc cấp xã", "việc thành lập đơn vị sự nghiệp công lập trực thuộc cấp xã chưa được hướng dẫn"),
          ("hướng dẫn việc thành lập đơn vị sự nghiệp công lập trực thuộc cấp xã.",)),
    Theme(("2.1",), Field.PARTY, Level.CITY_PARTY,
          ("thời gian chuẩn bị đại hội gấp, việc lấy ý kiến văn kiện ở chi bộ nông thôn vào vụ thu hoạch gặp khó khăn", "việc lấy ý kiến văn kiện ở chi bộ nông thôn gặp khó khăn do thời gian chuẩn bị đại hội gấp, vào vụ thu hoạch"),
          ("hướng dẫn sớm khung chương trình hành động sau đại hội để cấp xã triển khai.",)),
    Theme(("2.1",), Field.PARTY, Level.CITY_PARTY,
          ("sinh hoạt của đảng viên các chi bộ sau sáp nhập phân tán trên địa bàn rộng", "địa bàn rộng khiến sinh hoạt của đảng viên các chi bộ sau sáp nhập phân tán"),
          ("hướng dẫn sắp xếp lại chi bộ thôn, tổ dân phố sau sáp nhập.",)),
    Theme(("1.1",), Field.OTHER, Level.PEOPLES_COMMITTEE,
          ("đội ngũ y tế, giáo dục tại các điểm xa trung tâm còn thiếu, đi lại của người dân chưa thuận tiện", "đi lại của người dân ở các điểm xa trung tâm chưa thuận tiện, đội ngũ y tế, giáo dục còn thiếu"),
          ("duy trì điểm tiếp nhận hồ sơ lưu động tại các thôn xa trung tâm.",)),
    Theme(("2.2", "1.2"), Field.STAFF, Level.COMMUNE,
          ("một bộ phận công chức chưa quen việc mới, kỹ năng xử lý hồ sơ điện tử còn hạn chế", "kỹ năng xử lý hồ sơ điện tử của một bộ phận công chức còn hạn chế, chưa quen việc mới"),
          ("Ủy ban nhân dân cấp xã tổ chức tập huấn, kèm cặp tại chỗ cho công chức mới nhận việc.",)),
    Theme(("1.1",), Field.ADMINISTRATION, Level.CENTRAL,
          ("cổng dịch vụ công quốc gia có lúc nghẽn, người dân phải nộp lại hồ sơ", "người dân có lúc phải nộp lại hồ sơ do cổng dịch vụ công quốc gia bị nghẽn"),
          ("nâng cấp Cổng Dịch vụ công quốc gia, khắc phục tình trạng nghẽn đã được phản ánh.",)),
)  # fmt: skip
"""What communes raise."""

CITY: tuple[Theme, ...] = (
    Theme(("1.2",), Field.DECENTRALISATION, Level.PEOPLES_COMMITTEE,
          ("một số nhiệm vụ đã phân cấp vượt quá năng lực chuyên môn của cấp xã, sở phải làm thay", "nhiều nhiệm vụ đã phân cấp vượt quá năng lực chuyên môn hiện có của cấp xã"),
          ("cho phép sở, ngành tạm thời tiếp nhận lại một số nhiệm vụ chuyên sâu.",)),
    Theme(("1.1",), Field.STAFF, Level.CITY_PARTY,
          ("việc cử người tăng cường về cấp xã ảnh hưởng đến nhân lực tại chỗ", "nhân lực tại chỗ thiếu do cử người tăng cường về cấp xã"),
          ("xem xét thời hạn tăng cường đối với công chức của sở, ngành.",)),
    Theme(("1.1",), Field.DIGITAL, Level.CENTRAL,
          ("cơ sở dữ liệu chuyên ngành của trung ương chưa mở kết nối cho cấp xã", "cấp xã chưa được kết nối cơ sở dữ liệu chuyên ngành của trung ương"),
          ("các bộ, ngành mở kết nối cơ sở dữ liệu chuyên ngành theo đề xuất của thành phố.",)),
    Theme(("1.2",), Field.FINANCE, Level.PEOPLES_COMMITTEE,
          ("kinh phí tập huấn cho cấp xã trong năm chưa được bố trí", "chưa được bố trí kinh phí tập huấn cho cấp xã trong năm"),
          ("bố trí kinh phí tập huấn cho cấp xã để các cơ quan thực hiện.",)),
)  # fmt: skip
"""What city units raise."""
