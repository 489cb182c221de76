"""A file of Office as a package: what is read, what is refused, what is changed and written."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cv183_reports.catalogue import files
from cv183_reports.model.finding import Rule
from cv183_reports.ooxml import archive
from cv183_reports.ooxml import package as module
from cv183_reports.ooxml.archive import Refusal, stored
from cv183_reports.ooxml.package import Package, Relationship
from tests.conftest import REPOSITORY

TEMPLATE = REPOSITORY / "templates" / "docx" / "bao-cao-thang.docx"


def zipped(*parts: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        archive.writestr(zipfile.ZipInfo("thư mục/"), b"")
        for name, data in parts:
            entry = zipfile.ZipInfo(name, (2025, 9, 22, 16, 0, 0))
            entry.compress_type = method
            archive.writestr(entry, data)
    return stream.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


PARTS = (("a.xml", b"<a/>" * 500), ("b/ảnh.png", bytes(range(256)) * 9), ("c.xml", b""))
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def read_all(data: bytes) -> dict[str, bytes]:
    """Every part, and the rest proved, as a reader does it."""
    package = Package(data)
    contents = {name: package.read(name) for name in package.names}
    package.verify_rest()
    return contents


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_untouched_parts_are_copied_as_packed(method: int) -> None:
    data = zipped(*PARTS, method=method)
    written = Package(data).packed({"A.XML": b"<b/>"})
    assert unzipped(written) == {**dict(PARTS), "a.xml": b"<b/>"}
    assert list(unzipped(written)) == ["a.xml", "b/ảnh.png", "c.xml"]

    def packed(whole: bytes) -> bytes:
        with zipfile.ZipFile(io.BytesIO(whole)) as archive:
            info = archive.getinfo("b/ảnh.png")
        start = info.header_offset + 30 + len("b/ảnh.png".encode())
        return whole[start : start + info.compress_size]

    assert packed(written) == packed(data)


def test_what_holds_in_one_copy_only_is_not_kept() -> None:
    package = Package(zipped(*PARTS))
    package.packed({"a.xml": b"<b/>"})
    assert unzipped(package.packed()) == dict(PARTS)
    package.put("a.xml", b"<b/>")
    assert package.read("A.xml") == unzipped(package.packed())["a.xml"] == b"<b/>"


def test_a_part_by_its_name() -> None:
    package = Package(zipped(*PARTS))
    assert package.read("A.XML") == PARTS[0][1]
    assert (package.has("b/Ảnh.png"), package.has("d.xml")) == (True, False)
    with pytest.raises(Refusal) as refused:
        package.read("d.xml")
    assert refused.value.rule is files.MISSING_PART


def test_written_zip_is_sound_and_says_nothing_of_the_day_or_the_system() -> None:
    data = Package(zipped(*PARTS)).packed({"c.xml": b"new"})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert all(entry.extra == b"" for entry in archive.infolist())
        assert {entry.create_system for entry in archive.infolist()} == {3}


def test_a_zip_is_as_the_standard_library_writes_it() -> None:
    contents = [
        ("ảnh.xlsx", b"1" * 900, (2025, 9, 22, 16, 59, 58)),
        ("b", b"", (1980, 1, 1, 0, 0, 0)),
    ]
    theirs = io.BytesIO()
    with zipfile.ZipFile(theirs, "w", zipfile.ZIP_STORED) as archive_:
        for name, content, modified in contents:
            entry = zipfile.ZipInfo(name, modified)
            entry.create_system = 3
            archive_.writestr(entry, content)
    assert archive.zipped(stored(*each) for each in contents) == theirs.getvalue()


def test_sizes_after_the_data_are_understood() -> None:
    class Unseekable(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: object) -> int:
            raise io.UnsupportedOperation

    stream = Unseekable()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", PARTS[0][1])
    assert read_all(stream.getvalue()) == {"a.xml": PARTS[0][1]}
    assert unzipped(Package(stream.getvalue()).packed()) == {"a.xml": PARTS[0][1]}


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
    ("rule", "data"),
    [
        (files.BROKEN_ZIP, b""),
        (files.BROKEN_ZIP, b"PK\x03\x04"),
        (files.BROKEN_ZIP, zipped(*PARTS)[:-40]),
        (files.UNKNOWN_COMPRESSION, zipped(*PARTS, method=zipfile.ZIP_LZMA)),
        (files.DUPLICATE_PART, zipped(("a.xml", b"1"), ("A.xml", b"1"))),
        (
            files.DAMAGED_PART,
            zipped(*PARTS, method=zipfile.ZIP_STORED).replace(b"<a/>", b"<c/>", 1),
        ),
        (files.ENCRYPTED_PART, encrypted()),
        (files.DAMAGED_PART, lying()),
    ],
    ids=["empty", "head", "cut", "lzma", "twice", "checksum", "encrypted", "lying"],
)
def test_refused_though_nobody_asks_for_the_part(rule: Rule, data: bytes) -> None:
    for use in (Package.verify_rest, Package.packed):
        with pytest.raises(Refusal) as refused:
            use(Package(data))
        assert refused.value.rule is rule


@pytest.mark.parametrize(
    ("place", "limit", "rule"),
    [
        (archive, "MAX_FILE", files.TOO_BIG),
        (archive, "MAX_ENTRIES", files.TOO_MANY_PARTS),
        (module, "MAX_PART", files.PART_TOO_BIG),
        (module, "MAX_INFLATED", files.PARTS_TOO_BIG),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_too_large(place: object, limit: str, rule: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, limit, 2)
    with pytest.raises(Refusal) as refused:
        Package(zipped(*PARTS)).packed()
    assert refused.value.rule is rule


@settings(max_examples=300)
@given(st.data())
def test_a_damaged_file_is_refused_or_reads_the_same(data: st.DataObject) -> None:
    sound = zipped(*PARTS)
    position = data.draw(st.integers(0, len(sound) - 1))
    damaged = bytearray(sound)
    damaged[position] ^= 1 << data.draw(st.integers(0, 7))
    try:
        contents = read_all(bytes(damaged))
        written = Package(bytes(damaged)).packed()
    except Refusal:
        return
    assert set(contents.values()) <= {content for _, content in PARTS}
    assert read_all(written) == contents


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_without_a_crash(data: bytes) -> None:
    with pytest.raises(Refusal):
        Package(struct.pack("<4s", b"PK\x03\x04") + data)


def small(**parts: bytes) -> Package:
    types = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    return Package(zipped(("[Content_Types].xml", types), ("a.xml", b"<a/>"), *parts.items()))


def test_a_part_is_added_pointed_to_and_taken_away_again() -> None:
    package = small()
    assert package.free_name("b{n}.xml") == "b1.xml"
    package.add("b1.xml", "application/x", b"<b/>")
    assert package.free_name("b{n}.xml") == "b2.xml"
    assert package.relate("a.xml", f"{OFFICE}/thing", "b1.xml") == "rId1"
    assert package.relate("a.xml", f"{OFFICE}/thing", "b1.xml") == "rId2"
    again = Package(package.packed())
    for each in (package, again):
        assert each.content_types() == {"b1.xml": "application/x"}
        assert each.relationships("a.xml") == (
            Relationship("rId1", "thing", "b1.xml"),
            Relationship("rId2", "thing", "b1.xml"),
        )
        assert each.targets("a.xml", "thing") == {"rId1": "b1.xml", "rId2": "b1.xml"}
        assert (each.target("a.xml", "thing"), each.target("a.xml", "x")) == ("b1.xml", None)
    again.unrelate("a.xml", "b1.xml")
    again.drop("b1.xml")
    assert again.relationships("a.xml") == ()
    assert again.names == small().names
    assert again.content_types() == {}


def test_what_points_nowhere_is_no_target() -> None:
    rels = f"""<Relationships xmlns="{RELATIONSHIPS}">
        <Relationship Id="1" Type="{OFFICE}/thing" Target="gone.xml"/>
        <Relationship Id="2" Type="{OFFICE}/thing" Target="a.xml" TargetMode="External"/>
        <Relationship Id="3" Type="{OFFICE}/thing" Target="\\x\\..\\A.XML"/>
    </Relationships>"""
    package = Package(zipped(("a.xml", b"<a/>"), ("_rels/.rels", rels.encode())))
    assert [each.target for each in package.relationships("")] == ["gone.xml", "", "A.XML"]
    assert package.targets("") == {"3": "a.xml"}
    assert package.target("", "thing") == "a.xml"
    assert module.target(package.relationships(""), "thing") == "gone.xml"


def test_an_ending_is_declared_once() -> None:
    package = small()
    for _ in range(2):
        package.declare_ending("vml", "application/v")
    assert package.read("[Content_Types].xml").count(b'Extension="vml"') == 1


def test_the_time_of_saving_is_forgotten() -> None:
    package = Package(TEMPLATE.read_bytes())
    properties = package.read("docProps/core.xml")
    assert b"<dcterms:created" in properties
    later = properties.replace(b"</dcterms:modified>", b"9</dcterms:modified>")
    assert later != properties
    copies = []
    for saved in (properties, later):
        package.put("docProps/core.xml", saved)
        package.forget_when_saved()
        copies.append(package.packed())
    assert copies[0] == copies[1]
