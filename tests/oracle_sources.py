"""What a month is counted anew from: the register and the raw forms, as openpyxl gives them.

Nothing of the package is imported here; see ``tests/oracle.py``.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal
from email import message_from_bytes, policy
from email.utils import parseaddr, parsedate_to_datetime
from io import BytesIO
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

HERE = timezone(timedelta(hours=7))
ONE_OFF, MONTHLY, ONGOING = "Một lần", "Hằng tháng", "Thường xuyên"
FLOW, RATIO, AVERAGE = "Phát sinh trong kỳ", "Tỷ lệ", "Bình quân"
HUNDRED = Decimal(100)


class UnclearError(AssertionError):
    """Something stands there that the oracle was not made for."""


def bare(text: object) -> str:
    """Letters and digits without marks, in one case, blanks and hyphens as one blank."""
    plain = unicodedata.normalize("NFD", str(text).replace("đ", "d").replace("Đ", "D"))
    letters = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return " ".join(letters.replace("-", " ").split())


def text_of(value: object) -> str:
    return "" if value is None else unicodedata.normalize("NFC", str(value)).strip()


def exact(value: object) -> Decimal:
    """A number as a sheet shows it: floats by their shortest digits."""
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(str(value))


# The register.


@dataclass(frozen=True)
class Unit:
    code: str
    name: str
    short: str
    group: str
    since: date | None
    until: date | None

    @property
    def in_full(self) -> str:
        """In a table of few: a commune by its name, an office without abbreviations."""
        tier = self.short.partition(" ")[0]
        return self.short if f" {tier.lower()} " in self.name else self.name


@dataclass(frozen=True)
class Term:
    """Months in which something is asked; empty: no end on that side."""

    first: str
    last: str

    def holds(self, month: str) -> bool:
        return (not self.first or self.first <= month) and (not self.last or month <= self.last)


@dataclass(frozen=True)
class Obligation:
    code: str
    short: str
    owners: frozenset[str]
    kind: str
    once: datetime | None
    monthly: tuple[int, time] | None
    by_receipt: bool
    term: Term

    def deadline(self, month: str) -> datetime | None:
        if self.monthly is None:
            return self.once
        day, at = self.monthly
        return datetime.combine(first_of(month).replace(day=day), at, HERE)


@dataclass(frozen=True)
class Indicator:
    code: str
    name: str
    measure: str
    topic: str
    groups: frozenset[str]
    how: str
    nature: str
    decimals: int
    above: tuple[str, ...]
    below: tuple[str, ...]
    is_main: bool
    term: Term

    @property
    def parts(self) -> tuple[str, ...]:
        return self.above + self.below or (self.code,)

    @property
    def digits(self) -> int:
        """After the comma, of a total."""
        return {RATIO: 1, AVERAGE: max(2, self.decimals)}.get(self.how, self.decimals)

    def shown(self, value: Decimal) -> Decimal:
        """Rounded half up; a share that is not all is not shown as all, nor one that is something as 0."""
        step = Decimal(1).scaleb(-self.digits)
        near = value.quantize(step, ROUND_HALF_UP)
        if self.how == RATIO and near in (0, HUNDRED) and near != value:
            near += step if value > near else -step
        return near


@dataclass(frozen=True)
class Equation:
    left: tuple[str, ...]
    right: tuple[str, ...]
    at_most: bool


@dataclass(frozen=True)
class Waiver:
    unit: str
    obligation: str
    term: Term


@dataclass(frozen=True)
class Register:
    groups: Mapping[str, str]
    units: tuple[Unit, ...]
    obligations: tuple[Obligation, ...]
    indicators: tuple[Indicator, ...]
    equations: tuple[Equation, ...]
    waivers: tuple[Waiver, ...]
    begun: date
    board: str
    """Name of the body that all send their files to."""

    def filing(self) -> Obligation:
        return next(o for o in self.obligations if o.by_receipt)

    def due(self, month: str) -> datetime:
        due = self.filing().deadline(month)
        assert due is not None
        return due

    def owing(self, month: str) -> tuple[Unit, ...]:
        day = self.due(month).date()
        return tuple(u for u in self.units if (u.since or day) <= day <= (u.until or day))

    def owed(self, unit: Unit, month: str) -> tuple[Obligation, ...]:
        own = {unit.code, unit.group}
        return tuple(o for o in self.obligations if o.owners & own and o.term.holds(month))

    def asked(self, month: str) -> tuple[Indicator, ...]:
        """Indicators of that month; a ratio while all its parts are."""
        held = {i.code for i in self.indicators if i.term.holds(month)}
        return tuple(i for i in self.indicators if held.issuperset((i.code, *i.parts)))


def first_of(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def month_before(month: str) -> str:
    return f"{first_of(month) - timedelta(days=1):%Y-%m}"


def table(sheet: Worksheet, *headers: str) -> Iterator[dict[str, object]]:
    """The rows under the first row that has all these headers, by header."""
    heads: dict[int, str] = {}
    for row in sheet.iter_rows(values_only=True):
        if heads:
            found = {head: row[at] for at, head in heads.items() if at < len(row)}
            if any(value is not None for value in found.values()):
                yield found
        elif set(headers) <= {text_of(value) for value in row}:
            heads = {at: text_of(value) for at, value in enumerate(row) if value is not None}
    if not heads:
        raise UnclearError(f"{sheet.title}: no {headers}")


def codes(value: object, between: str = ";") -> tuple[str, ...]:
    return tuple(part for each in text_of(value).split(between) if (part := each.strip(" ()")))


def read_register(path: Path) -> Register:
    book = openpyxl.load_workbook(path)
    settings = {text_of(r["Mục"]): r["Giá trị"] for r in table(book["Thiết lập"], "Mục", "Giá trị")}
    begun = settings["Thực hiện từ ngày"]
    assert isinstance(begun, datetime)
    return Register(
        {text_of(r["Mã"]): text_of(r["Tên nhóm"]) for r in table(book["Nhóm đơn vị"], "Mã")},
        tuple(map(_unit, table(book["Đơn vị"], "Mã", "Tên đầy đủ"))),
        tuple(map(_obligation, table(book["Nhiệm vụ"], "Mã", "Loại"))),
        tuple(map(_indicator, table(book["Chỉ tiêu"], "Mã", "Cách tổng hợp"))),
        tuple(map(_equation, table(book["Ràng buộc"], "Vế trái", "Quan hệ"))),
        tuple(map(_waiver, table(book["Miễn, hoãn"], "Mã đơn vị", "Từ kỳ"))),
        begun.date(),
        text_of(settings["Tên cơ quan trong câu văn"]),
    )


def _unit(row: Mapping[str, object]) -> Unit:
    since, until = (row[f"Hiệu lực {end} ngày"] for end in ("từ", "đến hết"))
    return Unit(
        text_of(row["Mã"]),
        text_of(row["Tên đầy đủ"]),
        text_of(row["Tên ngắn"]),
        text_of(row["Nhóm"]),
        since.date() if isinstance(since, datetime) else None,
        until.date() if isinstance(until, datetime) else None,
    )


def _term(row: Mapping[str, object]) -> Term:
    return Term(text_of(row["Hiệu lực từ kỳ"]), text_of(row["Hiệu lực đến kỳ"]))


def _obligation(row: Mapping[str, object]) -> Obligation:
    written = row["Thời hạn (trước)"]
    monthly = re.fullmatch(r"(\d+):(\d+) ngày (\d+) hằng tháng", text_of(written))
    if not (monthly or written is None or isinstance(written, datetime)):
        raise UnclearError(f"deadline {written!r}")
    return Obligation(
        text_of(row["Mã"]),
        text_of(row["Nội dung rút gọn"]),
        frozenset(codes(row["Giao cho"])),
        text_of(row["Loại"]),
        written.replace(tzinfo=HERE) if isinstance(written, datetime) else None,
        (int(monthly[3]), time(int(monthly[1]), int(monthly[2]))) if monthly else None,
        text_of(row["Cách xét"]).startswith("Theo thời điểm nhận"),
        _term(row),
    )


def _indicator(row: Mapping[str, object]) -> Indicator:
    above, _, below = text_of(row["Công thức"]).partition("/")
    return Indicator(
        text_of(row["Mã"]),
        text_of(row["Tên chỉ tiêu"]),
        text_of(row["Đơn vị tính"]),
        text_of(row["Chủ đề"]),
        frozenset(codes(row["Hỏi nhóm"])),
        text_of(row["Cách tổng hợp"]),
        text_of(row["Tính chất số liệu"]),
        int(text_of(row["Số chữ số thập phân"])),
        codes(above, "+"),
        codes(below, "+"),
        text_of(row["In trong báo cáo"]) == "Có",
        _term(row),
    )


def _equation(row: Mapping[str, object]) -> Equation:
    at_most = {"không vượt quá": True, "bằng": False}[text_of(row["Quan hệ"])]
    return Equation(codes(row["Vế trái"], "+"), codes(row["Vế phải"], "+"), at_most)


def _waiver(row: Mapping[str, object]) -> Waiver:
    first = text_of(row["Từ kỳ"])
    return Waiver(
        text_of(row["Mã đơn vị"]),
        text_of(row["Mã nhiệm vụ"]).strip("*"),
        Term(first, text_of(row["Đến hết kỳ"]) or first),
    )


# What came.


@dataclass(frozen=True)
class Came:
    """One attachment, and when it came."""

    name: str
    data: bytes
    at: datetime

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def came(folder: Path) -> Iterator[Came]:
    """Every file of the folder, those in archives and mails one by one."""
    for path in sorted(folder.iterdir()):
        data = path.read_bytes()
        if path.suffix == ".zip":
            with zipfile.ZipFile(BytesIO(data)) as archive:
                for entry in archive.infolist():
                    at = datetime(*entry.date_time, tzinfo=HERE)
                    yield Came(entry.filename, archive.read(entry), at)
        elif path.suffix == ".eml":
            yield from _posted(data)
        else:
            yield Came(path.name, data, datetime.fromtimestamp(path.stat().st_mtime, HERE))


def _posted(data: bytes) -> Iterator[Came]:
    mail = message_from_bytes(data, policy=policy.default)
    told = str(mail.get_all("Received")[0]).rpartition(";")[2]
    at = parsedate_to_datetime(told.strip()).astimezone(HERE)
    assert parseaddr(str(mail["From"]))[1]
    for part in mail.iter_attachments():
        yield Came(part.get_filename() or "", part.get_payload(decode=True), at)


@dataclass(frozen=True)
class Form:
    """What stands in one returned form, as it stands there."""

    unit: str
    month: str
    asked: frozenset[str]
    """Codes of the rows that it was issued with."""
    rows: Mapping[str, Mapping[str, object]]
    """Code → header → value; a share in a percent format as points."""
    figures: Mapping[str, object]


_LOCKED = ("Mã", "Nội dung nhiệm vụ", "Thời hạn", "Lưu ý")


def read_form(data: bytes) -> Form | None:
    """None: no workbook at all."""
    try:
        book = openpyxl.load_workbook(BytesIO(data), data_only=True, read_only=True)
    except (zipfile.BadZipFile, OSError, KeyError):
        return None
    said = {text_of(key): text_of(value) for key, value, *_ in book["_meta"].values}
    asked = codes(said["rows"])
    owed = [code for code in asked if code[0].isdigit()]
    counted = [code for code in asked if code not in owed]
    answers = {
        code: {k: v for k, v in row.items() if k not in _LOCKED and not k.startswith("Kỳ trước")}
        for code, row in _coded(book["Báo cáo"], "Trạng thái", owed).items()
    }
    figures = _coded(book["Số liệu"], "Kỳ này", counted) if counted else {}
    return Form(
        said["unit"],
        said["period"],
        frozenset(asked),
        answers,
        {code: row["Kỳ này"] for code, row in figures.items()},
    )


def _coded(sheet: Worksheet, header: str, wanted: Sequence[str]) -> dict[str, dict[str, object]]:
    """The rows of these codes in the column Mã, by code and by header."""
    rows = sheet.iter_rows()
    heads = next(
        found
        for row in rows
        if header in (found := {text_of(cell.value): at for at, cell in enumerate(row)})
    )
    found: dict[str, dict[str, object]] = {}
    while len(found) < len(wanted):
        row = next(rows)
        code = text_of(row[heads["Mã"]].value)
        if code in wanted:
            found[code] = {name: _seen(row[at]) for name, at in heads.items() if name}
    return found


def _seen(cell: openpyxl.cell.Cell) -> object:
    """As Excel shows it: a share as points, a number with the digits of its format."""
    value = cell.value
    if isinstance(value, int | float) and "%" in cell.number_format:
        return f"{exact(value) * 100}%"
    if isinstance(value, float) and cell.number_format != "General":
        digits = re.fullmatch(r"#?,?#*0(?:\.([0#]+))?", cell.number_format)
        if not digits:
            raise UnclearError(cell.number_format)
        return exact(value).quantize(Decimal(1).scaleb(-len(digits[1] or "")), ROUND_HALF_UP)
    return value if not isinstance(value, str) or value.strip() else None
