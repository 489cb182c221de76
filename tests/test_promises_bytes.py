"""P7: the same files give the same bytes, in whatever order they came, on any day, under any hash seed."""

from __future__ import annotations

import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import openpyxl
from msgspec import Struct

from cv183_reports.workspace.written import WRITTEN_BOOK
from tests.conftest import REPOSITORY, lay
from tests.hazards import HAZARDS
from tests.promise_files import filled_form
from tests.test_receive import laid

PERIOD = "2025-09"
DRIVER = """
import sys
from cv183_reports.cli import cli
from cv183_reports.cli.clerk import run
for line in sys.stdin.read().splitlines():
    sys.argv = ["cv183-report", *line.split("\\t")]
    try:
        run(cli)
    except SystemExit as end:
        if end.code not in (0, 1):
            raise
"""
SAME = {"n1_1": "Đã kiện toàn tổ chức bộ máy, bố trí đủ cán bộ cho các phòng chuyên môn của phường"}
"""Said alike by two units: whose words are printed must not hang on chance."""


class World(Struct, frozen=True):
    """What may differ between two runs that must come to the same."""

    seed: str
    day: str
    order: int
    """1: as sorted, -1: reversed, 0: received one by one, the last first."""


WORLDS = {
    "as usual": World("0", "2025-09-23T07:00", 1),
    "next year, files reversed": World("1", "2026-02-28T23:59", -1),
    "one by one": World("4242", "2025-10-01T00:00", 0),
}


def lay_files(folder: Path) -> list[Path]:
    """Good forms, doubtful ones, bad ones; one unit sent three times, two say the same."""
    laid(folder, "11329.xlsx", filled_form("11329", **SAME), "2025-09-20T09:00")
    laid(folder, "phuong an bien.xlsx", filled_form("11359", **SAME), "2025-09-20T09:00")
    laid(folder, "xa.xlsx", filled_form("10909"), "2025-09-22T16:00")
    for time, result in (
        ("2025-09-19T08:00", "đầu"),
        ("2025-09-21T08:00", "cuối"),
        ("2025-09-20T08:00", "giữa"),
    ):
        data = filled_form("so-noi-vu", n1_1=f"Kết quả lần {result} của đơn vị trong tháng")
        laid(folder, f"Sở Nội vụ {result}.xlsx", data, time)
    for number, (unit, kind) in enumerate(
        (
            ("11560", "a row lost"),
            ("10532", "in a mail with its scan"),
            ("10543", "a scan"),
            ("10570", "two files at one time"),
        )
    ):
        for name, content in HAZARDS[kind].make(f"{unit}-báo cáo.xlsx", filled_form(unit)).items():
            laid(folder, f"{number}/{name}", content, "2025-09-21T10:00")
    return sorted(path for path in folder.rglob("*") if path.is_file())


def made_in(world: World, root: Path, came: list[Path]) -> dict[str, bytes]:
    """Everything under out/ of a working folder that saw `came` in that world."""
    lay(root)
    files = [str(path) for path in (came if world.order > 0 else reversed(came))]
    receive = ["--root", str(root), "receive", PERIOD, "--as-of", world.day]
    steps = [[*receive, file] for file in files] if not world.order else [[*receive, *files]]
    steps += [
        ["--root", str(root), "templates", "2025-10", "--group", "so-nganh"],
        ["--root", str(root), "build", PERIOD, "--as-of", world.day],
    ]
    ran = subprocess.run(
        [sys.executable, "-c", DRIVER],
        input="\n".join("\t".join(step) for step in steps),
        env={**os.environ, "PYTHONHASHSEED": world.seed, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True, text=True, encoding="utf-8", check=False, timeout=300,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    out = root / "out"
    files = (
        p for p in out.rglob("*") if p.is_file() and p != root / WRITTEN_BOOK
    )  # that has its hash
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in files}


def said(file: str, data: bytes) -> object:
    """The bytes; of the list of what came all but when it was booked, which the ledger tells."""
    if not file.endswith("ket-qua-nhan.xlsx"):
        return data
    book = openpyxl.load_workbook(BytesIO(data))
    return {sheet.title: without_booking(list(sheet.values)) for sheet in book}


def without_booking(rows: list[tuple[object, ...]]) -> list[list[object]]:
    columns = {n for row in rows for n, value in enumerate(row) if value == "Ghi sổ lúc"}
    return [[value for n, value in enumerate(row) if n not in columns] for row in rows]


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    came = lay_files(tmp_path / "Tải về")
    first, *others = (
        made_in(world, tmp_path / str(number) / "CV 183", came)
        for number, world in enumerate(WORLDS.values())
    )
    assert len(first) > 20
    assert any(name.startswith(f"{PERIOD}/tra-lai/") for name in first)
    for name, other in zip(list(WORLDS)[1:], others, strict=True):
        assert other.keys() == first.keys()
        unlike = [
            file for file, data in first.items() if said(file, other[file]) != said(file, data)
        ]
        assert unlike == [], name
