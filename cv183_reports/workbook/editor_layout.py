"""The one declaration of the editor's sheet (bien-tap.xlsx). Writer, reader and updater derive from it."""

from __future__ import annotations

from dataclasses import dataclass

from cv183_reports.likeness.linkage import LIKENESS, MISSPELT
from cv183_reports.model.editing import Candidate, Kind, Use
from cv183_reports.vietnamese.wording import listed

TITLE = "BẢNG BIÊN TẬP"
YES_OR_NO = {"Có": True, "Không": False}
"""Words of Đưa vào báo cáo; blank: the program decides."""
NEW = "mới (đợt {wave})"
GONE = "không còn"
"""No unit says it any longer."""

_CHOOSING = (
    "Chỉ ghi ở hai cột vàng. Đưa vào báo cáo: Có – in ở phần chính; Không – không in ở đâu; để trống – theo cột "
    "Chương trình đang chọn."
)
_WORDING = (
    "Nội dung biên tập: ghi lời thay cho cả nhóm, in đúng như đã ghi. Ghi cùng một lời cho hai nhóm thì hai nhóm in gộp. "
    "Lưu, đóng tệp rồi chạy lại build."
)
_SAME_BEGINNING = "Cùng số Nhóm là mở đầu giống nhau; nội dung đầy đủ nhất đứng đại diện. Nhiệm vụ chỉ giao một đơn vị thì in toàn bộ."
_ALIKE = (
    f"Cùng số Nhóm là nói cùng một ý: giống nhau từ {LIKENESS}% trở lên, cùng số liệu, cùng phủ định, chỉ khác cách nói, "
    f"chữ viết tắt hoặc nhiều nhất {MISSPELT:02d} lỗi gõ; không chắc thì để riêng."
)


def instructions(kind: Kind) -> tuple[str, ...]:
    """The lines above the table."""
    return (_CHOOSING, _WORDING, _SAME_BEGINNING if kind is Kind.RESULT else _ALIKE)


@dataclass(frozen=True, slots=True)
class Column:
    """One column, found again by its folded header."""

    header: str
    width: int
    """In characters of the default font, as Excel counts."""
    input: bool = False
    """For staff to fill in; the others are the program's."""


GROUP = Column("Nhóm", 7)
OBLIGATION = Column("Mã nhiệm vụ", 9)
TEXT = Column("Nội dung đơn vị báo cáo", 58)
UNITS = Column("Đơn vị", 28)
COUNT = Column("Số đơn vị của nhóm", 9)
USE = Column("Chương trình đang chọn", 13)
INCLUDE = Column("Đưa vào báo cáo", 11, input=True)
WORDING = Column("Nội dung biên tập", 50, input=True)
STATE = Column("Tình trạng", 12)
KEY = Column("Mã dòng", 15)
_LABELS = {
    Kind.RESULT: Column("Nhiệm vụ", 26),
    Kind.DIFFICULTY: Column("Lĩnh vực", 18),
    Kind.PROPOSAL: Column("Cấp giải quyết", 20),
}
REQUIRED = (INCLUDE, WORDING, KEY)
"""Without these columns a sheet cannot be followed."""


def columns_of(kind: Kind) -> tuple[Column, ...]:
    """The columns of the sheet of `kind`, in their order when new."""
    about = (_LABELS[kind], OBLIGATION) if kind in _LABELS else ()
    return (GROUP, *about, TEXT, UNITS, COUNT, USE, INCLUDE, WORDING, STATE, KEY)


Shown = str | int


@dataclass(frozen=True, slots=True)
class Line:
    """One row as the program writes it: values of its own columns, by column."""

    key: str
    values: dict[Column, Shown]


def line_of(candidate: Candidate, group: int, state: str = "") -> Line:
    """The row of `candidate`, in the group of that number."""
    values: dict[Column, Shown] = {
        GROUP: group,
        TEXT: candidate.text,
        UNITS: listed([unit.short_name for unit in candidate.units]),
        COUNT: candidate.group_units,
        USE: candidate.use.value,
        STATE: state,
        KEY: candidate.key,
    }
    if candidate.kind in _LABELS:
        values |= {_LABELS[candidate.kind]: candidate.label, OBLIGATION: candidate.obligation}
    return Line(candidate.key, values)


def line_of_gone(key: str) -> Line:
    """What is written into the row of a text that no unit says any longer."""
    return Line(key, {USE: Use.NONE.value, STATE: GONE})
