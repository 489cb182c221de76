"""Rebuilds around a document that a person edited: what stays, what lands beside it, what is remembered."""

from __future__ import annotations

from pathlib import Path

import pytest

from cv183_reports.workspace import written
from cv183_reports.workspace.folder import Output, Placed, publish

NAME = "a.docx"
SECOND = "a (bản 2).docx"


def build(folder: Path, data: bytes) -> Output:
    (output,) = publish(folder, folder, {NAME: data})
    return output


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    """v1 was written, then edited."""
    build(tmp_path, b"v1")
    (tmp_path / NAME).write_bytes(b"v1, edited")
    return tmp_path


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("*.docx")}


def test_an_edited_document_with_unchanged_data_simply_stays(edited: Path) -> None:
    for _ in range(2):
        output = build(edited, b"v1")
        assert (output.path.name, output.placed, output.finding) == (NAME, Placed.KEPT, None)
    assert names(edited) == {NAME}
    assert (edited / NAME).read_bytes() == b"v1, edited"


def test_new_data_lands_beside_and_what_was_edited_is_remembered(edited: Path) -> None:
    for data in (b"v2", b"v2", b"v3"):
        output = build(edited, data)
        assert output.path.name == SECOND
        assert output.kept is not None
        assert (output.kept.path.name, output.kept.wrote) == (NAME, b"v1")
        assert (edited / SECOND).read_bytes() == data
    assert names(edited) == {NAME, SECOND}


def test_a_second_version_that_was_edited_too_makes_a_third(edited: Path) -> None:
    build(edited, b"v2")
    (edited / SECOND).write_bytes(b"v2, edited")
    assert build(edited, b"v2").placed is Placed.KEPT
    output = build(edited, b"v3")
    assert output.path.name == "a (bản 3).docx"
    assert output.kept is not None
    assert (output.kept.path.name, output.kept.wrote) == (SECOND, b"v2")
    assert output.kept.wanted.name == NAME
    assert (edited / SECOND).read_bytes() == b"v2, edited"


def test_a_version_beside_that_was_taken_away_was_carried_over(edited: Path) -> None:
    build(edited, b"v2")
    (edited / SECOND).unlink()
    assert build(edited, b"v2").placed is Placed.KEPT
    assert names(edited) == {NAME}
    output = build(edited, b"v3")
    assert output.path.name == SECOND
    assert output.kept is not None
    assert output.kept.wrote == b"v2"


def test_a_version_beside_that_never_came_to_stand_is_written(
    edited: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The machine stops between the promise and the move."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("cv183_reports.workspace.folder._move", stop)
        with pytest.raises(KeyboardInterrupt):
            build(edited, b"v2")
    assert build(edited, b"v2").path.name == SECOND
    assert (edited / SECOND).read_bytes() == b"v2"


def test_data_that_returns_to_what_was_edited_overwrites_only_our_version(edited: Path) -> None:
    build(edited, b"v2")
    assert build(edited, b"v1").path.name == SECOND
    assert (edited / SECOND).read_bytes() == b"v1"
    assert (edited / NAME).read_bytes() == b"v1, edited"


def test_a_document_that_was_never_ours_has_no_version_before(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"somebody's")
    output = build(tmp_path, b"v1")
    assert output.kept is not None
    assert output.kept.wrote is None


def test_copies_are_few_and_damaged_ones_are_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        publish(tmp_path, tmp_path, {NAME: b"v%d" % number, "b.docx": b"w%d" % number})
    folder = tmp_path / ".cv183" / "ban-da-ghi"
    assert len(list(folder.iterdir())) == 4
    monkeypatch.setattr(written, "MOST", 1)
    build(tmp_path, b"v9")
    (last,) = folder.iterdir()
    last.write_bytes(b"damaged")
    (tmp_path / NAME).write_bytes(b"v9, edited")
    output = build(tmp_path, b"v10")
    assert output.kept is not None
    assert output.kept.wrote is None


def test_only_word_documents_are_copied_and_a_full_disk_costs_no_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path, tmp_path, {"a.xlsx": b"1"})
    assert not (tmp_path / ".cv183" / "ban-da-ghi").exists()
    real = Path.write_bytes

    def full(self: Path, data: bytes) -> int:
        if "ban-da-ghi" in self.parts:
            raise OSError(28, "full")
        return real(self, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    assert build(tmp_path, b"v1").placed is Placed.WRITTEN
