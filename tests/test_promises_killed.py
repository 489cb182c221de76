"""P12: killed at any step of writing, a run loses nothing, and running it again finishes the work.

P14: of the steps that it makes, none touches what came.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import Struct
from msgspec.structs import replace

from cv183_reports.intake.ledger import Booking, Ledger, read_ledger
from cv183_reports.workspace.folder import TEMPORARY, sha256
from cv183_reports.workspace.written import WRITTEN_BOOK
from tests.promise_files import answers_of, form_of, mailed, zipped
from tests.shipped import REPOSITORY, keep_rows, lay, register_at
from tests.test_receive import laid

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs fork and /proc")
PERIOD = "2025-09"
AFTER = "2025-09-22T15:00"
UNITS = ("11329", "11359", "11560", "so-noi-vu")
Tree = dict[str, bytes]
MEMORY = "da-doc"
"""Safe to delete, and what is in it depends on which runs died."""


class Runs(Struct):
    """Makes runs in the working folder `root` that may be killed; steps are the changes of `watched`."""

    process: subprocess.Popen[str]
    watched: Path
    root: Path

    def __call__(
        self, *arguments: object, die_at: int = 0, torn: bool = False, copies: Path | None = None
    ) -> tuple[int | None, int]:
        """Exit code (-9: killed) and number of steps; before each `root` is copied into `copies`."""
        clock = [] if arguments[0] == "check" else ["--as-of", AFTER]
        given = ["--root", str(self.root), *map(str, arguments), *clock]
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        told: dict[str, object] = {"folder": str(self.watched), "arguments": given}
        told |= {"die_at": die_at, "torn": torn}
        if copies is not None:
            told["copies"] = [str(self.root), str(copies)]
        self.process.stdin.write(json.dumps(told) + "\n")
        self.process.stdin.flush()
        code, steps = json.loads(self.process.stdout.readline())
        return code, steps

    def rehearsed(self, *arguments: object) -> int | None:
        """Exit code of a run that all later ones learn from: they are much quicker."""
        return self(*arguments, die_at=-1)[0]

    def deaths(self, *arguments: object) -> Iterator[bool]:
        """The folder as a run killed at each of its steps leaves it, in turn, then as it ends. Whether it was killed.

        Made in one run: what is on the disk before a step is what a kill at that step leaves there.
        """
        copies = self.watched.with_name(f"{self.watched.name} copies")
        copies.mkdir()
        code, steps = self(*arguments, copies=copies)
        assert (code, sum(copy.name.isdecimal() for copy in copies.iterdir())) == (0, steps)
        self.root.rename(copies / "whole")
        for copy in sorted(copies.iterdir()):
            shutil.rmtree(self.root, ignore_errors=True)
            copy.rename(self.root)
            yield copy.name != "whole"


@pytest.fixture(scope="module")
def mortal() -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-B", "-m", "tests.mortal"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY,
    )  # fmt: skip
    with process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


@pytest.fixture
def runs(mortal: subprocess.Popen[str], tmp_path: Path) -> Runs:
    return Runs(mortal, tmp_path, tmp_path / "root")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A working folder of four units and three obligations: its documents are short, its runs many."""
    root = lay(tmp_path / "root")
    kept = {"Đơn vị": UNITS, "Nhiệm vụ": ("1.1", "1.3", "1.4"), "Chỉ tiêu": (), "Ràng buộc": ()}
    keep_rows(root / "data" / "danh-muc.xlsx", kept)
    return root


def filled(root: Path, unit: str, **results: str) -> bytes:
    register = register_at(root / "data" / "danh-muc.xlsx")
    return form_of(unit, answers_of(unit, register, **results), of=register)


@pytest.fixture
def sent(root: Path, tmp_path: Path) -> Path:
    """What came: a form, a .zip of a faulty form (which is returned) and a note, a mail."""
    folder = tmp_path / "Tải về"
    faulty = filled(root, "11560", n1_1="§¶ng ñy ®· chØ ®¹o rµ so¸t ®éi ngò c¸n bé")
    laid(folder, "11329-Phường Ngô Quyền-2025-09.xlsx", filled(root, "11329"))
    laid(folder, "hai tệp.zip", zipped({"11560.xlsx": faulty, "~$11560.xlsx": b"."}))
    laid(folder, "thư.eml", mailed("so-noi-vu.xlsx", filled(root, "so-noi-vu")))
    return folder


def tree(folder: Path, *, of_ours: bool = False) -> Tree:
    """Every file in `folder` but the list of what we wrote, which tells a thing twice after a death, and the memory.

    Those under temporary names only when asked for.
    """
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and path.name != WRITTEN_BOOK.name
        and path.parent.name != MEMORY
        and (of_ours or not path.name.startswith(TEMPORARY))
    }


def whole(found: Tree, *versions: Tree) -> bool:
    """Whether each file is one of its `versions`, byte for byte."""
    return all(data in [v.get(name) for v in versions] for name, data in found.items())


def ledger(root: Path) -> Ledger:
    """Without which run wrote what: every run has a name of its own."""
    found = read_ledger(root / "data" / PERIOD / "so-tiep-nhan.jsonl")
    return replace(found, bookings=tuple(replace(each, call="") for each in found.bookings))


def said(bookings: tuple[Booking, ...]) -> list[Booking]:
    return sorted(bookings, key=lambda booking: booking.key)


def told_of(root: Path, undisturbed: Tree) -> set[tuple[str, bytes]]:
    """The workbook of results, where a line that was cut short is told in it."""
    name = f"out/{PERIOD}/ket-qua-nhan.xlsx"
    return {(name, undisturbed[name])} if ledger(root).findings else set()


def finished(root: Path) -> set[tuple[str, bytes]]:
    now = tree(root)
    return without_ledger(now).items() - told_of(root, now)


def start(folder: Path, saved: Path) -> Path:
    """The working folder as it was saved."""
    root = folder / "root"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(saved, root)
    return root


def test_receive_killed_at_any_step_loses_nothing_and_a_rerun_finishes(
    runs: Runs, root: Path, sent: Path, tmp_path: Path
) -> None:
    saved = tmp_path / "saved"
    first = laid(tmp_path / "cũ", "11359.xlsx", filled(root, "11359"))
    assert runs("receive", PERIOD, first)[0] == 0
    shutil.copytree(root, saved)
    before, came = tree(saved), tree(sent)
    times = {path: path.stat().st_mtime_ns for path in sent.iterdir()}
    assert runs.rehearsed("receive", PERIOD, sent) == 0
    undisturbed, booked = tree(root), ledger(root)
    assert len(booked.bookings) == 5
    deaths, seen = 0, list[Tree]()
    start(tmp_path, saved)
    for was_killed in runs.deaths("receive", PERIOD, sent):
        deaths += was_killed
        if tree(root, of_ours=True) in seen:
            continue
        seen.append(tree(root, of_ours=True))
        now, found = tree(root), ledger(root)
        assert tree(sent) == came
        assert {path: path.stat().st_mtime_ns for path in sent.iterdir()} == times
        assert before.keys() <= now.keys()
        assert whole(without_ledger(now), before, undisturbed)
        assert set(found.bookings) <= set(booked.bookings)
        assert all(has_original(root, booking) for booking in found.bookings if booking.original)
        assert runs("receive", PERIOD, sent)[0] == 0
        assert said(ledger(root).bookings) == said(booked.bookings)
        assert finished(root) == without_ledger(undisturbed).items() - told_of(root, undisturbed)
    assert deaths > 30


@pytest.mark.parametrize(
    ("die_at", "torn"), [(1, False), (20, False), (40, False), (1, True), (5, True)]
)
def test_a_copy_before_a_step_is_what_a_kill_leaves(
    runs: Runs, root: Path, sent: Path, tmp_path: Path, die_at: int, torn: bool
) -> None:
    saved, copies = tmp_path / "saved", tmp_path.with_name(f"{tmp_path.name} copies")
    shutil.copytree(root, saved)
    copies.mkdir()
    assert runs.rehearsed("receive", PERIOD, sent) == 0
    start(tmp_path, saved)
    assert runs("receive", PERIOD, sent, copies=copies)[0] == 0
    start(tmp_path, saved)
    assert runs("receive", PERIOD, sent, die_at=die_at, torn=torn)[0] == -9
    copy = sorted(copies.glob("* torn" if torn else "[0-9][0-9][0-9]"))[die_at - 1]
    assert sizes(copy) == sizes(root)
    assert without_ledger(tree(copy)) == without_ledger(tree(root))


def sizes(root: Path) -> list[int]:
    return sorted(len(data) for data in tree(root, of_ours=True).values())


def without_ledger(found: Tree) -> Tree:
    return {name: data for name, data in found.items() if not name.endswith(".jsonl")}


def has_original(root: Path, booking: Booking) -> bool:
    folder = root / "data" / PERIOD / "goc" / booking.original
    return any(sha256(path.read_bytes()) == booking.original for path in folder.iterdir())


def test_build_killed_at_any_step_leaves_whole_documents_and_a_rerun_finishes(
    runs: Runs, root: Path, sent: Path, tmp_path: Path
) -> None:
    """One of the documents, a short one, was edited by a person; the others stand as they were built."""
    saved = tmp_path / "saved"
    first = laid(tmp_path / "cũ", "11359.xlsx", filled(root, "11359"))
    assert runs("receive", PERIOD, first)[0] == 0
    assert runs("build", PERIOD)[0] == 0
    report = root / "out" / PERIOD / f"tom-tat-{PERIOD}.docx"
    report.write_bytes(report.read_bytes() + b"\r\n")
    assert runs("receive", PERIOD, *sent.glob("11329-*"))[0] == 0
    shutil.copytree(root, saved)
    before = tree(saved / "out")
    assert runs.rehearsed("build", PERIOD) == 0
    undisturbed = tree(root)
    assert f"out/{PERIOD}/tom-tat-{PERIOD} (bản 2).docx" in undisturbed
    assert f"out/{PERIOD}/tom-tat-{PERIOD} (bản đã ghép).docx" in undisturbed
    deaths, seen = 0, list[Tree]()
    start(tmp_path, saved)
    for was_killed in runs.deaths("build", PERIOD):
        deaths += was_killed
        if tree(root, of_ours=True) in seen:
            continue
        seen.append(tree(root, of_ours=True))
        assert before.keys() <= tree(root / "out").keys()
        assert whole(tree(root / "out"), before, tree_of(undisturbed, "out/"))
        assert tree(saved / "data").keys() <= tree(root / "data").keys()
        assert whole(tree(root / "data"), tree(saved / "data"), tree_of(undisturbed, "data/"))
        assert runs("build", PERIOD)[0] == 0
        assert tree(root / "data") == tree_of(undisturbed, "data/")
        assert tree(root / "out", of_ours=True) == tree_of(undisturbed, "out/")
        assert all(
            is_known(root, name) for name in tree(root / "out") if changed(name, before, root)
        )
    assert deaths > 20


def tree_of(found: Tree, beginning: str) -> Tree:
    return {
        name.removeprefix(beginning): data
        for name, data in found.items()
        if name.startswith(beginning)
    }


def changed(name: str, before: Tree, root: Path) -> bool:
    return before.get(name) != (root / "out" / name).read_bytes()


def is_known(root: Path, name: str) -> bool:
    """Whether we would know this document for one of ours, and not for an edited one."""
    state = json.loads((root / WRITTEN_BOOK).read_text(encoding="utf-8"))
    return sha256((root / "out" / name).read_bytes()) in state[f"out/{name}"]


def test_nothing_that_came_is_ever_opened_for_writing_moved_or_touched(
    runs: Runs, root: Path, sent: Path
) -> None:
    """What was received from elsewhere, then what lies in the month's own folders."""
    runs.watched = sent
    for command in (["check", sent], ["receive", PERIOD, sent]):
        code, steps = runs(*command)
        assert (code in (0, 1), steps) == (True, 0)
    runs.watched = root / "data" / PERIOD / "nop"
    shutil.copytree(sent, runs.watched)
    for command in (["check", PERIOD], ["status", PERIOD], ["build", PERIOD]):
        code, steps = runs(*command)
        assert (code in (0, 1), steps) == (True, 0)
    runs.watched = root / "out"
    assert runs("build", PERIOD)[1] > 0
