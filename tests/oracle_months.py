"""Three months made for the oracle: nobody filed, all perfect, chaotic. Real forms of a small register, laid as they come."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile, ZipInfo

import openpyxl
from msgspec import Struct
from msgspec.structs import replace

from cv183_reports.app.build import build_month
from cv183_reports.form.blank import form_name, write_form
from cv183_reports.form.values import Answers, Cells, LastMonth
from cv183_reports.model import Kind, Obligation, Period, Register, Unit
from cv183_reports.spreadsheet.xlsx import read_workbook
from tests.builders_mail import letter, posted
from tests.builders_other import xlsb
from tests.shipped import FIRST_ROW, SHIPPED, keep_rows, lay, register_at

AUGUST, SEPTEMBER, OCTOBER = Period(2025, 8), Period(2025, 9), Period(2025, 10)
CITY = ("ubkt-tu", "btc-tu", "btgdv-tu", "vp-tu", "tct-to-hieu", "du-ubnd", "du-mttq", "so-noi-vu", "so-tai-chinh")  # fmt: skip
COMMUNES = (
    "11311", "11329", "11359", "11383", "11407", "11455", "11506",
    "11533", "11542", "11560", "11689", "10507", "10888", "10909",
)  # fmt: skip
DOCUMENTS = ("bao-cao-thang", "tom-tat", "bao-cao-tien-do", "cong-van-don-doc", "tong-hop")


class Sent(Struct, frozen=True):
    """One attachment: what was written, and how it came."""

    name: str
    data: bytes
    at: datetime


def build_generated(folder: Path, kind: str) -> Mapping[str, bytes]:
    """Lays out and builds the month of that kind; the twins of what openpyxl does not read."""
    lay(folder)
    book = folder / "data" / "danh-muc.xlsx"
    book.write_bytes(_small_register())
    months, decide = _KINDS[kind]
    if decide is not None:
        _change(book, decide)
    register = register_at(book)
    twins: dict[str, bytes] = {}
    for period, files in months.items():
        inbox = folder / "data" / str(period) / "nop"
        inbox.mkdir(parents=True)
        _deliver(inbox, files(register, twins))
    build_month(folder, str(PERIODS[kind]), only=DOCUMENTS)
    return twins


@cache
def _small_register() -> bytes:
    """The shipped register with these units alone."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / SHIPPED.name
        path.write_bytes(SHIPPED.read_bytes())
        keep_rows(path, {"Đơn vị": (*CITY, *COMMUNES)})
        return path.read_bytes()


def _change(path: Path, decide: Callable[[openpyxl.Workbook], None]) -> None:
    book = openpyxl.load_workbook(path)
    decide(book)
    book.save(path)


def _deliver(inbox: Path, files: Sequence[Sent]) -> None:
    """The last one lies there by itself, the one before came by mail, all others in an archive."""
    if not files:
        return
    *packed, posted_one, loose = files
    with ZipFile(inbox / "gui-ve.zip", "w") as archive:
        for each in packed:
            archive.writestr(ZipInfo(each.name, each.at.timetuple()[:6]), each.data)
    at = posted_one.at.strftime("%d %b %Y %H:%M:%S +0700")
    mail = posted(letter((posted_one.name, posted_one.data)), f"from a by b with ESMTPS id 1; {at}")
    (inbox / "thu.eml").write_bytes(mail)
    (inbox / loose.name).write_bytes(loose.data)
    os.utime(inbox / loose.name, (loose.at.timestamp(), loose.at.timestamp()))


# What units write.


def _texts(unit: Unit, code: str, period: Period) -> Cells:
    return {
        "result": f"{unit.short_name} đã thực hiện nhiệm vụ {code} của tháng {period.month}, có kết quả cụ thể.",
    }


def _done_on(owed: Obligation, period: Period, late: int = 0) -> date:
    deadline = owed.deadline.at(period) if owed.deadline else period.instant(10)
    return (
        min(deadline.date(), period.instant(15).date()) - timedelta(days=3) + timedelta(days=late)
    )


def _perfect(unit: Unit, owed: Obligation, period: Period) -> Cells:
    if owed.kind is Kind.ONGOING:
        return {"status": "Đang thực hiện", "percent": 80, **_texts(unit, owed.code, period)}
    day = period.instant(12).date() if owed.kind is Kind.MONTHLY else _done_on(owed, period)
    return {
        "status": "Hoàn thành",
        "percent": 100,
        "done_on": day,
        **_texts(unit, owed.code, period),
    }


def _ordinary(unit: Unit, owed: Obligation, period: Period) -> Cells:
    """One of seven states, by unit and obligation."""
    texts = _texts(unit, owed.code, period)
    turn = (unit.order * 5 + owed.order * 3 + period.month) % 7
    states: tuple[Cells, ...] = (
        _perfect(unit, owed, period),
        {"status": "Hoàn thành", "done_on": _done_on(owed, period, late=6)},
        {"status": "Đang thực hiện", "percent": 60, "difficulty": f"Thiếu người làm nhiệm vụ {owed.code}"},
        {"status": "Chưa thực hiện", "percent": 0, "proposal": f"Đề nghị hướng dẫn nhiệm vụ {owed.code}"},
        {"status": "không phát sinh"},
        {"status": "Không thuộc thẩm quyền"},
        {"status": "Đang thực hiện", "percent": "45,5%"},
    )  # fmt: skip
    return {**texts, **states[turn]}


def _figures(unit: Unit, register: Register, period: Period) -> dict[str, Cells]:
    """Figures that agree with each other."""
    i, m = unit.order, period.month
    n = {
        "TC01": 5 + i % 3, "TC02": 4 + i % 2, "CB01": 60 + i, "CB02": 57 + i - m % 2, "CB03": i % 4, "CB04": i % 5,
        "CS02": 10 + i + m, "CS03": 4 + i % 7, "CS04": 9 + i, "CS05": Decimal(5000 + 37 * i + m) / 10,
        "CS06": 30 + i, "CS07": 20 + i % 9, "HC01": 100 + i, "HC03": 300 + 11 * i, "HC04": 200 + 13 * m,
        "HC06": 250 + i, "HC07": 120, "HC08": i % 6, "HC11": i % 3, "HC12": Decimal(7000 + 91 * i + m) / 100,
        "SO01": 50 + i, "SO02": 40 + i % 10, "DH01": 30, "DH02": 20 + m, "TS01": 6, "TS02": 2 + i % 4,
        "TH01": i % 4, "TH02": 17 * (i % 4), "KN01": 8 + i % 3 + m, "KN02": 5 + i % 3,
        "CD01": 3 + i % 4, "CD02": 2, "CD03": 20 + i + m, "CD04": 15 + i, "CD05": 1, "CD06": 40 + i, "CD07": i % 5, "CD08": 10 + m,
    }  # fmt: skip
    n["CS01"] = n["CS02"] + n["CS03"]
    n["HC02"] = n["HC03"] + n["HC04"]
    n["HC05"] = n["HC06"] + n["HC07"] + n["HC08"]
    n["HC09"] = n["HC01"] + n["HC02"] - n["HC05"]
    n["HC10"] = n["HC09"] - n["HC11"]
    return {i.code: {"value": n[i.code]} for i in register.at(period).indicators_of(unit)}


Write = Callable[[Unit, Obligation, Period], Cells]
Spoil = Callable[[Answers], Answers]


def _form(
    unit: Unit, register: Register, period: Period, write: Write, spoil: Spoil = lambda a: a
) -> bytes:
    owed = register.at(period).obligations_of(unit)
    rows = {each.code: write(unit, each, period) for each in owed}
    answers = spoil(Answers(rows, _figures(unit, register, period), ("Rà soát tiến độ",)))
    return write_form(unit, register, period, LastMonth(), answers)


def _all(register: Register, period: Period, write: Write, but: Iterable[str] = ()) -> list[Sent]:
    """A sound file in time of every unit but those."""
    at = period.instant(20).replace(hour=9)
    left = frozenset(but)
    return [
        Sent(
            form_name(unit, period),
            _form(unit, register, period, write),
            at + timedelta(minutes=unit.order),
        )
        for unit in register.units
        if unit.code not in left
    ]


# The months.

Files = Callable[[Register, dict[str, bytes]], Sequence[Sent]]


_AUGUSTS: dict[str, Sequence[Sent]] = {}
"""By fingerprint of the register: two of the months have the same one."""


def _august(register: Register, _: dict[str, bytes]) -> Sequence[Sent]:
    if register.fingerprint not in _AUGUSTS:
        sent = _all(register, AUGUST, _ordinary, COMMUNES[4:5])
        _AUGUSTS[register.fingerprint] = sent
    return _AUGUSTS[register.fingerprint]


def _september(register: Register, _: dict[str, bytes]) -> Sequence[Sent]:
    return _all(register, SEPTEMBER, _perfect)


def _september_with_gaps(register: Register, _: dict[str, bytes]) -> Sequence[Sent]:
    return _all(register, SEPTEMBER, _ordinary, (*COMMUNES[:3], "du-ubnd"))


def _nothing(_: Register, __: dict[str, bytes]) -> Sequence[Sent]:
    return ()


def _rows(answers: Answers, **changed: Cells | None) -> Answers:
    """With these rows written otherwise; None leaves a row blank."""
    by_code = {f"{code[1:].replace('_', '.')}": cells for code, cells in changed.items()}
    rows = {
        code: {**row, **cells} if (cells := by_code.get(code, {})) is not None else {}
        for code, row in answers.rows.items()
    }
    return replace(answers, rows=rows)


def _wrong_rows(answers: Answers) -> Answers:
    return _rows(
        answers,
        _1_1={"status": "Xong rồi"},
        _1_2={"status": "Đang thực hiện", "percent": 130},
        _1_3={"status": "Hoàn thành", "percent": 60, "done_on": date(2025, 8, 12)},
        _2_1={"status": "Đang thực hiện", "percent": Decimal("0.8"), "done_on": ""},
        _2_2=None,
    )


def _wrong_figures(answers: Answers) -> Answers:
    wrong: dict[str, Cells] = {
        "HC10": {"value": 7}, "CB03": {"value": -1}, "CB04": {"value": Decimal("2.5")}, "TC01": {"value": "5,5"}, "TS01": {"value": ""},
        "KN01": {"value": "nhiều"}, "TH02": {"value": "-"}, "SO01": {"value": "55"}, "CS05": {"value": "1.234,5"},
    }  # fmt: skip
    return replace(answers, figures={**answers.figures, **wrong})


def _huge(answers: Answers) -> Answers:
    text = "Cơ sở vật chất còn thiếu, một số phòng làm việc xuống cấp. " * 85
    huge = {"result": text[:4999], "difficulty": text[:5000].strip(), "proposal": f"Đề nghị bổ sung kinh phí. {text}"[:5000].strip()}  # fmt: skip
    rows = {code: {**row, **huge} for code, row in answers.rows.items()}
    return replace(answers, rows=rows)


def _late_without_day(answers: Answers) -> Answers:
    open_ended = {"status": "Hoàn thành", "percent": 100, "done_on": ""}
    return _rows(answers, _1_3=open_ended)


def _done_tomorrow(answers: Answers) -> Answers:
    """On a day after the file came."""
    to_come = {"status": "Hoàn thành", "percent": 100, "done_on": date(2025, 9, 29)}
    return _rows(answers, _1_3=to_come)


def _chaos(register: Register, twins: dict[str, bytes]) -> Sequence[Sent]:
    """Everything that goes wrong at once, and what does not."""
    units = {unit.code: unit for unit in register.units}
    due = SEPTEMBER.instant(22).replace(hour=16)
    c = COMMUNES
    sent = _all(
        register, SEPTEMBER, _ordinary, (*c, "so-noi-vu", "so-tai-chinh", "btgdv-tu", "tct-to-hieu")
    )

    def send(code: str, at: datetime, spoil: Spoil = lambda a: a, write: Write = _ordinary) -> Sent:
        unit = units[code]
        data = _form(unit, register, SEPTEMBER, write, spoil)
        return Sent(form_name(unit, SEPTEMBER), data, at)

    whole = send(c[3], due - timedelta(days=2))
    twice = send(c[5], due - timedelta(days=1))
    august = _form(units[c[7]], register, AUGUST, _ordinary)
    large = send(c[13], due - timedelta(hours=3), _huge)
    again = send("so-tai-chinh", due - timedelta(days=1))
    sent += [
        send(c[0], due),
        send(c[1], due - timedelta(seconds=2)),
        replace(whole, data=whole.data[: len(whole.data) // 2]),
        send(c[4], due - timedelta(days=3)),
        twice,
        replace(twice, name=f"lan 2/{twice.name}", data=b"%PDF-1.4 khong phai Excel", at=due),
        send(c[6], due - timedelta(hours=5)),
        replace(
            send(c[6], due - timedelta(hours=5, seconds=-30), write=_perfect), name="ban khac.xlsx"
        ),
        Sent("bc.xlsx", august, due - timedelta(hours=6)),
        send(c[9], due - timedelta(hours=7), lambda a: _rows(a, _1_1=None)),
        send(c[10], due - timedelta(hours=8), lambda a: _rows(a, _2_1=None)),
        send(c[11], due - timedelta(hours=9), _wrong_rows),
        send(c[12], due - timedelta(hours=10), _wrong_figures),
        _as_xlsb(large, twins),
        send("so-noi-vu", due + timedelta(hours=4), _late_without_day),
        send("btgdv-tu", due + timedelta(hours=5), _done_tomorrow),
        again,
        replace(again, name=f"gui lai/{again.name}", at=due + timedelta(hours=1)),
        replace(send(c[4], due - timedelta(hours=1), write=_perfect), name="ban cuoi.xlsx"),
        send(c[2], due + timedelta(hours=30)),
    ]
    return sent


def _as_xlsb(sent: Sent, twins: dict[str, bytes]) -> Sent:
    book, _ = read_workbook(sent.data, sent.name)
    assert book is not None
    data = xlsb(book)
    twins[hashlib.sha256(data).hexdigest()] = sent.data
    return replace(sent, name=sent.name.replace(".xlsx", ".xlsb"), data=data)


def _decide(book: openpyxl.Workbook) -> None:
    """Waivers for September, an indicator that begins in it, an obligation that begins after it."""
    sheet = book["Miễn, hoãn"]
    decisions = [
        (COMMUNES[8], None),
        (COMMUNES[9], "1.4"),
        (COMMUNES[10], "2.1"),
        ("btc-tu", "5.4"),
    ]
    for row, (unit, code) in enumerate(decisions, FIRST_ROW):
        told = (
            unit,
            code,
            "2025-09",
            None,
            "Công văn số 15-CV/BTCTU",
            datetime(2025, 9, 3),
            "Trưởng Ban",
            "Bão số 5",
        )
        for column, value in enumerate(told, 1):
            sheet.cell(row, column).value = value
    for name, code, month in (("Chỉ tiêu", "TH01", "2025-09"), ("Nhiệm vụ", "8", "2025-10")):
        sheet = book[name]
        heads = {cell.value: cell.column for cell in sheet[FIRST_ROW - 1]}
        row = next(
            r for r in range(FIRST_ROW, sheet.max_row) if str(sheet.cell(r, 1).value) == code
        )
        sheet.cell(row, heads["Hiệu lực từ kỳ"]).value = month


Decide = Callable[[openpyxl.Workbook], None]
_KINDS: Mapping[str, tuple[Mapping[Period, Files], Decide | None]] = {
    "nobody": ({AUGUST: _august, SEPTEMBER: _september_with_gaps, OCTOBER: _nothing}, None),
    "perfect": ({AUGUST: _august, SEPTEMBER: _september}, None),
    "chaotic": ({AUGUST: _august, SEPTEMBER: _chaos}, _decide),
}
PERIODS = {"nobody": OCTOBER, "perfect": SEPTEMBER, "chaotic": SEPTEMBER}
