"""The consolidated workbook, read back by the strict reader: every figure where it belongs."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cv183_reports.catalogue import files
from cv183_reports.consolidated import Consolidated, FilingStanding, Standing
from cv183_reports.consolidation import consolidate
from cv183_reports.model import LOCAL, Field, Filing, Level, Period, Plan, Source, Status
from cv183_reports.outline import outline
from cv183_reports.workbook.grid import CellKind, Sheet, Workbook
from cv183_reports.workbook.layout import SAMPLE_MARK
from cv183_reports.workbook.summary import write_summary
from cv183_reports.workbook.summary_columns import LOOKS
from cv183_reports.workbook.xlsx_reader import read_workbook
from tests.months import CUT_OFF, SEPTEMBER, filing, on, record, register

REGISTER = register()
SHEETS = [
    "Tổng quan",
    "Tình hình gửi",
    "Tiến độ",
    "Số liệu hợp lệ",
    "Chỉ tiêu",
    "Số liệu theo đơn vị",
    "Nguồn chỉ tiêu",
    "Quá hạn",
    "Khó khăn, kiến nghị",
    "Nhiệm vụ trọng tâm tháng tới",
    "Phát hiện",
]
Row = list[str]


def month(*filings: Filing, period: Period = SEPTEMBER, **more: object) -> Consolidated:
    return consolidate(REGISTER, period, filings, as_of=CUT_OFF, **{"unreadable": {}, **more})  # type: ignore[arg-type]


def september(*, sample: bool = False) -> Consolidated:
    """One unit in time, one late with a faulty and a blank row, one unreadable, one missing."""
    giang = filing(
        "10888",
        record("10888", "1.1", percent=Decimal("62.5"), difficulty="=Thiếu cán bộ", field=Field.STAFF),
        record("10888", "1.3", Status.DONE, done_on=on(14), result="Đã xong", evidence="15-BC/ĐU"),
        record("10888", "2.1", Status.NOT_ARISING, proposal="Giao thêm", level=Level.CITY_PARTY),
        figures={"N1": 100, "N2": 0, "N3": "7.25"},
        sample=sample,
    )
    quyen = filing(
        "11329",
        record("11329", "1.3", Status.NOT_STARTED),
        at=datetime(2025, 9, 22, 16, tzinfo=LOCAL),
        figures={"N1": 25, "N3": "8.5"},
        faulty=("1.1",),
        blank=("2.1",),
    )
    plan = Plan("10888", "Rà soát trụ sở", Source("10888.xlsx", "Báo cáo", "B20"))
    return month(
        replace(giang, plans=(plan,)),
        quyen,
        unreadable={"10903": ("hong.xlsx",)},
        findings=(files.BROKEN_ZIP.at(Source("hong.xlsx")),),
    )


AUGUST = month(filing("10888", figures={"N1": 40, "N2": 8}), period=Period(2025, 8))


def read(data: bytes) -> Workbook:
    workbook, findings = read_workbook(data, "tong-hop-2025-09.xlsx")
    assert workbook is not None
    assert findings == ()
    return workbook


def drawn(now: Consolidated, name: str, before: Consolidated | None = None) -> str:
    """One sheet of the workbook as Markdown."""
    whole = outline(write_summary(now, before), "tong-hop-2025-09.xlsx")
    return whole.partition(f"## {name}\n")[2].partition("\n## ")[0]
