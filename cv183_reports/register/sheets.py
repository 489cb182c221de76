"""The one declaration of danh-muc.xlsx: its sheets, their columns, and the words its cells take."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import astuple

from cv183_reports.model import Cycle


class RegisterColumn(Struct, frozen=True):
    """One column of a sheet, found by the folded text of its header."""

    header: str
    required: bool = False
    """Every row must fill it."""
    optional: bool = False
    """A register of before it was thought of lacks the column: all its cells are blank."""
    later: bool = False
    """So does such a register lack this one, and takes its cells from the one that ships; see `register.older`."""


class SheetPlan(Struct, frozen=True):
    """One sheet of the register: a table under a header row."""

    name: str
    columns: tuple[RegisterColumn, ...]
    may_be_empty: bool = False
    """True: a table without a single row is no mistake."""
    optional: bool = False
    """True: so is a register without the sheet, as all were before it was thought of."""
    later: bool = False
    """As of a column: such a register does not have the sheet."""
    beside: str = ""
    """The header of a column that stands there and is never read."""


class PaperColumns(Struct, frozen=True):
    """How units head and sign their own papers: for the whole group, and for one unit where it differs."""

    symbol: RegisterColumn = RegisterColumn("Ký hiệu", later=True)
    superior: RegisterColumn = RegisterColumn("Cơ quan cấp trên", later=True)
    capacity: RegisterColumn = RegisterColumn("Quyền hạn ký", later=True)
    title: RegisterColumn = RegisterColumn("Chức vụ người ký", later=True)
    kept_by: RegisterColumn = RegisterColumn("Nơi lưu", later=True)
    heading: RegisterColumn = RegisterColumn("Cơ quan ban hành", later=True)
    place: RegisterColumn = RegisterColumn("Nơi ban hành", later=True)

    @property
    def of_group(self) -> tuple[RegisterColumn, ...]:
        """What units of a group have in common."""
        return (self.symbol, self.superior, self.capacity, self.title, self.kept_by)

    @property
    def of_unit(self) -> tuple[RegisterColumn, ...]:
        """All of them."""
        return (*self.of_group, self.heading, self.place)


class Groups:
    """Columns of sheet Nhóm đơn vị; the order of its rows is the official order."""

    CODE = RegisterColumn("Mã", required=True)
    NAME = RegisterColumn("Tên nhóm", required=True)
    PAPER = PaperColumns()
    HIGHLIGHT = RegisterColumn("Nội dung nổi bật", optional=True)
    """What forms of the group ask for in one text, as its label; blank: nothing."""
    SHEET = SheetPlan("Nhóm đơn vị", (CODE, NAME, *PAPER.of_group, HIGHLIGHT))


class Units:
    """Columns of sheet Đơn vị; the order of its rows is the official order."""

    CODE = RegisterColumn("Mã", required=True)
    NAME = RegisterColumn("Tên đầy đủ", required=True)
    SHORT_NAME = RegisterColumn("Tên ngắn", required=True)
    GROUP = RegisterColumn("Nhóm", required=True)
    STYLE = RegisterColumn("Thể thức", required=True)
    EMAIL = RegisterColumn("Thư điện tử")
    PHONE = RegisterColumn("Điện thoại")
    OFFICER = RegisterColumn("Cán bộ theo dõi")
    OFFICER_PHONE = RegisterColumn("Điện thoại cán bộ", optional=True)
    VALID_FROM = RegisterColumn("Hiệu lực từ ngày")
    VALID_UNTIL = RegisterColumn("Hiệu lực đến hết ngày")
    FORMER_NAMES = RegisterColumn("Tên cũ")
    PAPER = PaperColumns()
    SHEET = SheetPlan(
        "Đơn vị",
        (
            CODE,
            NAME,
            SHORT_NAME,
            GROUP,
            STYLE,
            EMAIL,
            PHONE,
            OFFICER,
            VALID_FROM,
            VALID_UNTIL,
            FORMER_NAMES,
            *PAPER.of_unit,
            OFFICER_PHONE,
        ),
    )


class Obligations:
    """Columns of sheet Nhiệm vụ; the order of its rows is that of the dispatch."""

    CODE = RegisterColumn("Mã", required=True)
    SECTION = RegisterColumn("Mục của công văn", required=True)
    TEXT = RegisterColumn("Nội dung nguyên văn", required=True)
    SHORT_TEXT = RegisterColumn("Nội dung rút gọn", required=True)
    ASSIGNED_TO = RegisterColumn("Giao cho")
    WITH_UNITS = RegisterColumn("Phối hợp")
    KIND = RegisterColumn("Loại", required=True)
    DEADLINE = RegisterColumn("Thời hạn (trước)")
    PROOF = RegisterColumn("Minh chứng hoàn thành", required=True)
    JUDGED_BY = RegisterColumn("Cách xét", required=True)
    VALID_FROM = RegisterColumn("Hiệu lực từ kỳ", optional=True)
    VALID_UNTIL = RegisterColumn("Hiệu lực đến kỳ", optional=True)
    SHEET = SheetPlan(
        "Nhiệm vụ",
        (
            CODE,
            SECTION,
            TEXT,
            SHORT_TEXT,
            ASSIGNED_TO,
            WITH_UNITS,
            KIND,
            DEADLINE,
            PROOF,
            JUDGED_BY,
            VALID_FROM,
            VALID_UNTIL,
        ),
    )


class Indicators:
    """Columns of sheet Chỉ tiêu; the order of its rows is that of the form."""

    CODE = RegisterColumn("Mã", required=True)
    NAME = RegisterColumn("Tên chỉ tiêu", required=True)
    MEASURE = RegisterColumn("Đơn vị tính", required=True)
    TOPIC = RegisterColumn("Chủ đề", required=True)
    GROUPS = RegisterColumn("Hỏi nhóm")
    AGGREGATION = RegisterColumn("Cách tổng hợp", required=True)
    NATURE = RegisterColumn("Tính chất số liệu", optional=True)
    """Blank: as the aggregation has it, a stock where only the last month counts, else a flow."""
    DECIMALS = RegisterColumn("Số chữ số thập phân", required=True)
    FORMULA = RegisterColumn("Công thức")
    MAIN = RegisterColumn("In trong báo cáo", required=True)
    VALID_FROM = RegisterColumn("Hiệu lực từ kỳ", optional=True)
    VALID_UNTIL = RegisterColumn("Hiệu lực đến kỳ", optional=True)
    BETTER = RegisterColumn("Chiều hướng tốt", optional=True)
    """Blank: neither way is better."""
    SHEET = SheetPlan(
        "Chỉ tiêu",
        (
            CODE,
            NAME,
            MEASURE,
            TOPIC,
            GROUPS,
            AGGREGATION,
            NATURE,
            DECIMALS,
            FORMULA,
            MAIN,
            VALID_FROM,
            VALID_UNTIL,
            BETTER,
        ),
        may_be_empty=True,
    )


class Constraints:
    """Columns of sheet Ràng buộc."""

    LEFT = RegisterColumn("Vế trái", required=True)
    RELATION = RegisterColumn("Quan hệ", required=True)
    RIGHT = RegisterColumn("Vế phải", required=True)
    TEXT = RegisterColumn("Diễn giải", required=True)
    SHEET = SheetPlan("Ràng buộc", (LEFT, RELATION, RIGHT, TEXT), may_be_empty=True)


class Waivers:
    """Columns of sheet Miễn, hoãn."""

    UNIT = RegisterColumn("Mã đơn vị", required=True)
    OBLIGATION = RegisterColumn("Mã nhiệm vụ")
    """Blank, or EVERYTHING: every obligation of the unit, the monthly file included."""
    FIRST = RegisterColumn("Từ kỳ", required=True)
    LAST = RegisterColumn("Đến hết kỳ")
    """Blank: that one month."""
    DOCUMENT = RegisterColumn("Văn bản", required=True)
    DECIDED_ON = RegisterColumn("Ngày văn bản", required=True)
    DECIDED_BY = RegisterColumn("Người quyết định", required=True)
    REASON = RegisterColumn("Lý do", required=True)
    SHEET = SheetPlan(
        "Miễn, hoãn",
        (UNIT, OBLIGATION, FIRST, LAST, DOCUMENT, DECIDED_ON, DECIDED_BY, REASON),
        may_be_empty=True,
        optional=True,
    )
    EVERYTHING = "*"


class Lists:
    """Columns of sheet Danh sách chọn; the order of its rows is that of the form."""

    LIST = RegisterColumn("Danh sách", required=True)
    VALUE = RegisterColumn("Giá trị", required=True)
    IN_SENTENCE = RegisterColumn("Viết giữa câu")
    SHEET = SheetPlan("Danh sách chọn", (LIST, VALUE, IN_SENTENCE), later=True)
    FIELDS, LEVELS, CAUSES = "Lĩnh vực", "Cấp giải quyết", "Nguyên nhân"
    NAMES = (FIELDS, LEVELS, CAUSES)


class SettingsTable:
    """Columns of sheet Thiết lập. Its third column, the explanation, is never read."""

    KEY = RegisterColumn("Mục", required=True)
    VALUE = RegisterColumn("Giá trị")
    EXPLANATION = "Giải thích"
    SHEET = SheetPlan("Thiết lập", (KEY, VALUE), beside=EXPLANATION)


class Setting(Struct, frozen=True):
    """One row of sheet Thiết lập."""

    key: str
    required: bool = True
    """False: the value may stay empty; the row must be there unless it is `optional`."""
    later: bool = False
    """As of a column: registers made before it was thought of do not have the row."""
    optional: bool = False
    """As of a column: nor do they have this one, which reads as if its value were empty."""


class WholeSetting(Setting, frozen=True):
    """A row that may be absent or empty; else its value is a whole number, from `least` to `most`."""

    required: bool = False
    optional: bool = True
    least: int = 0
    most: int = 0
    in_percent: bool = False
    """The number may bear the sign: ``95%``."""


class IssuerRows(Struct, frozen=True):
    """The rows of one issuer: one for each field of model.Issuer."""

    superior: Setting
    heading: Setting
    name: Setting
    number_code: Setting
    number: Setting
    signed_on: Setting
    capacity: Setting
    title: Setting
    signatory: Setting
    recipients: Setting
    addressees: Setting
    subject: Setting

    @classmethod
    def of(cls, document: str = "") -> IssuerRows:
        """The rows that say in brackets for which document; those of the monthly report say nothing."""
        mark = f" ({document})" if document else ""
        return cls(
            Setting(f"Cơ quan cấp trên{mark}"),
            Setting(f"Cơ quan ban hành{mark}"),
            Setting(f"Tên cơ quan trong câu văn{mark}"),
            Setting(f"Ký hiệu cơ quan{mark}"),
            Setting(f"Số văn bản{mark}", required=False),
            Setting(f"Ngày ký{mark}", required=False),
            Setting(f"Quyền hạn ký{mark}"),
            Setting(f"Chức vụ người ký{mark}", required=False),
            Setting(f"Họ tên người ký{mark}", required=False),
            Setting(f"Nơi nhận{mark}"),
            Setting(f"Nơi báo cáo{mark}", later=True),
            Setting(f"Trích yếu{mark}", later=True),
        )

    @property
    def all(self) -> tuple[Setting, ...]:
        """Every row."""
        return astuple(self)


class ThresholdRows(Struct, frozen=True):
    """The rows of the thresholds: one for each field of model.Thresholds, whose default an empty one has."""

    good: WholeSetting = WholeSetting(
        "Ngưỡng: vận hành tốt (%)", least=1, most=100, in_percent=True
    )
    fair: WholeSetting = WholeSetting(
        "Ngưỡng: vận hành cơ bản tốt (%)", least=1, most=100, in_percent=True
    )
    poor: WholeSetting = WholeSetting(
        "Ngưỡng: từng bước vào nền nếp (%)", least=1, most=100, in_percent=True
    )
    moved: WholeSetting = WholeSetting(
        "Ngưỡng: biến động đáng nêu (%)", least=1, most=100, in_percent=True
    )
    repeated: WholeSetting = WholeSetting(
        "Ngưỡng: số kỳ liên tiếp gửi chậm, gửi sai", least=1, most=12
    )
    named: WholeSetting = WholeSetting("Ngưỡng: số đơn vị nêu tên trong một câu", least=1, most=20)
    shared: WholeSetting = WholeSetting("Ngưỡng: số đơn vị cùng kiến nghị", least=1, most=999)
    outlying: WholeSetting = WholeSetting("Ngưỡng: số liệu bất thường (lần)", least=1, most=99)
    outlying_months: WholeSetting = WholeSetting(
        "Ngưỡng: số kỳ trước để xét bất thường", least=3, most=24
    )

    @property
    def all(self) -> tuple[WholeSetting, ...]:
        """Every row."""
        return astuple(self)


class MailRows(Struct, frozen=True):
    """The rows of the server that sends mails: one for each field of model.MailServer."""

    host: Setting = Setting("Máy chủ gửi thư", required=False, optional=True)
    port: WholeSetting = WholeSetting("Cổng của máy chủ gửi thư", least=1, most=65535)
    encryption: Setting = Setting("Cách mã hóa khi gửi thư", required=False, optional=True)
    user: Setting = Setting("Tài khoản gửi thư", required=False, optional=True)
    sender: Setting = Setting("Địa chỉ thư gửi đi", required=False, optional=True)

    @property
    def all(self) -> tuple[Setting, ...]:
        """Every row."""
        return astuple(self)


class SettingRows:
    """The rows of sheet Thiết lập."""

    OF_OFFICE = "báo cáo tiến độ"
    """In brackets after the rows of the other issuer. Older registers have its name there."""
    BOARD = IssuerRows.of()
    OFFICE = IssuerRows.of(OF_OFFICE)
    PLACE = Setting("Nơi ban hành")
    DISPATCH = Setting("Công văn được thực hiện")
    KIND = Setting("Tên loại công văn", later=True)
    DISPATCH_ISSUER = Setting("Cơ quan ban hành công văn", later=True)
    MATTER = Setting("Nội dung công văn", later=True)
    DIRECTIVE = Setting("Văn bản được triển khai", later=True)
    BEGUN_ON = Setting("Thực hiện từ ngày", later=True)
    CYCLE = Setting("Kỳ báo cáo", required=False, optional=True)
    """One of CYCLES; empty: a month."""
    FIRST_PERIOD = Setting("Kỳ báo cáo đầu tiên", later=True)
    OVERALL_REPORT = Setting("Nhiệm vụ lập báo cáo", required=False, later=True)
    WHOLE = Setting("Phạm vi tổng hợp", later=True)
    TIERS = Setting("Loại đơn vị hành chính", later=True)
    TONE_MARKS = Setting("Kiểu đặt dấu thanh")
    DIRECTION_TOPIC = Setting("Chủ đề số liệu về lãnh đạo, chỉ đạo", required=False, optional=True)
    THRESHOLDS = ThresholdRows()
    MAIL = MailRows()
    OF_DISPATCH = (
        DISPATCH,
        KIND,
        DISPATCH_ISSUER,
        MATTER,
        DIRECTIVE,
        BEGUN_ON,
        CYCLE,
        FIRST_PERIOD,
        OVERALL_REPORT,
    )
    ALL: tuple[Setting, ...] = (
        *BOARD.all,
        PLACE,
        *OF_DISPATCH,
        WHOLE,
        TIERS,
        TONE_MARKS,
        *OFFICE.all,
        DIRECTION_TOPIC,
        *THRESHOLDS.all,
        *MAIL.all,
    )


BY_ROW = "Theo báo cáo của đơn vị"
BY_RECEIPT = "Theo thời điểm nhận báo cáo"
JUDGED_BY_RECEIPT = {BY_ROW: False, BY_RECEIPT: True}
"""Words of Cách xét → Obligation.judged_by_receipt."""

RELATIONS = {"bằng": "=", "không vượt quá": "<="}
"""Words of Quan hệ → Constraint.relation."""

YES_OR_NO = {"Có": True, "Không": False}
"""Words of a column that asks for yes or no: In trong báo cáo → Indicator.is_main."""

CYCLES = {"Tháng": Cycle.MONTH, "Quý": Cycle.QUARTER}
"""Words of Kỳ báo cáo → Profile.cycle."""

NEW_TONE_MARKS = {"Kiểu cũ (ủy)": False, "Kiểu mới (uỷ)": True}
"""Words of Kiểu đặt dấu thanh → Settings.new_tone_marks."""
