"""The invented difficulties and proposals: what recurs from unit to unit in other words. Data, no logic."""

from __future__ import annotations

from dataclasses import dataclass

from cv183_reports.model import Field, Level


@dataclass(frozen=True, slots=True)
class Theme:
    """One difficulty with what is proposed about it."""

    obligations: tuple[str, ...]
    """Codes of the rows in which units raise it."""
    field: Field
    level: Level
    difficulties: tuple[str, ...]
    """Clauses that say the same."""
    asked: str
    """Who is asked …"""
    deed: str
    """… to do what: a verb and what follows it."""


VIEWS = (
    "", "Qua rà soát, ", "Qua theo dõi, ", "Qua kiểm tra, ", "Qua đánh giá, ", "Qua tổng hợp, ",
    "Qua khảo sát, ", "Qua thực tế, ", "Qua giao ban, ", "Qua giám sát, ", "Trên thực tế, ",
    "Thực tế cho thấy, ",
)  # fmt: skip
"""A difficulty begins with one of these …"""
TIMES = ("", "hiện ", "hiện nay ", "hiện tại ", "thời gian qua ")
"""… and one of these, before any of its clauses: together they outnumber the units of a kind."""
REQUESTS = (
    "Đề nghị ", "Kiến nghị ", "Đề xuất ", "Đơn vị đề nghị ", "Đơn vị kiến nghị ", "Đơn vị đề xuất ",
)  # fmt: skip
"""A proposal begins with one of these; then who is asked …"""
MANNERS = (" ", " sớm ", " xem xét, ", " quan tâm, ")
"""… one of these, the deed …"""
PLEAS = ("", " trong thời gian tới", " trong tháng tới", " trong quý tới", " trong năm nay")
"""… and one of these."""

_PARTY, _CITY = "Ban Thường vụ Thành ủy", "Ủy ban nhân dân thành phố"

COMMUNE: tuple[Theme, ...] = (
    Theme(("2.2", "1.2"), Field.STAFF, Level.CITY_PARTY,
          ("công chức chuyên môn về đất đai, xây dựng còn thiếu so với khối lượng công việc", "còn thiếu công chức chuyên môn về đất đai, xây dựng so với khối lượng công việc"),
          _PARTY, "bổ sung biên chế công chức đất đai, xây dựng cho cấp xã"),
    Theme(("2.2",), Field.STAFF, Level.CITY_PARTY,
          ("một số vị trí lãnh đạo phòng chưa có nhân sự tại chỗ đáp ứng tiêu chuẩn", "chưa có nhân sự tại chỗ đáp ứng tiêu chuẩn cho một số vị trí lãnh đạo phòng"),
          _PARTY, "điều động, tăng cường cán bộ đủ tiêu chuẩn giữ các vị trí lãnh đạo phòng còn thiếu"),
    Theme(("2.2", "1.1"), Field.DIGITAL, Level.DEPARTMENTS,
          ("chưa có công chức chuyên trách công nghệ thông tin, việc vận hành hệ thống phải kiêm nhiệm", "việc vận hành hệ thống phải kiêm nhiệm do chưa có công chức chuyên trách công nghệ thông tin"),
          "Sở Khoa học và Công nghệ", "cử người hỗ trợ kỹ thuật thường xuyên cho cấp xã"),
    Theme(("1.1",), Field.DIGITAL, Level.DEPARTMENTS,
          ("phần mềm hộ tịch và phần mềm giải quyết thủ tục hành chính chưa liên thông, phải nhập dữ liệu hai lần", "dữ liệu phải nhập hai lần do phần mềm hộ tịch và phần mềm giải quyết thủ tục hành chính chưa liên thông"),
          "Sở Tư pháp", "chủ trì liên thông phần mềm hộ tịch với hệ thống giải quyết thủ tục hành chính"),
    Theme(("1.1",), Field.DIGITAL, Level.DEPARTMENTS,
          ("đường truyền, máy quét của Trung tâm Phục vụ hành chính công chưa đáp ứng yêu cầu số hóa hồ sơ", "máy quét, đường truyền của Trung tâm Phục vụ hành chính công chưa đáp ứng yêu cầu số hóa hồ sơ"),
          "Sở Khoa học và Công nghệ", "nâng băng thông, bổ sung máy quét cho Trung tâm Phục vụ hành chính công"),
    Theme(("1.1",), Field.ADMINISTRATION, Level.PEOPLES_COMMITTEE,
          ("một số thủ tục mới phân cấp chưa có quy trình nội bộ, quy trình điện tử", "chưa có quy trình nội bộ, quy trình điện tử cho một số thủ tục mới phân cấp"),
          _CITY, "ban hành đủ quy trình nội bộ, quy trình điện tử của các thủ tục mới phân cấp"),
    Theme(("1.1",), Field.ADMINISTRATION, Level.DEPARTMENTS,
          ("hồ sơ chứng thực, hộ tịch tăng đột biến vào đầu tuần, bộ phận tiếp nhận có lúc quá tải", "bộ phận tiếp nhận có lúc quá tải do hồ sơ chứng thực, hộ tịch tăng đột biến vào đầu tuần"),
          "Sở Tư pháp", "hướng dẫn việc tiếp nhận hồ sơ chứng thực, hộ tịch không phụ thuộc địa giới hành chính"),
    Theme(("1.1",), Field.LAND, Level.DEPARTMENTS,
          ("hồ sơ địa chính của các xã, phường cũ bàn giao chưa đầy đủ, khó tra cứu khi giải quyết thủ tục đất đai", "việc tra cứu khi giải quyết thủ tục đất đai còn khó do hồ sơ địa chính của các xã, phường cũ bàn giao chưa đầy đủ"),
          "Sở Nông nghiệp và Môi trường", "bàn giao đủ hồ sơ, cơ sở dữ liệu địa chính cho cấp xã"),
    Theme(("1.1", "1.2"), Field.LAND, Level.PEOPLES_COMMITTEE,
          ("thẩm quyền cấp phép xây dựng và quản lý trật tự đô thị chưa được hướng dẫn thống nhất", "chưa có hướng dẫn thống nhất về thẩm quyền cấp phép xây dựng và quản lý trật tự đô thị"),
          _CITY, "hướng dẫn thống nhất thẩm quyền cấp phép xây dựng và quản lý trật tự đô thị"),
    Theme(("1.2",), Field.DECENTRALISATION, Level.PEOPLES_COMMITTEE,
          ("nhiều nhiệm vụ phân cấp chưa có nguồn lực, định mức kinh phí kèm theo để thực hiện", "chưa có nguồn lực, định mức kinh phí kèm theo để thực hiện nhiều nhiệm vụ phân cấp"),
          _CITY, "quy định định mức, bố trí nguồn lực đi kèm các nhiệm vụ phân cấp"),
    Theme(("1.2",), Field.DECENTRALISATION, Level.DEPARTMENTS,
          ("một số nhiệm vụ giữa sở, ngành và cấp xã còn chồng chéo, chưa rõ cơ quan chịu trách nhiệm chính", "chưa rõ cơ quan chịu trách nhiệm chính đối với một số nhiệm vụ còn chồng chéo giữa sở, ngành và cấp xã"),
          "các sở, ngành", "làm rõ cơ quan chịu trách nhiệm chính trong từng nhiệm vụ phối hợp với cấp xã"),
    Theme(("1.1", "1.2"), Field.FINANCE, Level.PEOPLES_COMMITTEE,
          ("dự toán chi thường xuyên chưa bao quát hết các nhiệm vụ mới nhận", "các nhiệm vụ mới nhận chưa được tính đủ trong dự toán chi thường xuyên"),
          _CITY, "bổ sung dự toán chi thường xuyên theo các nhiệm vụ cấp xã mới nhận"),
    Theme(("1.1",), Field.FINANCE, Level.DEPARTMENTS,
          ("một số đơn vị sự nghiệp sau sắp xếp chậm được cấp tài khoản, mã quan hệ ngân sách", "tài khoản, mã quan hệ ngân sách của một số đơn vị sự nghiệp sau sắp xếp chậm được cấp"),
          "Sở Tài chính", "cấp đủ mã quan hệ ngân sách cho các đơn vị sự nghiệp sau sắp xếp"),
    Theme(("1.1", "1.2"), Field.PREMISES, Level.PEOPLES_COMMITTEE,
          ("trụ sở làm việc chật hẹp, các phòng chuyên môn phải bố trí ở nhiều điểm khác nhau", "các phòng chuyên môn phải bố trí ở nhiều điểm khác nhau do trụ sở làm việc chật hẹp"),
          _CITY, "bố trí kinh phí cải tạo, mở rộng trụ sở làm việc của cấp xã"),
    Theme(("1.2",), Field.PREMISES, Level.PEOPLES_COMMITTEE,
          ("các trụ sở dôi dư chưa có phương án xử lý, đang xuống cấp, phát sinh chi phí trông coi", "các trụ sở dôi dư đang xuống cấp, phát sinh chi phí trông coi do chưa có phương án xử lý"),
          _CITY, "phê duyệt phương án xử lý các trụ sở dôi dư sau sắp xếp"),
    Theme(("1.3",), Field.POLICY, Level.PEOPLES_COMMITTEE,
          ("kinh phí chi trả chế độ nghỉ theo Nghị định số 178/2024/NĐ-CP về chậm so với quyết định nghỉ", "việc chi trả chế độ nghỉ theo Nghị định số 178/2024/NĐ-CP chậm so với quyết định nghỉ do kinh phí về chậm"),
          _CITY, "cấp đủ kinh phí chi trả cho những người đã có quyết định nghỉ"),
    Theme(("1.3",), Field.POLICY, Level.DEPARTMENTS,
          ("chưa có hướng dẫn cụ thể về cách tính chế độ với người hoạt động không chuyên trách có thời gian công tác gián đoạn", "cách tính chế độ với người hoạt động không chuyên trách có thời gian công tác gián đoạn chưa được hướng dẫn cụ thể"),
          "Sở Nội vụ", "hướng dẫn cách tính chế độ đối với thời gian công tác gián đoạn"),
    Theme(("1.3",), Field.POLICY, Level.CENTRAL,
          ("người hoạt động không chuyên trách nghỉ việc khi chưa đủ tuổi hưu gặp khó khăn trong đóng tiếp bảo hiểm xã hội", "việc đóng tiếp bảo hiểm xã hội của người hoạt động không chuyên trách nghỉ việc khi chưa đủ tuổi hưu gặp khó khăn"),
          "Chính phủ", "ban hành chính sách hỗ trợ đóng bảo hiểm xã hội cho người hoạt động không chuyên trách nghỉ việc"),
    Theme(("1.1", "2.2"), Field.ORGANISATION, Level.CITY_PARTY,
          ("các ban xây dựng Đảng và văn phòng cấp ủy còn ít người, phải kiêm nhiệm nhiều việc", "nhân lực của các ban xây dựng Đảng và văn phòng cấp ủy còn ít, phải kiêm nhiệm nhiều việc"),
          _PARTY, "tăng định biên cho các ban xây dựng Đảng và văn phòng cấp ủy cấp xã"),
    Theme(("1.2",), Field.ORGANISATION, Level.PEOPLES_COMMITTEE,
          ("chưa có hướng dẫn thành lập đơn vị sự nghiệp công lập trực thuộc cấp xã", "việc thành lập đơn vị sự nghiệp công lập trực thuộc cấp xã chưa được hướng dẫn"),
          _CITY, "hướng dẫn việc thành lập đơn vị sự nghiệp công lập trực thuộc cấp xã"),
    Theme(("2.1",), Field.PARTY, Level.CITY_PARTY,
          ("việc xây dựng chương trình hành động thực hiện nghị quyết đại hội còn lúng túng", "còn lúng túng trong việc xây dựng chương trình hành động thực hiện nghị quyết đại hội"),
          _PARTY, "hướng dẫn khung chương trình hành động thực hiện nghị quyết đại hội"),
    Theme(("2.1",), Field.PARTY, Level.CITY_PARTY,
          ("việc sinh hoạt của các chi bộ sau sáp nhập còn khó khăn do đảng viên ở phân tán trên địa bàn rộng", "đảng viên ở phân tán trên địa bàn rộng, việc sinh hoạt của các chi bộ sau sáp nhập còn khó khăn"),
          _PARTY, "hướng dẫn sắp xếp lại chi bộ thôn, tổ dân phố sau sáp nhập"),
    Theme(("1.1",), Field.OTHER, Level.DEPARTMENTS,
          ("đội ngũ y tế, giáo dục tại các điểm xa trung tâm còn thiếu, chất lượng phục vụ chưa đồng đều", "chất lượng phục vụ chưa đồng đều do đội ngũ y tế, giáo dục tại các điểm xa trung tâm còn thiếu"),
          "Sở Y tế, Sở Giáo dục và Đào tạo", "bổ sung nhân lực y tế, giáo dục cho các điểm xa trung tâm"),
    Theme(("2.2", "1.2"), Field.STAFF, Level.DEPARTMENTS,
          ("một bộ phận công chức còn hạn chế về kỹ năng xử lý hồ sơ điện tử, chưa quen việc mới", "một bộ phận công chức chưa quen việc mới, kỹ năng xử lý hồ sơ điện tử còn hạn chế"),
          "các sở, ngành", "tổ chức tập huấn theo cụm về kỹ năng xử lý hồ sơ điện tử"),
    Theme(("1.1",), Field.ADMINISTRATION, Level.CENTRAL,
          ("Cổng Dịch vụ công quốc gia có lúc nghẽn, người dân phải nộp lại hồ sơ", "người dân có lúc phải nộp lại hồ sơ do Cổng Dịch vụ công quốc gia nghẽn"),
          "Chính phủ", "chỉ đạo nâng cấp Cổng Dịch vụ công quốc gia, khắc phục tình trạng nghẽn khi nộp hồ sơ"),
)  # fmt: skip
"""What communes raise."""

CITY: tuple[Theme, ...] = (
    Theme(("1.2",), Field.DECENTRALISATION, Level.PEOPLES_COMMITTEE,
          ("một số nhiệm vụ đã phân cấp vượt quá năng lực chuyên môn của cấp xã, cần cơ quan chuyên môn hỗ trợ", "một số nhiệm vụ đã phân cấp cần cơ quan chuyên môn hỗ trợ do vượt quá năng lực chuyên môn của cấp xã"),
          _CITY, "điều chỉnh phân cấp đối với các nhiệm vụ có yêu cầu chuyên sâu"),
    Theme(("1.1",), Field.STAFF, Level.CITY_PARTY,
          ("việc cử người tăng cường về cấp xã ảnh hưởng đến nhân lực tại chỗ, tiến độ một số việc chuyên môn", "nhân lực tại chỗ, tiến độ một số việc chuyên môn bị ảnh hưởng do việc cử người tăng cường về cấp xã"),
          _PARTY, "quy định rõ thời hạn tăng cường đối với người được cử về cấp xã"),
    Theme(("1.1",), Field.DIGITAL, Level.CENTRAL,
          ("cơ sở dữ liệu chuyên ngành của Trung ương chưa được mở kết nối để cấp xã khai thác, sử dụng", "cấp xã chưa được kết nối để khai thác, sử dụng cơ sở dữ liệu chuyên ngành của Trung ương"),
          "các bộ, ngành Trung ương", "mở kết nối cơ sở dữ liệu chuyên ngành để cấp xã khai thác, sử dụng"),
    Theme(("1.2",), Field.FINANCE, Level.PEOPLES_COMMITTEE,
          ("kinh phí tập huấn chuyên môn, nghiệp vụ cho cán bộ, công chức cấp xã chưa được bố trí", "chưa được bố trí kinh phí tập huấn chuyên môn, nghiệp vụ cho cán bộ, công chức cấp xã"),
          _CITY, "bố trí kinh phí để các cơ quan tổ chức tập huấn cho cấp xã"),
    Theme(("1.1",), Field.ADMINISTRATION, Level.COMMUNE,
          ("việc cung cấp thông tin, số liệu của một số xã, phường còn chậm, thiếu thống nhất", "một số xã, phường cung cấp thông tin, số liệu còn chậm, thiếu thống nhất"),
          "cấp ủy, Ủy ban nhân dân cấp xã", "phân công đầu mối cung cấp thông tin, số liệu thống nhất"),
)  # fmt: skip
"""What city units raise."""
