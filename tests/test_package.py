"""A .docx as a zip of parts: what is read, what is refused, what is written."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cv183_reports.ooxml import copies as package
from cv183_reports.ooxml.copies import NotAPackageError, Package, TooLargeError


def zipped(*parts: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        archive.writestr(zipfile.ZipInfo("thư mục/"), b"")
        for name, data in parts:
            entry = zipfile.ZipInfo(name, (2025, 9, 22, 16, 0, 0))
            entry.compress_type = method
            archive.writestr(entry, data)
    return stream.getvalue()


PARTS = (("a.xml", b"<a/>" * 500), ("b/ảnh.png", bytes(range(256)) * 9), ("c.xml", b""))


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_untouched_parts_are_copied_as_packed(method: int) -> None:
    read = Package.read(zipped(*PARTS, method=method))
    written = Package.read(read.with_parts({"a.xml": b"<b/>"}))
    assert [part.name for part in written.parts] == ["a.xml", "b/ảnh.png", "c.xml"]
    assert written.parts[1:] == read.parts[1:]
    assert [part.data() for part in written.parts] == [b"<b/>", PARTS[1][1], b""]


def test_a_part_by_its_name() -> None:
    read = Package.read(zipped(*PARTS))
    found = read.get("a.xml")
    assert found is not None
    assert found.data() == PARTS[0][1]
    assert read.get("d.xml") is None


def test_written_zip_is_sound_and_says_nothing_of_the_day() -> None:
    data = Package.read(zipped(*PARTS)).with_parts({"c.xml": b"new"})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert all(entry.extra == b"" for entry in archive.infolist())


def test_sizes_after_the_data_are_understood() -> None:
    class Unseekable(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: object) -> int:
            raise io.UnsupportedOperation

    stream = Unseekable()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", PARTS[0][1])
    assert Package.read(stream.getvalue()).parts[0].data() == PARTS[0][1]


def encrypted() -> bytes:
    data = bytearray(zipped(PARTS[0]))
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def lying() -> bytes:
    """A part that inflates to more than the directory declares."""
    data = bytearray(zipped(("a.xml", bytes(10**6))))
    struct.pack_into("<I", data, data.rindex(b"PK\x03\x04") + 22, 10)
    struct.pack_into("<I", data, data.rindex(b"PK\x01\x02") + 24, 10)
    return bytes(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        zipped(*PARTS)[:-40],
        zipped(*PARTS, method=zipfile.ZIP_LZMA),
        zipped(("a.xml", b"1"), ("A.xml", b"1")).replace(b"A.xml", b"a.xml"),
        zipped(*PARTS, method=zipfile.ZIP_STORED).replace(b"<a/>", b"<c/>", 1),
        encrypted(),
        lying(),
    ],
    ids=["empty", "head", "cut", "lzma", "twice", "checksum", "encrypted", "lying"],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_refused(data: bytes) -> None:
    with pytest.raises(NotAPackageError):
        Package.read(data)


@pytest.mark.parametrize("limit", ["MAX_PARTS", "MAX_PART", "MAX_TOTAL"])
def test_too_large(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, limit, 2)
    with pytest.raises(TooLargeError):
        Package.read(zipped(*PARTS))


@settings(max_examples=300)
@given(st.data())
def test_a_damaged_file_is_refused_or_reads_the_same(data: st.DataObject) -> None:
    sound = zipped(*PARTS)
    position = data.draw(st.integers(0, len(sound) - 1))
    damaged = bytearray(sound)
    damaged[position] ^= 1 << data.draw(st.integers(0, 7))
    try:
        read = Package.read(bytes(damaged))
    except (NotAPackageError, TooLargeError):
        return
    contents = {part.data() for part in read.parts}
    assert contents <= {content for _, content in PARTS}


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_without_a_crash(data: bytes) -> None:
    with pytest.raises(NotAPackageError):
        Package.read(struct.pack("<4s", b"PK\x03\x04") + data)
