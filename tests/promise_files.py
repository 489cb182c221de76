"""Files as units send them, made quickly: filled forms of the shipped register, mails, archives."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from io import BytesIO

from cv183_reports.form.blank import write_form
from cv183_reports.form.values import Answers, LastMonth
from cv183_reports.model import Period, Register
from tests.builders import typed_row
from tests.builders_mail import letter, posted
from tests.shipped import shipped_register

SEPTEMBER = Period(2025, 9)


def answers_of(code: str, of: Register | None = None, **results: str) -> Answers:
    """Every row of a unit's form answered; `results` by code, ``n1_1`` for 1.1."""
    register = of or shipped_register()
    unit = register.unit(code)
    assert unit is not None
    rows = {
        o.code: typed_row(
            "Đang thực hiện",
            Decimal(60),
            "",
            results.get(f"n{o.code.replace('.', '_')}", f"{unit.short_name} đã làm việc {o.code}"),
        )
        for o in register.obligations_of(unit)
    }
    figures = {i.code: {"value": Decimal(0)} for i in register.indicators_of(unit)}
    return Answers(rows, figures, ("Sơ kết công tác tháng",), {"prepared_by": "Nguyễn Văn A"})


def form_of(
    code: str, answers: Answers, period: Period = SEPTEMBER, of: Register | None = None
) -> bytes:
    """The form of a unit with these answers; `of` another register than the shipped one."""
    register = of or shipped_register()
    unit = register.unit(code)
    assert unit is not None
    return write_form(unit, register, period, LastMonth(), answers)


@cache
def filled_form(code: str, period: Period = SEPTEMBER, **results: str) -> bytes:
    """The form of a unit, every row answered."""
    return form_of(code, answers_of(code, **results), period)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A .zip as Windows makes one, packed at nine o'clock on 20 September."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2025, 9, 20, 9, 0, 0)), data)
    return target.getvalue()


def mailed(name: str, data: bytes) -> bytes:
    """A mail with that attachment, as it lies in the mailbox."""
    return posted(letter((name, data)))
