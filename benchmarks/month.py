"""A whole month against an ordinary program: openpyxl opens the same forms, docxtpl renders the same templates with
the same contexts, openpyxl writes the same cells. It judges nothing, and gets contexts and cells for free.

Usage: python -m benchmarks.month [--rounds 3] [--units 142] [--months 2] [--lived | --closed]

With ``--lived`` the months before were built, each in its time, as an office has them: all that was made of them lies there.

Each line is a process of its own, start-up and children included, its CPU and wall time the least of the
rounds, and its CPU as a share of the ordinary program's in the same run.
"""

from __future__ import annotations

import argparse
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

import openpyxl
from docxtpl.template import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from msgspec import Struct
from msgspec.structs import asdict

from cv183_reports.app import documents
from cv183_reports.app.build import build_month
from cv183_reports.app.close import close_month
from cv183_reports.app.sample import make_sample
from cv183_reports.model import Period
from tests.shipped import FEW, NAMED, REPOSITORY, keep_rows, lay

FIRST = Period(2025, 8)


class Ordinary(Struct, frozen=True):
    """All that the ordinary program gets for free."""

    forms: list[bytes]
    papers: list[tuple[bytes, dict[str, Any]]]
    """Templates with what they are filled with."""
    sheets: dict[str, list[tuple[object, ...]]]


class Cost(Struct, frozen=True):
    """Seconds of one process and its children."""

    cpu: float
    wall: float


def compile_ahead() -> None:
    """Ours starts as an installed program does, and as the libraries of both do: its bytecode lies there."""
    package = REPOSITORY / "cv183_reports"
    command = [sys.executable, "-m", "compileall", "-q", package]
    subprocess.run(command, check=True, env=environment())


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONDONTWRITEBYTECODE": ""}


def measured(command: Sequence[object]) -> Cost:
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *map(str, command)],
        cwd=REPOSITORY,
        stdout=subprocess.DEVNULL,
        env=environment(),
    )
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode in (0, 1), command
    return Cost(used.ru_utime + used.ru_stime, wall)


def least(rounds: int, run: Callable[[], Cost]) -> Cost:
    costs = [run() for _ in range(rounds)]
    return Cost(min(each.cpu for each in costs), min(each.wall for each in costs))


def months(count: int) -> list[Period]:
    found = [FIRST]
    while len(found) < count:
        found.append(found[-1].following)
    return found


def laid(folder: Path, units: int, periods: Sequence[Period], *, few: bool) -> Path:
    if few:
        keep_rows(lay(folder) / "data" / "danh-muc.xlsx", {"Đơn vị": {*NAMED, *FEW}})
    else:
        make_sample(REPOSITORY, str(periods[0]), units, into=folder)
    for period in periods:
        make_sample(folder, str(period))
    return folder


def prepared(root: Path, period: Period) -> Ordinary:
    """What one build of ours opened, filled in and wrote."""
    papers: list[tuple[bytes, dict[str, Any]]] = []
    rendered, opened = documents.rendered, documents.open_template
    templates: dict[int, bytes] = {}

    def opening(workspace: Any, name: str) -> Any:
        found = opened(workspace, name)
        templates[id(found[0])] = (workspace.templates / name).read_bytes()
        return found

    def rendering(template: Any, report: Any) -> Any:
        context = asdict(report)
        papers.append((templates[id(template)], context))
        return rendered(template, report)

    with patch.multiple(documents, rendered=rendering, open_template=opening):
        build_month(root, str(period))
    book = openpyxl.load_workbook(root / "out" / str(period) / f"tong-hop-{period}.xlsx")
    sheets = {sheet.title: list(sheet.values) for sheet in book}
    forms = [data for path in root.glob("data/*/nop/*.zip") for data in entries(path)]
    return Ordinary(forms, papers, sheets)


def entries(path: Path) -> list[bytes]:
    with zipfile.ZipFile(path) as archive:
        return [archive.read(name) for name in archive.namelist()]


def ordinary(given: Ordinary, out: Path) -> None:
    """The other side: opens, fills in, writes."""
    for data in given.forms:
        if zipfile.is_zipfile(BytesIO(data)):
            book = openpyxl.load_workbook(BytesIO(data), data_only=True)
            for sheet in book:
                for row in sheet.iter_rows():
                    for cell in row:
                        _ = (cell.value, cell.number_format)
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    for number, (template, context) in enumerate(given.papers):
        document = DocxTemplate(BytesIO(template))
        document.render(dict(context), environment)
        document.save(out / f"{number}.docx")
    book = openpyxl.Workbook()
    for title, rows in given.sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(out / "tong-hop.xlsx")


def run_ordinary(path: Path) -> None:
    with tempfile.TemporaryDirectory() as out:
        ordinary(pickle.loads(path.read_bytes()), Path(out))


def ours(root: Path, *arguments: object) -> Cost:
    return measured(("-m", "cv183_reports", "--root", root, *arguments))


def fresh(root: Path, work: Path) -> Path:
    """The month as it lies there before anything was made of it."""
    copy = work / "anew"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(root, copy)
    return copy


def late_files(root: Path, period: Period) -> tuple[Path, ...]:
    """Forms of the month, sent again."""
    packed = min((root / "data" / str(period) / "nop").glob("*.zip"))
    paths = tuple(root / f"gửi lại lần {number}.xlsx" for number in (1, 2, 3))
    with zipfile.ZipFile(packed) as archive:
        names = (n for n in archive.namelist() if n.endswith(f"-{period}.xlsx"))
        for path, name in zip(paths, names, strict=False):
            path.write_bytes(archive.read(name))
    return paths


def steps(root: Path, period: Period, work: Path, rounds: int) -> dict[str, Cost]:
    """What clerks do, in their order; all but the first with everything else read before."""
    first = least(rounds, lambda: ours(fresh(root, work), "build", period))
    used = work / "anew"
    again = least(rounds, lambda: ours(used, "build", period))
    costs = {"first build": first, "build again": again}
    which_one = ("one", "another", "a third")
    for late, which in zip(late_files(used, period), which_one, strict=True):
        received = ours(used, "receive", period, late, "--keep-period")
        costs[f"receive {which} file"] = received
        costs[f"build with {which} file"] = ours(used, "build", period)
    return costs | {"status": least(rounds, lambda: ours(used, "status", period))}


def told(costs: Mapping[str, Cost], base: Cost) -> None:
    print(f"{'ordinary program':<24} {base.cpu:7.2f} s CPU {base.wall:7.2f} s wall")
    for name, cost in costs.items():
        share = cost.cpu / base.cpu
        print(f"{name:<24} {cost.cpu:7.2f} s CPU {cost.wall:7.2f} s wall  = {share:.3f} of its CPU")


def main() -> None:
    parser = argparse.ArgumentParser(description="a whole month against an ordinary program")
    parser.add_argument("--rounds", type=int, default=3, help="the least of so many runs")
    parser.add_argument("--units", type=int, default=142, help="at least 142")
    parser.add_argument("--months", type=int, default=2, help="with all their files")
    parser.add_argument("--few", action="store_true", help="of few units, to see that it works")
    before = parser.add_mutually_exclusive_group()
    before.add_argument("--closed", action="store_true", help="the months before are closed")
    before.add_argument("--lived", action="store_true", help="the months before were built")
    parser.add_argument("--ordinary", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.ordinary:
        run_ordinary(asked.ordinary)
        return
    compile_ahead()
    periods = months(asked.months)
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        units = 15 if asked.few else asked.units
        root = laid(work / "gốc", units, periods, few=asked.few)
        given = prepared(fresh(root, work), periods[-1])
        pickled = work / "given"
        pickled.write_bytes(pickle.dumps(given))
        if asked.closed:
            close(root, periods[:-1])
        for period in periods[:-1] if asked.lived else ():
            ours(root, "build", period)
        base = least(
            asked.rounds, lambda: measured(("-m", "benchmarks.month", "--ordinary", pickled))
        )
        how = ", closed" * asked.closed + ", lived" * asked.lived
        print(f"{units} units, {asked.months} months{how}:")
        told(steps(root, periods[-1], work, asked.rounds), base)


def close(root: Path, periods: Sequence[Period]) -> None:
    for period in periods:
        build_month(root, str(period), only=("bao-cao-thang",))
        report = root / "out" / str(period) / f"bao-cao-thang-{period}.docx"
        close_month(root, str(period), [report])
    shutil.rmtree(root / "out")
    shutil.rmtree(root / ".cv183")


if __name__ == "__main__":
    main()
