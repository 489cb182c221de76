"""Is the machine fit? Facts of a Windows office machine in, verdicts out; then this machine, through `doctor`."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from docx import Document
from msgspec.structs import replace
from msoffcrypto.format.ooxml import OOXMLFile

from cv183_reports.app import doctor
from cv183_reports.app.doctor import Topic, examine, try_templates
from cv183_reports.app.machine import (
    FolderFacts,
    LibraryFacts,
    MachineFacts,
    StateFacts,
    _is_lock,
)
from cv183_reports.catalogue import outbox
from cv183_reports.catalogue.files import is_in_the_cloud
from cv183_reports.model.finding import Severity
from tests.conftest import Command
from tests.saved_forms import FOLDER
from tests.test_cli import put

HANOI = timezone(timedelta(hours=7))
NOW = datetime(2025, 9, 22, 15, tzinfo=HANOI)
OFFICE = MachineFacts(
    system="Windows",
    program="0.1.0",
    python="3.12.4",
    wanted_python="3.11",
    libraries=(LibraryFacts("Jinja2", "3.1.4", "3.1.6"), LibraryFacts("lxml", "5.2", "5.2")),
    folders=(FolderFacts("data", ""), FolderFacts("out", "")),
    free=20 << 30,
    console="cp65001",
    fonts=("arial.ttf", "times.ttf", "timesbd.ttf"),
    now=NOW,
    received=(("data/2025-09/nop/a.xlsx", NOW - timedelta(hours=1)),),
    longest_path="D:\\CV183\\out\\" + "a" * 120,
    longest_workbook="D:\\CV183\\out\\" + "a" * 120,
    has_long_paths=False,
    open_files=(),
    in_the_cloud=(),
    state_path="out/so-da-ghi.json",
    state=StateFacts.SOUND,
)
LATER = ("data/2025-09/nop/b.xlsx", NOW + timedelta(days=1))
CASES: list[tuple[str, dict[str, object], list[str]]] = [
    ("a sound machine", {}, []),
    ("no Times New Roman", {"fonts": ("arial.ttf",)}, ["KTM001 fonts"]),
    ("fonts by family", {"fonts": ("Arial", "Times New Roman")}, []),
    ("fonts of the registry", {"fonts": ("Times New Roman Bold (TrueType)",)}, []),
    ("fonts untold", {"fonts": None}, ["KTM002 fonts"]),
    ("no rights", {"folders": (FolderFacts("out", "không có quyền"),)}, ["KTM003 folders"]),
    ("disk full", {"free": 199 << 20}, ["KTM004 disk"]),
    ("disk gone", {"free": None}, []),
    ("disk just enough", {"free": 200 << 20}, []),
    ("old console", {"console": "cp437"}, ["KTM005 console"]),
    ("Vietnamese code page", {"console": "cp1258"}, ["KTM005 console"]),
    ("UTF-8 by name", {"console": "UTF-8"}, []),
    ("open in Word", {"open_files": ("out/2025-09/~$o-cao.docx",)}, ["KTM006 open_files"]),
    ("path too long", {"longest_path": "D:\\" + "a" * 257}, ["KTM007 paths"]),
    ("path just fits", {"longest_path": "D:\\" + "a" * 256}, []),
    ("long paths are on", {"longest_path": "D:\\" + "a" * 300, "has_long_paths": True}, []),
    ("Excel cannot", {"longest_workbook": "D:\\" + "a" * 216}, ["KTM008 paths"]),
    ("Excel just can", {"longest_workbook": "D:\\" + "a" * 215}, []),
    ("Linux has no limit", {"longest_path": "/" * 400, "system": "Linux"}, []),
    ("in the cloud", {"in_the_cloud": ("data/danh-muc.xlsx",)}, ["KTM009 cloud"]),
    ("another zone", {"now": NOW.astimezone(timezone(timedelta(hours=-5)))}, ["KTM010 clock"]),
    ("clock of 2015", {"now": NOW.replace(year=2015)}, ["KTM011 clock"]),
    ("clock of 2099", {"now": NOW.replace(year=2099)}, ["KTM011 clock"]),
    ("file of tomorrow", {"received": (LATER,)}, ["KTM012 clock"]),
    ("clock slightly behind", {"received": (("a", NOW + timedelta(minutes=4)),)}, []),
    ("library missing", {"libraries": (LibraryFacts("click", "8.1", None),)}, ["KTM013 program"]),
    ("library old", {"libraries": (LibraryFacts("lxml", "5.2", "4.9.4"),)}, ["KTM014 program"]),
    ("library by number", {"libraries": (LibraryFacts("lxml", "5.2", "5.10rc1"),)}, []),
    ("old Python", {"python": "3.9.13"}, ["KTM015 program"]),
    ("state broken", {"state": StateFacts.BROKEN}, ["KTM016 state"]),
    ("state absent", {"state": StateFacts.ABSENT}, []),
]


@pytest.mark.parametrize(
    ("change", "found"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_an_office_machine(change: dict[str, object], found: list[str]) -> None:
    verdicts = examine(replace(OFFICE, **change))  # type: ignore[arg-type]
    told = [f"{f.code} {v.topic.name.lower()}" for v in verdicts for f in v.findings]
    assert told == found


def test_every_topic_of_the_machine_has_one_verdict_in_order() -> None:
    topics = [verdict.topic for verdict in examine(OFFICE)]
    assert topics == list(Topic)[: len(topics)]
    assert len(topics) == len(Topic) - 4


def test_the_zone_is_told_as_windows_writes_it() -> None:
    odd = NOW.astimezone(timezone(timedelta(hours=5, minutes=30)))
    (finding,) = (f for v in examine(replace(OFFICE, now=odd)) for f in v.findings)
    assert "+05:30" in finding.message


def test_many_files_are_counted_and_a_few_named() -> None:
    files = tuple(f"data/2025-09/nop/{n}.xlsx" for n in range(30))
    (finding,) = (f for v in examine(replace(OFFICE, in_the_cloud=files)) for f in v.findings)
    assert finding.severity is Severity.WARNING
    assert finding.message.startswith("30 tệp")
    assert finding.message.endswith("4.xlsx, và 25 tệp nữa")


@pytest.mark.parametrize(
    ("attributes", "away"),
    [({}, False), ({"st_file_attributes": 0x20}, False)]
    + [({"st_file_attributes": bit | 0x20}, True) for bit in (0x1000, 0x40000, 0x400000)],
)
def test_attributes_of_files_in_the_cloud(attributes: dict[str, int], *, away: bool) -> None:
    path = SimpleNamespace(stat=lambda: SimpleNamespace(**attributes))
    assert is_in_the_cloud(path) is away  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "lock"),
    [("~$o-cao.docx", True), (".~lock.a.xlsx#", True), ("a.xlsx", False), ("~a.xlsx", False)],
)
def test_lock_files_of_word_and_libreoffice(name: str, *, lock: bool) -> None:
    assert _is_lock(name) is lock


def everything(root: Path) -> dict[Path, tuple[bytes, int]]:
    return {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in root.rglob("*") if p.is_file()}


def examined(root: Path, command: Command, code: int) -> dict[str, list[str]]:
    """Topic → codes found, on this machine."""
    ran = command("--root", root, "doctor", "--json")
    assert ran.code == code
    return {
        check["topic"]: [finding["code"] for finding in check["findings"]]
        for check in json.loads(ran.out)["checks"]
    }


def test_a_sound_folder_is_said_to_be_and_stays_as_it_is(empty: Path, command: Command) -> None:
    before = everything(empty)
    found = examined(empty, command, 0)
    assert list(found) == [topic.name.lower() for topic in Topic]
    for topic in ("folders", "disk", "paths", "open_files", "cloud", "state", "program"):
        assert found[topic] == []
    assert (found["templates"], found["mail_templates"]) == ([], [])
    shown = command("--root", empty, "doctor").out
    assert "✓ Quyền ghi: data, out" in shown
    assert "✓ Mẫu văn bản: đã thử" in shown
    assert everything(empty) == before


def test_everything_wrong_is_told_at_once(empty: Path, command: Command) -> None:
    command("--root", empty, "build", "2025-09")
    (empty / "out" / "2025-09" / "~$o-cao-thang-2025-09.docx").write_bytes(b"")
    (empty / "out" / "so-da-ghi.json").write_text("{", encoding="utf-8")
    ahead = put(empty, "a.xlsx", b"")
    os.utime(ahead, (4_000_000_000, 4_000_000_000))
    path = empty / "templates" / "docx" / "bao-cao-thang.docx"
    document = Document(str(path))
    document.add_paragraph("{{ clossing }}")
    document.save(str(path))
    (empty / "templates" / "mail" / "don-doc.txt").write_text("Kính gửi", encoding="utf-8")
    found = examined(empty, command, 1)
    assert found["open_files"] == ["KTM006"]
    assert found["state"] == ["KTM016"]
    assert "KTM012" in found["clock"]
    assert found["templates"] == ["TPL030"]
    assert found["mail_templates"] == ["THU003"]


def test_templates_that_lie_there_under_other_names_are_told(empty: Path, command: Command) -> None:
    folder = empty / "templates"
    path = folder / "docx" / "danh-sach-goi.docx"
    document = Document(str(path))
    document.save(str(folder / "docx" / "danh-sach-goi (sửa).docx"))
    document.add_paragraph("{{ nobody }}")
    document.save(str(path))
    (folder / "docx" / "~$nh-sach-goi.docx").write_bytes(b"")
    (folder / "mail" / "sau-chot.txt").rename(folder / "mail" / "sau-chot.txt.txt")
    found = examined(empty, command, 1)
    assert found["templates"] == ["TPL030", "KTM022"]
    assert found["mail_templates"] == ["THU001", "KTM022"]


def test_a_template_that_breaks_the_presentation_rules_is_told(
    empty: Path, command: Command
) -> None:
    path = empty / "templates" / "docx" / "bao-cao-don-vi-dang.docx"
    document = Document(str(path))
    document.sections[0].left_margin = 0
    document.save(str(path))
    found = examined(empty, command, 1)
    assert found["templates"]
    assert all(code.startswith("FMT") for code in found["templates"])
    assert len(found["templates"]) == len(set(found["templates"]))


def test_the_letter_to_units_that_owe_is_tried_and_that_of_a_real_month_left_in_peace(
    empty: Path, command: Command
) -> None:
    command("--root", empty, "build", "2025-09", "--only", "cong-van-don-doc")
    assert (empty / "out" / "2025-09" / "cong-van-don-doc-2025-09.docx").is_file()
    assert examined(empty, command, 0)["templates"] == []
    path = empty / "templates" / "docx" / "cong-van-don-doc.docx"
    document = Document(str(path))
    document.add_paragraph("{{ clossing }}")
    document.save(str(path))
    assert examined(empty, command, 1)["templates"] == ["TPL030"]


def test_without_a_register_the_machine_is_examined_all_the_same(
    tmp_path: Path, command: Command
) -> None:
    found = examined(tmp_path, command, 1)
    assert found["register"] == ["MAY001"]
    assert found["folders"] == []
    assert "chưa thử được" in command("--root", tmp_path, "doctor").out


def test_a_folder_that_is_not_there_is_said(tmp_path: Path, command: Command) -> None:
    found = examined(tmp_path / "nhầm" / "chỗ", command, 1)
    assert found["folders"] == ["KTM003", "KTM003"]
    assert found["register"] == ["MAY001"]


def test_a_damaged_book_of_mails_is_told(empty: Path, command: Command) -> None:
    path = empty / "data" / "2025-09" / "so-gui.jsonl"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b'{"x": 1}\n{"x"\n')
    (path.parent / "nop").mkdir(exist_ok=True)
    found = examined(empty, command, 1)["ledger"]
    assert found == [outbox.UNKNOWN_LINE.code, outbox.BROKEN_LINE.code]


def test_a_book_that_onedrive_split_is_told(empty: Path, command: Command) -> None:
    month = empty / "data" / "2025-09"
    (month / "nop").mkdir(parents=True, exist_ok=True)
    for name in ("so-tiep-nhan.jsonl", "so-tiep-nhan-MAY-02.jsonl", "so-gui (1).jsonl", "so.jsonl"):
        (month / name).write_bytes(b"")
    assert examined(empty, command, 0)["ledger"] == ["KTM023", "KTM023"]


@pytest.mark.parametrize(
    ("shut", "told"),
    [
        ("data/2025-08", {"ledger": "STN012"}),
        ("data/2025-08/nop", {"ledger": "FIL061"}),
        ("data", {"ledger": "STN012", "register": "MAY014"}),
        ("out", {"state": "KTM016"}),
        ("templates", {"templates": "MAY014", "mail_templates": "MAY014"}),
        ("templates/mail", {"mail_templates": "MAY014"}),
    ],
)
def test_a_folder_that_may_not_be_entered_is_told_with_everything_else(
    empty: Path,
    command: Command,
    monkeypatch: pytest.MonkeyPatch,
    shut: str,
    told: dict[str, str],
) -> None:
    for period in ("2025-08", "2025-09"):
        (empty / "data" / period / "nop").mkdir(parents=True)
    listed, stat = Path.iterdir, Path.stat

    def no_listing(self: Path) -> Iterator[Path]:
        if empty / shut in (self, *self.parents):
            raise PermissionError(13, "denied")
        return listed(self)

    def no_entry(self: Path, **named: Any) -> os.stat_result:
        if empty / shut in self.parents:
            raise PermissionError(13, "denied")
        return stat(self, **named)

    monkeypatch.setattr(doctor, "try_templates", try_templates)  # remembered by their bytes
    monkeypatch.setattr(Path, "iterdir", no_listing)
    monkeypatch.setattr(Path, "stat", no_entry)
    ran = command("--root", empty, "doctor", "--json")
    checks = json.loads(ran.out)["checks"]
    found = {c["topic"]: {f["code"] for f in c["findings"]} for c in checks}
    assert len(found) == len(Topic)
    assert all(found[topic] == {code} for topic, code in told.items())


def test_files_that_the_machine_does_not_give_are_told_with_everything_else(
    empty: Path, command: Command, held: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "try_templates", try_templates)  # remembered by their bytes
    held("tom-tat.docx", "don-doc.txt")
    found = examined(empty, command, 1)
    assert (found["templates"], found["mail_templates"]) == (["MAY014"], ["MAY014"])


def locked(data: bytes) -> bytes:
    kept = BytesIO()
    OOXMLFile(BytesIO(data)).encrypt("mật khẩu", kept)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("spoilt", "why"),
    [
        (lambda _: b"", "tệp rỗng"),
        (lambda data: data[:20_000], "tệp không còn nguyên vẹn"),
        (locked, "mật khẩu"),
        (lambda _: (FOLDER / "form.ods").read_bytes(), "tệp lưu dạng bảng tính OpenDocument (.ods)"),
        (lambda _: (FOLDER / "form.xls").read_bytes(), "tệp lưu dạng Excel đời cũ (.xls)"),
        (lambda _: b"%PDF-1.7", "tệp là PDF"),
    ],
)  # fmt: skip
def test_a_register_that_is_no_xlsx_says_what_it_is_and_asks_nobody_to_send_it(
    empty: Path, command: Command, spoilt: Callable[[bytes], bytes], why: str
) -> None:
    register = empty / "data" / "danh-muc.xlsx"
    register.write_bytes(spoilt(register.read_bytes()))
    ran = command("--root", empty, "status", "2025-09")
    assert (ran.code, "MAY059" in ran.err) == (1, True)
    assert why in ran.err
    assert "gửi lại" not in ran.err
    assert examined(empty, command, 1)["register"] == ["MAY059"]


def test_a_drive_that_is_not_there_is_told_topic_by_topic(
    tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of ``Q:`` without a stick not even the root is a folder."""
    there = Path.is_dir
    monkeypatch.setattr(Path, "is_dir", lambda path: path.parts[:1] != ("/",) and there(path))
    ran = command("--root", tmp_path, "doctor")
    assert ran.code == 1
    assert "Chỗ trống trên đĩa: không xem được" in ran.out
    assert "MAY001" in ran.out
