"""The whole road at several sizes: `sample --units --into`, then `build`, `build` again and `status`, per unit against the first size.

Usage: python -m benchmarks.sizes [--units 142 1000 3321]

Each line is a process with its children: CPU in all and per unit, as a ratio to the same work at the first size of the
same run; the most memory that the process itself held, and that any of its children did (looked up in /proc: Linux).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from benchmarks.month import compile_ahead, environment
from tests.shipped import FEW, NAMED, REPOSITORY, keep_rows, lay

MONTHS = ("2025-08", "2025-09")
_PAUSE = 0.05


class Work(Struct, frozen=True):
    """What one process and its children took."""

    cpu: float
    wall: float
    own: int
    """MB of the process itself, at its highest."""
    child: int
    """MB of the largest of its children; 0: it had none."""


def measured(root: Path, *arguments: str) -> Work:
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "cv183_reports", "--root", str(root), *arguments],
        cwd=REPOSITORY,
        stdout=subprocess.DEVNULL,
        env=environment(),
    )
    highest: dict[int, int] = {}
    done, status, used = 0, 0, None
    while not done:
        for pid in family(process.pid):
            highest[pid] = max(highest.get(pid, 0), peak(pid))
        done, status, used = os.wait4(process.pid, os.WNOHANG)
        time.sleep(_PAUSE)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode in (0, 1), arguments
    own = highest.pop(process.pid, 0)
    cpu = used.ru_utime + used.ru_stime
    return Work(cpu, time.perf_counter() - start, own, max(highest.values(), default=0))


def family(pid: int) -> Iterator[int]:
    """The process and all below it."""
    yield pid
    with suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            for child in (thread / "children").read_text().split():
                yield from family(int(child))


def peak(pid: int) -> int:
    """MB that it held at its highest."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) // 1024
    return 0


def works(source: Path, folder: Path, units: int) -> dict[str, Work]:
    """Everything at one size, in a working folder of its own, made of the register of `source`."""
    first, second = MONTHS
    made = measured(source, "sample", first, "--units", str(units), "--into", str(folder))
    return {
        f"sample {first}": made,
        f"sample {second}": measured(folder, "sample", second),
        "first build": measured(folder, "build", second),
        "build again": measured(folder, "build", second),
        "status": measured(folder, "status", second),
    }


def told(units: int, found: Mapping[str, Work], base: Mapping[str, float]) -> None:
    print(f"{units} units, two months:")
    for name, work in found.items():
        each = work.cpu / units
        print(
            f"  {name:<16} {work.cpu:7.1f} s CPU {work.wall:7.1f} s wall  {each * 1000:6.1f} ms a unit"
            f"  = {each / base[name]:.2f}   {work.own:4d} MB, children {work.child:4d} MB",
            flush=True,
        )


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="the whole road at several sizes")
    parser.add_argument("--units", type=int, nargs="+", default=[142, 1000, 3321])
    parser.add_argument("--few", action="store_true", help="of few units, to see that it works")
    asked = parser.parse_args(arguments)
    compile_ahead()
    base: dict[str, float] = {}
    for units in (18,) if asked.few else asked.units:
        with tempfile.TemporaryDirectory() as temporary:
            work = Path(temporary)
            source = lay(work / "gốc") if asked.few else REPOSITORY
            if asked.few:
                keep_rows(source / "data" / "danh-muc.xlsx", {"Đơn vị": {*NAMED, *FEW}})
            found = works(source, work / "CV 183", units)
        base = base or {name: work.cpu / units for name, work in found.items()}
        told(units, found, base)


if __name__ == "__main__":
    main()
