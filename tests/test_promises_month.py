"""P1, P6, P15: a whole month with every hazard in it, each thing booked once and answered rightly."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from cv183_reports.catalogue import machine
from cv183_reports.intake.guard import is_ignored
from cv183_reports.sample.month import PlantedFault
from cv183_reports.workspace.folder import sha256
from tests.conftest import REPOSITORY, Command, Ran, lay
from tests.hazards import HAZARDS
from tests.promise_files import filled_form
from tests.shipped import sent
from tests.test_receive import bookings, laid

PERIOD = "2025-09"
RECEIVED, BUILT = ("--as-of", "2025-09-20T10:00"), ("--as-of", "2025-09-22T16:00")
"""Two runs that are to give the same must not look at the clock."""

FAULTS = {
    None: "accepted",
    PlantedFault.PERCENT_AS_SHARE: "has-errors SUB043",
    PlantedFault.PERCENT_IN_WORDS: "has-errors SUB042",
    PlantedFault.DATE_AS_TEXT: "accepted SUB046",
    PlantedFault.DONE_AT_SIXTY: "has-errors SUB063 SUB069",
    PlantedFault.STATUS_WITHOUT_MARKS: "accepted-with-warnings SUB041",
    PlantedFault.ROW_LEFT_BLANK: "has-errors SUB062",
    PlantedFault.LEGACY_TEXT: "has-errors SUB032",
    PlantedFault.FIGURES_DISAGREE: "has-errors SUB085",
    PlantedFault.COPIED: "accepted-with-warnings SUB096",
    PlantedFault.RESUBMITTED: "accepted SUB092",
    PlantedFault.PDF: "rejected FIL009",
    PlantedFault.WRONG_MONTH: "rejected SUB003 SUB008",
    PlantedFault.TRUNCATED: "rejected FIL003",
}
"""What the faults of the shipped month get."""
AGAIN, SWAPPED = "accepted SUB094", "accepted-with-warnings SUB008"


def lay_month(folder: Path) -> dict[str, str]:
    """The month, many of its good forms in the way of a hazard. What comes, and what is to become of it."""
    copied_from, *good = (s for s, _ in sent(PERIOD) if s.fault is None and s.unit.code.isdigit())
    hazards = dict(zip((s.name for s in good), HAZARDS.values(), strict=False))
    assert len(hazards) == len(HAZARDS)
    swapped = {good[-1].name: good[-2].name, good[-2].name: good[-1].name}
    expected = {}
    for sending, data in sent(PERIOD):
        path = swapped.get(sending.name, sending.name)
        made, answers = {path: data}, {"{}": FAULTS[sending.fault]}
        if sending.again:
            answers = {"{} (2)": AGAIN}
        elif sending is copied_from:
            answers = {"{}": FAULTS[PlantedFault.COPIED]}
        elif path != sending.name:
            answers = {"{}": SWAPPED}
        elif sending.name in hazards:
            hazard = hazards[sending.name]
            made, answers = hazard.make(path, data), hazard.expected
        for name, content in made.items():
            laid(folder, name, content, sending.at.replace(tzinfo=None).isoformat())
        for name, answer in answers.items():
            expected[name.format(Path(path).name)] = answer
    return expected


def told(ran: Ran) -> dict[str, str]:
    """What each file is said to be; when it came is said of every one that counts."""
    answers = {}
    for file in json.loads(ran.out)["files"]:
        codes = [f["code"] for f in file["findings"]]
        counts = file["outcome"] not in ("rejected", "ignored")
        assert (machine.RECEIVED.code in codes) == counts
        others = dict.fromkeys(code for code in codes if code != machine.RECEIVED.code)
        assert file["file"] not in answers
        answers[file["file"]] = " ".join([file["outcome"], *others])
    return answers


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "Tải về"


def test_a_month_with_every_hazard_is_booked_once_and_answered_rightly(
    empty: Path, folder: Path, command: Command
) -> None:
    shutil.copytree(REPOSITORY / "data" / "2025-08", empty / "data" / "2025-08")
    expected = lay_month(folder)
    before = {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in folder.rglob("*") if p.is_file()}
    assert told(command("--root", empty, "receive", PERIOD, folder, "--json")) == expected
    booked = bookings(empty)
    assert len(expected) > 142
    assert len(booked) == len({booking.key for booking in booked}) == len(expected)
    for outcome in ("rejected", "ignored"):
        said = [answer for answer in expected.values() if answer.startswith(outcome)]
        assert sum(booking.outcome.value == outcome for booking in booked) == len(said) > 0
    files = {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in folder.rglob("*") if p.is_file()}
    assert files == before

    again = json.loads(command("--root", empty, "receive", PERIOD, folder, "--json").out)
    assert (again["files"], again["again"]) == ([], len(expected))
    assert bookings(empty) == booked
    kept = {name: said for name, said in expected.items() if is_ignored(name) is None}
    assert told(command("--root", empty, "check", PERIOD, "--json")) == kept


def documents(root: Path) -> dict[str, str]:
    """By their SHA-256: pytest takes minutes to show how files differ."""
    out = root / "out" / PERIOD
    paths = out.rglob("*.docx")
    return {path.relative_to(out).as_posix(): sha256(path.read_bytes()) for path in paths}


def test_one_of_each_bad_file_changes_nothing_for_the_others(
    empty: Path, folder: Path, tmp_path: Path, command: Command
) -> None:
    """Neither name nor content of the bad ones tells a unit: nobody is asked to send again."""
    alone = lay(tmp_path / "chỉ tệp tốt")
    units = ("11329", "10909", "so-noi-vu")
    good = {f"{n}-{unit}.xlsx": filled_form(unit) for n, unit in enumerate(units)}
    for name, data in good.items():
        laid(folder, name, data)
    before = told(command("--root", alone, "receive", PERIOD, folder, "--json", *RECEIVED))
    assert set(before.values()) == {"accepted"}
    answers = ((hazard, "".join(hazard.expected.values())) for hazard in HAZARDS.values())
    refused = [h for h, answer in answers if "rejected FIL" in answer and "SUB" not in answer]
    assert len(refused) > 12
    for number, hazard in enumerate(refused):
        for name, data in hazard.make("bao cao.xlsx", filled_form("11560")).items():
            laid(folder, f"{number % 3}-{number}/{name}", data)
    after = told(command("--root", empty, "receive", PERIOD, folder, "--json", *RECEIVED))
    assert {name: after.pop(name) for name in good} == before
    assert {answer.split()[0] for answer in after.values()} == {"rejected"}
    assert len(after) == len(refused)
    for root in (alone, empty):
        assert command("--root", root, "build", PERIOD, *BUILT).code == 0
    assert documents(empty) == documents(alone)
    assert len(documents(alone)) > len(units)
