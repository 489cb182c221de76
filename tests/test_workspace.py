"""Outputs appear whole or not at all, and never over a person's edit."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from cv183_reports.app.journal import JOURNAL, inputs_of
from cv183_reports.catalogue.files import OPEN_OR_FORBIDDEN, is_out_of_reach, leads_astray, reason
from cv183_reports.workspace import folder as workspace
from cv183_reports.workspace import written as books
from cv183_reports.workspace.folder import Placed, publish
from cv183_reports.workspace.written import WRITTEN_BOOK, Written, sha256, state_file


def placed(folder: Path, **files: bytes) -> dict[str, Placed]:
    named = {f"{name}.docx": data for name, data in files.items()}
    return {output.path.name: output.placed for output in publish(folder, folder, named)}


def visible(folder: Path) -> dict[str, bytes]:
    shown = (p for p in sorted(folder.iterdir()) if p.is_file() and p.name[0] != ".")
    return {p.name: p.read_bytes() for p in shown if p.name != WRITTEN_BOOK.name}


def test_first_second_and_changed_runs(tmp_path: Path) -> None:
    folder = tmp_path / "báo cáo tháng 9"
    assert placed(folder, a=b"1", b=b"same") == {"a.docx": Placed.WRITTEN, "b.docx": Placed.WRITTEN}
    assert placed(folder, a=b"1", b=b"same") == {
        "a.docx": Placed.UNCHANGED,
        "b.docx": Placed.UNCHANGED,
    }
    assert placed(folder, a=b"2") == {"a.docx": Placed.WRITTEN}
    assert visible(folder) == {"a.docx": b"2", "b.docx": b"same"}


def test_the_list_of_hashes_can_be_read_by_eye_and_is_written_only_for_something_new(
    tmp_path: Path,
) -> None:
    placed(tmp_path, b=b"2", a=b"1")
    book = tmp_path / WRITTEN_BOOK
    known = {"a.docx": [sha256(b"1")], "b.docx": [sha256(b"2")]}
    assert book.read_text(encoding="utf-8") == json.dumps(known, indent=1)
    os.utime(book, (0, 0))
    placed(tmp_path, a=b"1", b=b"2")
    assert book.stat().st_mtime == 0


def test_an_edited_document_stays_and_the_new_one_lands_beside_it(tmp_path: Path) -> None:
    placed(tmp_path, a=b"1")
    (tmp_path / "a.docx").write_bytes(b"edited")
    outputs = publish(tmp_path, tmp_path, {"a.docx": b"2"})
    assert [(o.path.name, o.placed) for o in outputs] == [("a (bản 2).docx", Placed.BESIDE)]
    assert outputs[0].finding is not None
    assert outputs[0].finding.code == "MAY010"
    assert placed(tmp_path, a=b"3") == {"a (bản 2).docx": Placed.BESIDE}
    (tmp_path / "a (bản 2).docx").write_bytes(b"edited too")
    assert placed(tmp_path, a=b"4") == {"a (bản 3).docx": Placed.BESIDE}
    assert visible(tmp_path) == {
        "a (bản 2).docx": b"edited too",
        "a (bản 3).docx": b"4",
        "a.docx": b"edited",
    }


def test_what_another_program_wrote_meanwhile_stays_known_as_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = workspace._stage

    def meanwhile(target: Path, data: bytes) -> Path:
        monkeypatch.setattr(workspace, "_stage", stage)
        publish(tmp_path, tmp_path / "tra-lai", {"b.xlsx": b"1"})
        return stage(target, data)

    monkeypatch.setattr(workspace, "_stage", meanwhile)
    placed(tmp_path, a=b"1")
    (output,) = publish(tmp_path, tmp_path / "tra-lai", {"b.xlsx": b"2"})
    assert (output.path.name, output.placed) == ("b.xlsx", Placed.WRITTEN)
    assert placed(tmp_path, a=b"2") == {"a.docx": Placed.WRITTEN}


def test_what_another_machine_is_about_to_put_in_place_is_left_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`watch` on one, `build` on the other, both into the folder of the month on a share."""
    promise = workspace._promise

    def meanwhile(*told: Any) -> None:
        with monkeypatch.context() as other:
            other.setattr(workspace, "_promise", promise)
            other.setattr(workspace, "_OURS", f"{workspace.TEMPORARY}other-")
            publish(tmp_path, tmp_path, {"a.docx": b"theirs", "b.docx": b"2"})
        promise(*told)

    monkeypatch.setattr(workspace, "_promise", meanwhile)
    assert placed(tmp_path, a=b"ours", c=b"3") == dict.fromkeys(
        ("a.docx", "c.docx"), Placed.WRITTEN
    )
    monkeypatch.undo()
    assert visible(tmp_path) == {"a.docx": b"ours", "b.docx": b"2", "c.docx": b"3"}
    assert placed(tmp_path, a=b"4", b=b"5").keys() == {"a.docx", "b.docx"}


def test_what_a_run_that_died_left_goes_after_some_minutes(tmp_path: Path) -> None:
    left, fresh = (tmp_path / f"{workspace.TEMPORARY}{name}-0.tmp" for name in ("dead", "alive"))
    for path in (left, fresh):
        path.write_bytes(b"half")
    os.utime(left, (0, 0))
    placed(tmp_path, a=b"1")
    assert (left.exists(), fresh.exists()) == (False, True)


def test_a_file_that_was_there_before_us_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"somebody's")
    assert placed(tmp_path, a=b"1") == {"a (bản 2).docx": Placed.BESIDE}


@pytest.mark.parametrize("damaged", ["{", "[" * 100_000], ids=["cut", "deep"])
def test_damage_to_the_list_of_hashes_loses_nothing(tmp_path: Path, damaged: str) -> None:
    placed(tmp_path, a=b"1")
    (tmp_path / WRITTEN_BOOK).write_text(damaged, encoding="utf-8")
    assert state_file(tmp_path)[1] is False
    (tmp_path / WRITTEN_BOOK).with_name(JOURNAL).write_text(damaged, encoding="utf-8")
    assert inputs_of((tmp_path / WRITTEN_BOOK).parent) == frozenset()
    (tmp_path / WRITTEN_BOOK).with_name(JOURNAL).unlink()
    assert placed(tmp_path, a=b"2") == {"a (bản 2).docx": Placed.BESIDE}


@pytest.mark.parametrize("owner", ["~$a.docx", ".~lock.a.docx#"])
def test_an_open_document_is_not_replaced(tmp_path: Path, owner: str) -> None:
    placed(tmp_path, a=b"1")
    (tmp_path / owner).write_bytes(b"")
    outputs = publish(tmp_path, tmp_path, {"a.docx": b"2", "b.docx": b"3"})
    assert [(o.path.name, o.placed) for o in outputs] == [
        ("a (bản 2).docx", Placed.BESIDE),
        ("b.docx", Placed.WRITTEN),
    ]
    assert outputs[0].finding is not None
    assert outputs[0].finding.code == "MAY011"
    assert (tmp_path / "a.docx").read_bytes() == b"1"


@pytest.mark.parametrize(
    ("name", "owner"),
    [("bc.docx", "~$bc.docx"), ("baocao9.docx", "~$aocao9.docx"), ("bao-cao.9.docx", "~$o-cao.9.docx")],
)  # fmt: skip
def test_word_drops_as_many_letters_as_the_name_is_long(
    tmp_path: Path, name: str, owner: str
) -> None:
    assert not workspace.is_open(tmp_path / name)
    (tmp_path / owner).write_bytes(b"")
    assert workspace.is_open(tmp_path / name)


def test_a_refused_replace_lands_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows refuses to replace a file that a program holds open without leaving a trace."""
    placed(tmp_path, a=b"1")
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if target.name == "a.docx":
            raise PermissionError(13, "in use")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    monkeypatch.setattr("cv183_reports.workspace.written._PATIENCE", ())
    outputs = publish(tmp_path, tmp_path, {"a.docx": b"2"})
    assert [(o.path.name, o.placed) for o in outputs] == [("a (bản 2).docx", Placed.BESIDE)]
    assert visible(tmp_path) == {"a (bản 2).docx": b"2", "a.docx": b"1"}


def test_a_folder_in_the_way_is_said_and_nothing_is_lost(tmp_path: Path) -> None:
    (tmp_path / "a.docx").mkdir()
    outputs = publish(tmp_path, tmp_path, {"a.docx": b"1", "b.docx": b"2"})
    assert [(o.path.name, o.placed) for o in outputs] == [
        ("a (bản 2).docx", Placed.BESIDE),
        ("b.docx", Placed.WRITTEN),
    ]


def test_a_folder_that_cannot_be_made_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"a file where the folder should be")
    outputs = publish(tmp_path, tmp_path / "out" / "2025-09", {"a.docx": b"1"})
    assert outputs[0].placed is Placed.FAILED
    assert outputs[0].finding is not None
    assert outputs[0].finding.code == "MAY013"


@pytest.mark.parametrize("step", range(6))
def test_killed_before_any_write_the_old_file_or_the_new_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """Six writes: two files and the list staged, then the list and the two files moved."""
    publish(tmp_path, tmp_path, {"a.docx": b"old a", "b.docx": b"old b"})
    done = []

    def mortal(name: str) -> None:
        real = getattr(workspace, name)

        def run(*args: object) -> object:
            if len(done) == step:
                raise KeyboardInterrupt
            done.append(name)
            return real(*args)

        monkeypatch.setattr(workspace, name, run)

    mortal("_stage")
    mortal("replace_file")
    with pytest.raises(KeyboardInterrupt):
        publish(tmp_path, tmp_path, {"a.docx": b"new a", "b.docx": b"new b"})
    monkeypatch.undo()
    assert (tmp_path / "a.docx").read_bytes() in (b"old a", b"new a")
    assert (tmp_path / "b.docx").read_bytes() in (b"old b", b"new b")
    assert placed(tmp_path, a=b"new a", b=b"new b").keys() == {"a.docx", "b.docx"}
    assert visible(tmp_path) == {"a.docx": b"new a", "b.docx": b"new b"}


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_called_one_and_nobody_is_sent_for_rights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def full(*_: object) -> None:
        raise OSError(number, "No space left on device")

    for step in ("_stage", "replace_file"):
        with monkeypatch.context() as patch:
            patch.setattr(workspace, step, full)
            (output,) = publish(tmp_path, tmp_path / "out", {"a.docx": b"1"})
        assert (output.placed, output.finding is not None) == (Placed.FAILED, True)
        assert output.finding is not None
        assert output.finding.code == "MAY023"
        assert "Đầy đĩa" in output.finding.message
        assert "quyền" not in output.finding.message + output.finding.remedy


def test_a_folder_in_place_of_a_file_is_told_as_one_on_windows_too(tmp_path: Path) -> None:
    """There open() of a folder is forbidden without a number of Windows' own; listing a shut one has it."""
    opened, shut = (PermissionError(13, "Permission denied", str(tmp_path)) for _ in range(2))
    opened.winerror, shut.winerror = None, 5  # type: ignore[attr-defined]
    with pytest.raises(OSError) as found:  # noqa: PT011 - whatever this system says
        tmp_path.read_bytes()
    assert reason(opened) == reason(found.value) == "tên đó đang là một thư mục hoặc tệp khác"
    assert reason(shut) == reason(PermissionError(13, "")) == OPEN_OR_FORBIDDEN


def test_a_name_that_no_file_can_have_leads_nowhere(tmp_path: Path) -> None:
    """``*.docx`` where no document lies, on Windows."""
    never = OSError(errno.EINVAL, "Invalid argument", "*.docx")
    assert leads_astray(never)
    assert reason(never) == reason(FileNotFoundError())
    in_a_cloud = OSError(errno.EINVAL, "Invalid argument", str(tmp_path))
    assert not leads_astray(in_a_cloud)
    assert reason(in_a_cloud) != reason(never)
    assert not leads_astray(PermissionError(13, ""))


@pytest.mark.parametrize("edited", [False, True])
def test_what_lay_beside_an_open_file_goes_once_that_is_written_again(
    tmp_path: Path, *, edited: bool
) -> None:
    """The file beside has old figures by then; one that a person changed is theirs."""
    placed(tmp_path, a=b"1")
    owner = tmp_path / "~$a.docx"
    owner.write_bytes(b"")
    assert placed(tmp_path, a=b"2") == {"a (bản 2).docx": Placed.BESIDE}
    beside = tmp_path / "a (bản 2).docx"
    if edited:
        beside.write_bytes(b"2, edited")
    owner.unlink()
    assert placed(tmp_path, a=b"3") == {"a.docx": Placed.WRITTEN}
    assert beside.exists() is edited


GONE = "không tới được ổ mạng, máy chủ hoặc USB chứa tệp"


@pytest.mark.parametrize(
    ("number", "windows", "told", "astray"),
    [
        (errno.ENOENT, 53, GONE, False),
        (errno.EINVAL, 64, GONE, False),
        (errno.EINVAL, 121, GONE, False),
        (errno.EACCES, 21, GONE, False),
        (errno.EACCES, 19, "ổ đĩa hoặc USB bị khóa ghi", False),
        (errno.EACCES, 32, "tệp đang mở trong chương trình khác", False),
        (errno.EACCES, 23, "ổ đĩa hoặc USB bị lỗi khi đọc, ghi", False),
        (errno.ENOENT, 206, "đường dẫn quá dài, Windows không mở được", False),
        (errno.EINVAL, 225, "phần mềm diệt vi-rút chặn tệp này", False),
        (errno.EINVAL, 362, "nội dung tệp còn trên OneDrive, chưa tải được về máy này", False),
        (errno.EINVAL, 1326, "không có tệp hoặc thư mục này", True),
        (errno.ENOENT, 2, "không có tệp hoặc thư mục này", True),
        (errno.EACCES, 5, OPEN_OR_FORBIDDEN, False),
    ],
)
def test_what_windows_tells_by_numbers_of_its_own(
    tmp_path: Path, number: int, windows: int, told: str, *, astray: bool
) -> None:
    error = OSError(number, "", str(tmp_path / "a.xlsx"))
    error.winerror = windows  # type: ignore[attr-defined]
    assert (reason(error), leads_astray(error)) == (told, astray)
    assert is_out_of_reach(error) is (told == GONE)


def test_an_unknown_number_is_that_of_windows_which_can_be_looked_up(tmp_path: Path) -> None:
    error = OSError(errno.EINVAL, "", str(tmp_path))
    error.winerror = 1326  # type: ignore[attr-defined]
    assert reason(error) == "hệ điều hành báo lỗi số 1326"


def test_of_a_file_that_could_not_be_opened_windows_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """open() forgets the number; looking at the file tells it."""

    def gone(self: Path, **_: object) -> os.stat_result:
        error = FileNotFoundError(errno.ENOENT, "", str(self))
        error.winerror = 53  # type: ignore[attr-defined]
        raise error

    opened = FileNotFoundError(errno.ENOENT, "", str(tmp_path / "a.xlsx"))
    opened.winerror = None  # type: ignore[attr-defined]
    assert leads_astray(opened)
    monkeypatch.setattr(Path, "stat", gone)
    assert reason(opened) == GONE
    assert not leads_astray(opened)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("Q:\\CV183\\data\\danh-muc.xlsx", GONE),
        ("a" * 300, "đường dẫn quá dài, Windows không mở được"),
        ("khong-co/a.xlsx", "không có tệp hoặc thư mục này"),
    ],
    ids=["stick gone", "too long", "nowhere"],
)
def test_no_such_path_is_a_drive_that_is_gone_or_a_path_too_long(path: str, told: str) -> None:
    error = FileNotFoundError(errno.ENOENT, "", path)
    error.winerror = 3  # type: ignore[attr-defined]
    assert reason(error) == told


def test_a_file_that_is_read_only_or_in_the_cloud_is_told_as_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "chot.json"
    path.write_bytes(b"{}")
    replaced = PermissionError(errno.EACCES, "", "x.tmp", None, str(path))
    opened = OSError(errno.EINVAL, "", str(path))
    for error, windows in ((replaced, 5), (opened, None)):
        error.winerror = windows  # type: ignore[attr-defined]
    mode = path.stat().st_mode
    for attributes, error, told in (
        (0x1, replaced, "tệp đặt thuộc tính chỉ đọc (Read-only), hoặc đang mở"),
        (0x400000, opened, "nội dung tệp còn trên OneDrive, chưa tải được về máy này"),
    ):
        status = SimpleNamespace(st_mode=mode, st_file_attributes=attributes)
        with monkeypatch.context() as patch:
            patch.setattr(Path, "stat", lambda *_, status=status, **__: status)
            assert reason(error) == told


def test_a_scanner_that_holds_fresh_files_for_a_moment_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More than a second, as those of Vietnamese offices do; also of the copies by which edits are merged."""
    held: dict[str, float] = {}
    replace = Path.replace

    def scanned(self: Path, target: Path) -> Path:
        held[self.name] = held.get(self.name, 0.0)
        if held[self.name] < 1.5:
            raise PermissionError(13, "being scanned", str(self))
        return replace(self, target)

    def wait(seconds: float) -> None:
        for name in held:
            held[name] += seconds

    monkeypatch.setattr(Path, "replace", scanned)
    monkeypatch.setattr(books, "time", SimpleNamespace(sleep=wait))
    (output,) = publish(tmp_path, tmp_path, {"a.docx": b"1"})
    assert output.placed is Placed.WRITTEN
    assert Written.read(tmp_path).recall(tmp_path / "a.docx") == b"1"


def test_the_list_of_hashes_is_read_again_while_another_program_replaces_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    placed(tmp_path, a=b"1")
    read, refused = Path.read_bytes, [True, True]

    def replacing(self: Path) -> bytes:
        if self.name == WRITTEN_BOOK.name and refused and refused.pop():
            raise PermissionError(13, "delete pending", str(self))
        return read(self)

    monkeypatch.setattr(Path, "read_bytes", replacing)
    assert placed(tmp_path, a=b"2") == {"a.docx": Placed.WRITTEN}


@pytest.mark.parametrize(("left", "beside"), [(b"1", "MAY061"), (b"edited", "MAY010")])
def test_a_file_of_ours_that_is_read_only_is_told_as_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left: bytes, beside: str
) -> None:
    """As all are in a folder that was copied from a disc."""
    placed(tmp_path, a=b"1")
    (tmp_path / "a.docx").write_bytes(left)
    monkeypatch.setattr(workspace, "is_read_only", lambda path: path.name == "a.docx")
    (output,) = publish(tmp_path, tmp_path, {"a.docx": b"2"})
    assert (output.path.name, output.placed) == ("a (bản 2).docx", Placed.BESIDE)
    assert output.finding is not None
    assert output.finding.code == beside
    assert (output.kept is not None) is (beside == "MAY010")
    monkeypatch.undo()
    (output,) = publish(tmp_path, tmp_path, {"a.docx": b"3"})
    assert (output.placed is Placed.WRITTEN) is (beside == "MAY061")


def test_a_share_that_goes_while_we_write_is_told_as_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Writing itself tells no name, and Python no number of Windows: both are asked for."""
    broken, stat = OSError(errno.EINVAL, "Invalid argument"), Path.stat
    broken.winerror = None  # type: ignore[attr-defined]

    def gone(self: Path, **how: bool) -> os.stat_result:
        if self.name != "a.docx":
            return stat(self, **how)
        error = OSError(errno.EINVAL, "", str(self))
        error.winerror = 64  # type: ignore[attr-defined]
        raise error

    def refuse(_: int) -> None:
        monkeypatch.setattr(Path, "stat", gone)
        raise broken

    monkeypatch.setattr(os, "fsync", refuse)
    (output,) = publish(tmp_path, tmp_path / "out", {"a.docx": b"1"})
    assert output.finding is not None
    assert GONE in output.finding.message
    assert not any(tmp_path.rglob("*.tmp"))
