"""Files, folders and .zip files → one arrival for each file, named, timed, or told of."""

from __future__ import annotations

import os
import struct
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import datetime, tzinfo
from io import BytesIO
from pathlib import Path
from typing import Self

import pytest

from cv183_reports.catalogue import files
from cv183_reports.intake import arrivals as delivery
from cv183_reports.intake import inbox
from cv183_reports.intake.guard import decoded_name, shown_name
from cv183_reports.intake.inbox import Arrival, gather
from cv183_reports.model import LOCAL
from cv183_reports.model.finding import Rule
from tests import test_guard, test_saved_forms, test_shown, test_xlsb_reader, test_xlsx_hostile
from tests.builders_xlsx import RawEntry, filled_form, raw_zip

FORM = filled_form()
ENTRY_TIME = datetime(2025, 9, 22, 15, 30, tzinfo=LOCAL)
FILE_TIME = datetime(2025, 9, 21, 8, 0, 0, tzinfo=LOCAL)


def put(path: Path, data: bytes = FORM) -> Path:
    """Write a file as if modified at FILE_TIME."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (FILE_TIME.timestamp(),) * 2)
    return path


def zip_of(*names: str | bytes, **flags: int) -> bytes:
    return raw_zip([RawEntry(name, FORM, **flags) for name in names])


def arrivals(base: Path, *paths: Path) -> list[Arrival]:
    return list(gather(paths or (base,), base))


def told(base: Path, *paths: Path) -> list[tuple[str, str]]:
    """Name of each arrival and what came of it: ``read``, or the code of its finding."""
    found = arrivals(base, *paths)
    assert all((arrival.data is None) == (arrival.finding is not None) for arrival in found)
    assert all(arrival.receipt is not None for arrival in found if arrival.data is not None)
    assert all(a.finding.place.file == a.file for a in found if a.finding is not None)
    return [(a.file, "read" if a.finding is None else a.finding.code) for a in found]


def test_folders_are_walked_by_name_and_files_shown_relative_to_the_base(tmp_path: Path) -> None:
    for name in (
        "nop/b.xlsx",
        "nop/a/2.xlsx",
        "nop/a/1.pdf",
        "nop/đ.xlsx",
        "nop/x.xlsx/trong.xlsx",
    ):
        put(tmp_path / name)
    assert told(tmp_path, tmp_path / "nop") == [
        ("nop/a/1.pdf", "read"),
        ("nop/a/2.xlsx", "read"),
        ("nop/b.xlsx", "read"),
        ("nop/x.xlsx/trong.xlsx", "read"),
        ("nop/đ.xlsx", "read"),
    ]


def test_a_file_outside_the_base_is_shown_whole(tmp_path: Path) -> None:
    outside = put(tmp_path / "ngoai" / "a.xlsx")
    assert told(tmp_path / "nop", outside) == [(outside.as_posix(), "read")]


def test_a_file_given_twice_arrives_once(tmp_path: Path) -> None:
    path = put(tmp_path / "nop" / "a.xlsx")
    assert told(tmp_path, path, tmp_path / "nop", tmp_path / "nop" / ".." / "nop") == [
        ("nop/a.xlsx", "read")
    ]


def test_data_and_time_of_a_file(tmp_path: Path) -> None:
    (arrival,) = arrivals(tmp_path, put(tmp_path / "a.xlsx"))
    assert arrival.data == FORM
    assert arrival.receipt is not None
    assert (arrival.receipt.at, arrival.receipt.evidence) == (FILE_TIME, "theo thời điểm sửa tệp")


def test_data_and_time_of_a_file_in_a_zip(tmp_path: Path) -> None:
    (arrival,) = arrivals(tmp_path, put(tmp_path / "nop.zip", zip_of("a.xlsx")))
    assert (arrival.file, arrival.data) == ("nop.zip/a.xlsx", FORM)
    assert arrival.receipt is not None
    assert arrival.receipt.at == ENTRY_TIME
    assert arrival.receipt.evidence == "theo thời điểm của tệp trong nop.zip"


@pytest.mark.parametrize(
    "modified", [(1980, 1, 1, 0, 0, 0), (2025, 0, 0, 0, 0, 0), (2025, 2, 30, 1, 1, 1)]
)
def test_a_zip_that_keeps_no_time_gives_its_own(tmp_path: Path, modified: tuple[int, ...]) -> None:
    entry = RawEntry("a.xlsx", FORM, modified=modified)  # type: ignore[arg-type]
    (arrival,) = arrivals(tmp_path, put(tmp_path / "nop.zip", raw_zip([entry])))
    assert arrival.receipt is not None
    assert arrival.receipt.at == FILE_TIME
    assert arrival.receipt.evidence.startswith("theo thời điểm của nop.zip (")


INSTANT = int(datetime(2025, 9, 22, 15, 59, 59, tzinfo=LOCAL).timestamp())
UNIX = struct.pack("<2HBi", 0x5455, 5, 1, INSTANT)
NTFS_TICKS = (INSTANT + 11_644_473_600) * 10_000_000 + 9_999_999
NTFS = struct.pack("<2HL2H3Q", 0x000A, 32, 0, 1, 24, NTFS_TICKS, 0, 0)
OTHER = struct.pack("<2HL", 0x7875, 4, 0)


def zip_with(extra: bytes, modified: tuple[int, ...] = (2025, 9, 22, 8, 59, 58)) -> bytes:
    """A zip as written where the clock shows UTC."""
    target, info = BytesIO(), zipfile.ZipInfo("a.xlsx", modified)  # type: ignore[arg-type]
    info.extra = extra
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(info, FORM)
    return target.getvalue()


@pytest.mark.parametrize(
    "extra",
    [
        UNIX,
        NTFS,
        OTHER + UNIX,
        UNIX + NTFS,
        struct.pack("<2HBi", 0x5455, 5, 1, 0) + NTFS,
        struct.pack("<2HB", 0x5455, 1, 0) + NTFS,
    ],
)
@pytest.mark.parametrize("modified", [(2025, 9, 22, 8, 59, 58), (1980, 1, 1, 0, 0, 0)])
def test_an_instant_in_a_zip_is_told_in_local_time(
    tmp_path: Path, extra: bytes, modified: tuple[int, ...]
) -> None:
    (arrival,) = arrivals(tmp_path, put(tmp_path / "nop.zip", zip_with(extra, modified)))
    assert arrival.receipt is not None
    assert arrival.receipt.at.isoformat() == "2025-09-22T15:59:59+07:00"
    assert arrival.receipt.evidence == (
        "theo thời điểm (giờ quốc tế) của tệp trong nop.zip, đổi sang giờ Việt Nam"
    )


@pytest.mark.parametrize(
    "extra",
    [
        OTHER,
        struct.pack("<2HBi", 0x5455, 5, 1, 0),
        struct.pack("<2HBi", 0x5455, 5, 1, -1),
        struct.pack("<2HBi", 0x5455, 5, 2, INSTANT),
        struct.pack("<2HL2HQ", 0x000A, 16, 0, 1, 8, 2**64 - 1),
        struct.pack("<2HL2HQ", 0x000A, 16, 0, 2, 8, NTFS_TICKS),
    ],
)
def test_an_instant_that_makes_no_sense_is_none(tmp_path: Path, extra: bytes) -> None:
    (arrival,) = arrivals(tmp_path, put(tmp_path / "nop.zip", zip_with(extra)))
    assert arrival.receipt is not None
    assert arrival.receipt.at == datetime(2025, 9, 22, 8, 59, 58, tzinfo=LOCAL)
    assert arrival.receipt.evidence == "theo thời điểm của tệp trong nop.zip"


class WindowsClock(datetime):
    """Reckons with POSIX seconds from 1970 to 3000, as Windows does."""

    @classmethod
    def fromtimestamp(cls, timestamp: float, tz: tzinfo | None = None) -> Self:
        if not 0 <= timestamp < 32_536_799_999:
            raise OSError(22, "Invalid argument")
        return super().fromtimestamp(timestamp, tz)


@pytest.mark.parametrize("seconds", [-1e10, 4e11])
def test_a_file_time_beyond_all_calendars_does_not_raise(
    tmp_path: Path, seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "datetime", WindowsClock)
    path = put(tmp_path / "a.xlsx")
    os.utime(path, (seconds, seconds))
    assert told(tmp_path) == [("a.xlsx", "read")]


def test_a_zip_is_told_from_a_workbook_by_content(tmp_path: Path) -> None:
    put(tmp_path / "a.zip")
    inner = [RawEntry("1.xlsx", FORM), RawEntry("con/"), RawEntry("con/2.xlsx", FORM)]
    put(tmp_path / "b.xlsx", raw_zip(inner))
    put(tmp_path / "c.zip", b"Not a zip at all")
    assert told(tmp_path) == [
        ("a.zip", "read"),
        ("b.xlsx/1.xlsx", "read"),
        ("b.xlsx/con/2.xlsx", "read"),
        ("c.zip", "read"),
    ]


def test_a_document_without_its_list_of_types_is_one_file_still(tmp_path: Path) -> None:
    """Else a clerk is told of each of its parts, as if a dozen wrong files had come."""
    parts = [RawEntry("_rels/.rels", b"<r/>"), RawEntry("word/document.xml", b"<w/>")]
    put(tmp_path / "van ban.docx", raw_zip(parts))
    assert told(tmp_path) == [("van ban.docx", "read")]


def test_a_truncated_workbook_is_left_to_the_guard(tmp_path: Path) -> None:
    put(tmp_path / "a.xlsx", FORM[:900])
    assert told(tmp_path) == [("a.xlsx", "read")]


def test_one_bad_file_in_a_zip_does_not_stop_the_others(tmp_path: Path) -> None:
    bad = RawEntry("b.xlsx", FORM, packed=b"\0" * 50)
    data = raw_zip(
        [
            RawEntry("a.xlsx", FORM),
            bad,
            RawEntry("c.xlsx", FORM, local_name="d"),
            RawEntry("e.xlsx", FORM),
        ]
    )
    put(tmp_path / "nop.zip", data)
    found = ["read", files.DAMAGED_PART.code, files.DAMAGED_PART.code, "read"]
    assert [code for _, code in told(tmp_path)] == found


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("Đảng ủy.xlsx".encode(), "Đảng ủy.xlsx"),
        (unicodedata.normalize("NFD", "Thủy Nguyên.xlsx").encode(), "Thủy Nguyên.xlsx"),
        (b"Th\x75\xd2y \xd0\xf4ng.xlsx", "Thủy Đông.xlsx"),
        (b"caf\x82.xlsx", "café.xlsx"),
        (b"a\\b.xlsx", "a/b.xlsx"),
        (b"../../../etc/a.xlsx", "etc/a.xlsx"),
        (b"/tmp/a.xlsx", "tmp/a.xlsx"),
        (b"a\nb\x1b.xlsx", "a\ufffdb\ufffd.xlsx"),
        ("a\u202exslx.exe".encode(), "a\ufffdxslx.exe"),
        (b"..", "\ufffd"),
    ],
)  # fmt: skip
def test_names_in_a_zip(tmp_path: Path, raw: bytes, name: str) -> None:
    put(tmp_path / "nop.zip", zip_of(raw))
    assert told(tmp_path) == [(f"nop.zip/{name}", "read")]


def test_a_name_declared_to_be_utf8() -> None:
    assert decoded_name("Đ".encode(), utf8=True) == "Đ"
    assert shown_name(decoded_name(b"\xff.xlsx", utf8=True)) == "\ufffd.xlsx"


def test_findings_within_a_zip_give_names_as_they_are_shown(tmp_path: Path) -> None:
    put(tmp_path / "nop.zip", zip_of("Đảng ủy.xlsx".encode(), flags=1))
    (arrival,) = arrivals(tmp_path)
    assert str(arrival.finding).startswith(
        "nop.zip/Đảng ủy.xlsx — Tệp nằm trong tệp nén «nop.zip» có mật khẩu"
    )


def test_a_folder_entry_that_holds_data_is_a_file(tmp_path: Path) -> None:
    put(tmp_path / "nop.zip", zip_of("a.xlsx/"))
    assert told(tmp_path) == [("nop.zip/a.xlsx", "read")]


def test_no_two_arrivals_share_a_name(tmp_path: Path) -> None:
    put(tmp_path / "nop.zip", zip_of("a.xlsx", "a.xlsx", "./a.xlsx"))
    assert told(tmp_path) == [
        ("nop.zip/a.xlsx", "read"),
        ("nop.zip/a.xlsx (2)", "read"),
        ("nop.zip/a.xlsx (3)", "read"),
    ]


def test_zips_of_other_programs(tmp_path: Path) -> None:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Phường An Biên/báo cáo.xlsx", FORM)
        archive.mkdir("Phường trống")
        with archive.open("dòng.xlsx", "w", force_zip64=True) as stream:
            stream.write(FORM)
    put(tmp_path / "nop.zip", target.getvalue())
    assert told(tmp_path) == [
        ("nop.zip/Phường An Biên/báo cáo.xlsx", "read"),
        ("nop.zip/dòng.xlsx", "read"),
    ]


def nested(layers: int, data: bytes) -> bytes:
    for layer in range(layers):
        data = raw_zip([RawEntry(f"{layer}.zip", data)])
    return data


def test_a_zip_within_a_zip(tmp_path: Path) -> None:
    put(tmp_path / "nop.zip", nested(1, zip_of("a.xlsx", "b.xlsx")))
    assert told(tmp_path) == [("nop.zip/0.zip/a.xlsx", "read"), ("nop.zip/0.zip/b.xlsx", "read")]
    (first, _) = arrivals(tmp_path)
    assert first.receipt is not None
    assert first.receipt.evidence == "theo thời điểm của tệp trong 0.zip"


def zipped(data: bytes) -> Callable[[Path], Path]:
    return lambda folder: put(folder / "nop.zip", data)


def link(folder: Path) -> Path:
    put(folder.parent / "ngoai" / "a.xlsx")
    (folder / "loi-tat").symlink_to(folder.parent / "ngoai", target_is_directory=True)
    return folder


def pipe(folder: Path) -> Path:
    os.mkfifo(folder / "ong")
    return folder


CASES: list[tuple[str, Rule, Callable[[Path], Path]]] = [
    ("no such file", files.NOT_FOUND, lambda folder: folder / "khong-co.xlsx"),
    ("empty zip", files.EMPTY_ARCHIVE, zipped(raw_zip([]))),
    ("zip of folders", files.EMPTY_ARCHIVE, zipped(raw_zip([RawEntry("a/"), RawEntry("b\\")]))),
    ("truncated zip", files.BROKEN_ARCHIVE, zipped(zip_of("a.xlsx")[:900])),
    ("overlapping zip", files.BROKEN_ARCHIVE, zipped(raw_zip([RawEntry("a", FORM), RawEntry("a", FORM, same_data_as=0)]))),
    ("2,001 files", files.ARCHIVE_TOO_MANY, zipped(raw_zip([RawEntry(f"{n}.xlsx") for n in range(2_001)]))),
    ("zip in zip in zip", files.NESTED_TOO_DEEP, zipped(nested(2, zip_of("a.xlsx")))),
    ("zip with password", files.LOCKED_ARCHIVE, zipped(zip_of("a.xlsx", flags=1))),
    ("workbook taken apart", files.UNPACKED_DOCUMENT, zipped(zip_of("BC/[Content_Types].xml", "BC/_rels/.rels", "BC/xl/workbook.xml"))),
    ("damaged entry", files.DAMAGED_PART, zipped(raw_zip([RawEntry("a.xlsx", FORM, packed=b"")]))),
    ("entry of 11 MB", files.TOO_BIG, zipped(raw_zip([RawEntry("a.xlsx", bytes(11 * 1024 * 1024))]))),
    ("file of 11 MB", files.TOO_BIG, lambda folder: put(folder / "a.xlsx", bytes(11 * 1024 * 1024))),
    ("lock file", files.OPEN_IN_EXCEL, lambda folder: put(folder / "~$a.xlsx").parent),
    ("lock file in a zip", files.OPEN_IN_EXCEL, zipped(zip_of("nop/~$a.xlsx"))),
    ("rubbish of macOS", files.SYSTEM_FILE, zipped(zip_of("__MACOSX/nop/a.xlsx"))),
]  # fmt: skip


POSIX_CASES: list[tuple[str, Rule, Callable[[Path], Path]]] = [
    ("link out of the folder", files.LINK, link),
    ("pipe", files.SPECIAL_FILE, pipe),
]
on_posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")


@pytest.mark.parametrize(
    ("rule", "prepare"),
    [
        *(pytest.param(*case[1:], id=case[0]) for case in CASES),
        *(pytest.param(*case[1:], id=case[0], marks=on_posix) for case in POSIX_CASES),
    ],
)
def test_each_gives_exactly_its_code(
    tmp_path: Path, rule: Rule, prepare: Callable[[Path], Path]
) -> None:
    (tmp_path / "goc").mkdir()
    path = prepare(tmp_path / "goc")
    assert [code for _, code in told(tmp_path, path)] == [rule.code]


def test_a_file_or_folder_that_may_not_be_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Permissions are played: to the administrator everything is open."""

    def refuse(path: Path, *_: object) -> None:
        raise PermissionError(path)

    put(tmp_path / "khoa" / "a.xlsx")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", refuse)
        assert told(tmp_path) == [("khoa/a.xlsx", files.CANNOT_OPEN.code)]
    with monkeypatch.context() as patch:
        patch.setattr(Path, "iterdir", refuse)
        assert told(tmp_path, tmp_path / "khoa") == [("khoa", files.CANNOT_OPEN.code)]


def test_a_zip_that_unfolds_beyond_all_limits_is_read_up_to_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = zip_of("2.xlsx", "3.xlsx")
    monkeypatch.setattr(delivery, "_MAX_INFLATED", 2 * len(FORM) + len(inner))
    whole = [RawEntry("1.xlsx", FORM), RawEntry("2.zip", inner), RawEntry("4.xlsx", FORM)]
    put(tmp_path / "nop.zip", raw_zip(whole))
    assert told(tmp_path) == [
        ("nop.zip/1.xlsx", "read"),
        ("nop.zip/2.zip/2.xlsx", "read"),
        ("nop.zip/2.zip/3.xlsx", files.ARCHIVE_TOO_BIG.code),
        ("nop.zip/4.xlsx", files.ARCHIVE_TOO_BIG.code),
    ]


@on_posix
def test_names_that_are_no_text(tmp_path: Path) -> None:
    put(tmp_path / os.fsdecode(b"a\xff.xlsx"))
    (found,) = told(tmp_path)
    assert found == ("a\ufffd.xlsx", "read")


def test_every_rule_of_the_catalogue_is_tested_by_its_code() -> None:
    rules = {rule.code for rule in vars(files).values() if isinstance(rule, Rule)}
    tested = {
        case[1].code
        for case in (
            *CASES,
            *POSIX_CASES,
            *test_guard.CASES,
            *test_guard.IGNORED,
            *test_xlsx_hostile.CASES,
            *test_xlsb_reader.CASES,
            *test_saved_forms.TROUBLES,
        )
    }
    elsewhere = {files.CANNOT_OPEN.code, files.ARCHIVE_TOO_BIG.code, files.OTHER_KIND.code}
    elsewhere |= {rule.code for rule in (*test_shown.RULES, *test_saved_forms.LOCKED)}
    assert len(rules) > 50
    assert rules == tested | elsewhere


def test_codes_are_given_once() -> None:
    rules = [rule for rule in vars(files).values() if isinstance(rule, Rule)]
    assert len({rule.code for rule in rules}) == len(rules)
    assert all(unicodedata.is_normalized("NFC", rule.message + rule.remedy) for rule in rules)
