"""A file of Office: its parts by name and how they relate, read strictly, changed, and written again."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from io import BytesIO
from types import MappingProxyType

from lxml import etree
from msgspec import Struct

from cv183_reports.catalogue import files
from cv183_reports.ooxml.archive import (
    MAX_ENTRIES,
    MAX_INFLATED,
    MAX_PART,
    MEGABYTE,
    Packed,
    Refusal,
    ZipEntry,
    deflated,
    entries,
    read_entry,
    refuse_too_big,
    zipped,
)
from cv183_reports.ooxml.xml import (
    Handler,
    Taker,
    check_prolog,
    children,
    named_like,
    new_root,
    parse,
    parse_taking,
    root,
    serialised,
)

TYPES = "[Content_Types].xml"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_XML_ENDINGS = (".xml", ".rels", ".vml")
_PROPERTIES = "docProps/core.xml"
_SAVED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_CREATED = re.compile(rb"<dcterms:created[^>]*>([^<]*)</dcterms:created>")
_REMEMBERED = 16 * 1024
"""Bytes of a small part that is remembered, at most."""
_NOTHING: Mapping[str, bytes] = MappingProxyType({})


class Relationship(Struct, frozen=True):
    """One arrow from a part to another part of the same package."""

    identity: str
    kind: str
    """Last segment of the type: ``worksheet``. The same in transitional and Strict files."""
    target: str
    """Name of the part, from the root, without leading slash; empty when it lies outside."""


def target(relationships: tuple[Relationship, ...], kind: str) -> str | None:
    """The first part of that kind, whether it is there or not."""
    return next((found.target for found in relationships if found.kind == kind), None)


def relationships_of(part: str) -> str:
    """The name of the part that says where `part` points (the package itself: ``""``)."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


class Package:
    """An opened .xlsx, .docx, .ods: a part is inflated when it is read, and kept only when it is changed.

    Names of parts compare without regard to case, as to Office.
    """

    def __init__(self, data: bytes) -> None:
        """Open `data`.

        Raises:
            Refusal: it is no whole zip, or its entries cannot belong to an honest file.
        """
        refuse_too_big(data)
        self._data = data
        self._source = BytesIO(data)
        self._entries = _by_name(entries(self._source))
        self._names = {key: _part_name(entry) for key, entry in self._entries.items()}
        self._unread = dict(self._entries)
        self._inflated = 0
        self._changed: dict[str, bytes] = {}
        self._copies: dict[str, Packed] = {}
        self._arrows: dict[str, tuple[Relationship, ...]] = {}

    # Reading.

    @property
    def names(self) -> tuple[str, ...]:
        """The parts, as the zip names them, in its order; new ones last."""
        return tuple(self._names.values())

    def has(self, part: str) -> bool:
        """Whether the package holds `part`."""
        return part.lower() in self._names

    def read(self, part: str, most: int | None = None) -> bytes:
        """The bytes of `part`, `most` of them at most (None: `MAX_PART`).

        Raises:
            Refusal: there is no such part, or it is damaged or too big.
        """
        key = part.lower()
        if key in self._changed:
            return self._changed[key]
        if key not in self._names:
            raise Refusal(files.MISSING_PART, part=part)
        self._unread.pop(key, None)
        return self._content(self._entries[key], most)

    def parse(self, part: str, handler: Handler) -> None:
        """Give the elements of the XML part `part` to `handler`; raises Refusal as `read` does."""
        parse(part, self.read(part), handler)

    def parse_taking(self, part: str, handler: Taker) -> None:
        """The same, what is written in the ordinary way taken whole."""
        parse_taking(part, self.read(part), handler)

    def root(self, part: str) -> etree._Element:
        """The root of the XML part `part`; what is changed in it counts only when it is put back."""
        return root(part, self.read(part), bare=True)

    def relationships(self, part: str) -> tuple[Relationship, ...]:
        """Where `part` points (the package itself: ``""``), in file order."""
        if part not in self._arrows:
            rels = relationships_of(part)
            content = self.read(rels) if self.has(rels) else None
            self._arrows[part] = () if content is None else _arrows(part, rels, content)
        return self._arrows[part]

    def targets(self, source: str, kind: str = "") -> dict[str, str]:
        """The parts to which `source` points and that are there, by identity of the relationship.

        Args:
            source: the part that points; the package itself is ``""``.
            kind: last segment of the type; empty for all.
        """
        return {
            each.identity: self._names[each.target.lower()]
            for each in self.relationships(source)
            if kind in ("", each.kind) and each.target and self.has(each.target)
        }

    def target(self, source: str, kind: str) -> str | None:
        """The first part of that kind to which `source` points and that is there."""
        found = (each.target for each in self.relationships(source) if each.kind == kind)
        return next((self._names[part.lower()] for part in found if part and self.has(part)), None)

    def content_types(self) -> dict[str, str]:
        """What each part that is declared by its own name, and there, is declared to hold."""
        declared = {
            override.get("PartName", "").removeprefix("/"): override.get("ContentType", "")
            for override in children(self.root(TYPES), "Override")
        }
        return {part: kind for part, kind in declared.items() if self.has(part)}

    def verify_rest(self) -> None:
        """Read every part not read so far to its end.

        Raises:
            Refusal: one of them is damaged, too big, or an XML part with a DTD.
        """
        for name, entry in self._unread.items():
            content = self._content(entry)
            if content and name.endswith(_XML_ENDINGS):
                proved = _prove if len(content) <= _REMEMBERED else check_prolog
                proved(entry.name, content)
        self._unread.clear()

    def _content(self, entry: ZipEntry, most: int | None = None) -> bytes:
        content = read_entry(self._source, entry, MAX_PART if most is None else most)
        self._inflated += len(content)
        if self._inflated > MAX_INFLATED:
            raise Refusal(files.PARTS_TOO_BIG, limit=MAX_INFLATED // MEGABYTE)
        return content

    # Changing.

    def free_name(self, pattern: str) -> str:
        """The first name of that pattern, its ``{n}`` counted from 1, that no part has."""
        names = (pattern.format(n=n) for n in range(1, len(self._names) + 2))
        return next(name for name in names if not self.has(name))

    def put(self, part: str, content: bytes | etree._Element) -> None:
        """Let `part` hold that; it must be declared, if it is new."""
        key = part.lower()
        self._names.setdefault(key, part)
        self._unread.pop(key, None)
        self._changed[key] = content if isinstance(content, bytes) else serialised(content)

    def add(self, part: str, content_type: str, content: bytes | etree._Element) -> None:
        """A new part, declared by its own name."""
        types = self.root(TYPES)
        override = etree.SubElement(types, named_like(types, "Override"))
        override.set("PartName", f"/{part}")
        override.set("ContentType", content_type)
        self.put(TYPES, types)
        self.put(part, content)

    def drop(self, part: str) -> None:
        """Take `part` away, with where it points and what declares it."""
        for each in (part, relationships_of(part)):
            for known in (self._names, self._unread, self._changed):
                known.pop(each.lower(), None)
        self._arrows.pop(part, None)
        types = self.root(TYPES)
        for override in children(types, "Override"):
            if override.get("PartName", "").lower() == f"/{part}".lower():
                types.remove(override)
                self.put(TYPES, types)

    def declare_ending(self, ending: str, content_type: str) -> None:
        """Parts with that ending are of that type, unless they are declared already."""
        types = self.root(TYPES)
        if ending not in {each.get("Extension", "").lower() for each in children(types, "Default")}:
            default = etree.Element(named_like(types, "Default"))
            default.set("Extension", ending)
            default.set("ContentType", content_type)
            types.insert(0, default)
            self.put(TYPES, types)

    def relate(self, source: str, kind: str, part: str) -> str:
        """Let `source` point to `part`; gives the identity. `kind` is the whole type."""
        rels = relationships_of(source)
        arrows = self.root(rels) if self.has(rels) else new_root("Relationships", _RELATIONSHIPS)
        taken = {each.get("Id", "") for each in arrows}
        identity = next(name for n in range(1, len(taken) + 2) if (name := f"rId{n}") not in taken)
        arrow = etree.SubElement(arrows, named_like(arrows, "Relationship"))
        for name, value in (("Id", identity), ("Type", kind), ("Target", f"/{part}")):
            arrow.set(name, value)
        self._point(source, arrows)
        return identity

    def unrelate(self, source: str, part: str) -> None:
        """Take away what points from `source` to `part`."""
        gone = {identity for identity, found in self.targets(source).items() if found == part}
        if not gone:
            return
        arrows = self.root(relationships_of(source))
        for each in children(arrows, "Relationship"):
            if each.get("Id", "") in gone:
                arrows.remove(each)
        self._point(source, arrows)

    def _point(self, source: str, arrows: etree._Element) -> None:
        self._arrows.pop(source, None)
        rels = relationships_of(source)
        if len(arrows):
            self.put(rels, arrows)
        else:
            self.drop(rels)

    def forget_when_saved(self) -> None:
        """As if it had been saved when it was created: libraries tell the time at which they write."""
        properties = self.read(_PROPERTIES) if self.has(_PROPERTIES) else b""
        if created := _CREATED.search(properties):
            self.put(_PROPERTIES, _SAVED.sub(rb"\g<1>" + created[1] + rb"\g<2>", properties))

    # Writing.

    def packed(self, changed: Mapping[str, bytes] = _NOTHING) -> bytes:
        """The file again, the same bytes for the same parts; what nobody changed is copied as packed.

        Args:
            changed: what parts hold in this copy only, by name.

        Raises:
            Refusal: a part that nobody read is damaged or too big.
        """
        for entry in self._unread.values():
            self._content(entry)
        self._unread.clear()
        new = self._changed | {part.lower(): content for part, content in changed.items()}
        return zipped(
            deflated(name, new[key]) if key in new else self._copies.get(key) or self._copied(key)
            for key, name in self._names.items()
        )

    def _copied(self, key: str) -> Packed:
        entry = self._entries[key]
        assert entry.start is not None, "it was read"
        content = self._data[entry.start : entry.start + entry.packed]
        copy = Packed(self._names[key], entry.method, entry.crc, entry.size, content)
        return self._copies.setdefault(key, copy)


@lru_cache(maxsize=64)
def _prove(part: str, content: bytes) -> None:
    """Look for a DTD, once in what many files have alike: themes, content types."""
    check_prolog(part, content)


def _arrows(part: str, rels: str, content: bytes) -> tuple[Relationship, ...]:
    """What `rels` says of `part`; files of one program say the same, again and again."""
    read = _read_arrows if len(content) <= _REMEMBERED else _read_arrows.__wrapped__
    return read(posixpath.dirname(part), rels, content)


@lru_cache(maxsize=64)
def _read_arrows(folder: str, rels: str, content: bytes) -> tuple[Relationship, ...]:
    handler = _Relationships(folder)
    parse(rels, content, handler)
    return tuple(handler.found)


class _Relationships(Handler):
    def __init__(self, folder: str) -> None:
        self._folder = folder
        self.found: list[Relationship] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name != "Relationship":
            return
        if len(self.found) >= MAX_ENTRIES:
            raise Refusal(files.TOO_MANY_PARTS, limit=MAX_ENTRIES)
        kind = attributes.get("Type", "").rpartition("/")[2]
        part = self._resolved(attributes)
        self.found.append(Relationship(attributes.get("Id", ""), kind, part))

    def _resolved(self, attributes: dict[str, str]) -> str:
        """The target as a part name: absolute or relative, written with either slash."""
        if attributes.get("TargetMode") == "External":
            return ""
        part = attributes.get("Target", "").replace("\\", "/")
        return posixpath.normpath(posixpath.join("/", self._folder, part)).lstrip("/")


def _part_name(entry: ZipEntry) -> str:
    """The part that a zip entry is, from the root, without leading slash."""
    return entry.name.replace("\\", "/").lstrip("/")


def _by_name(found: list[ZipEntry]) -> dict[str, ZipEntry]:
    """Entries by lower-case part name; folders left out."""
    parts: dict[str, ZipEntry] = {}
    for entry in found:
        name = _part_name(entry).lower()
        if "\0" in name or ".." in name.split("/"):
            raise Refusal(files.UNSAFE_NAME, part=entry.name)
        if name.endswith("/") and not entry.size:
            continue
        if name in parts:
            raise Refusal(files.DUPLICATE_PART, part=entry.name)
        parts[name] = entry
    return parts


PROPERTY = "cv183-report"
"""Name of the property, as Word shows it among those of a document's own."""
_PROPERTIES_mark = "docProps/custom.xml"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_KIND = f"{_OFFICE}/relationships/custom-properties"
_TYPES = f"{_OFFICE}/docPropsVTypes"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""Of every property that users name themselves."""
_FIRST = 2
"""The first number that such a property may have."""


def set_mark(package: Package, mark: str) -> None:
    """Let the file say `mark` in a property that Word and LibreOffice keep when they save it."""
    part = package.target("", "custom-properties")
    properties = (
        package.root(part) if part else new_root("Properties", f"{_OFFICE}/custom-properties")
    )
    for former in children(properties, "property"):
        if former.get("name") == PROPERTY:
            properties.remove(former)
    taken = {each.get("pid") for each in properties}
    number = next(n for n in range(_FIRST, len(taken) + _FIRST + 1) if str(n) not in taken)
    told = etree.SubElement(properties, named_like(properties, "property"))
    for name, value in (("fmtid", _FORMAT), ("pid", str(number)), ("name", PROPERTY)):
        told.set(name, value)
    etree.SubElement(told, f"{{{_TYPES}}}lpwstr", nsmap={"vt": _TYPES}).text = mark
    if part:
        package.put(part, properties)
    else:
        package.add(_PROPERTIES_mark, _CONTENT_TYPE, properties)
        package.relate("", _KIND, _PROPERTIES_mark)


def carries(data: bytes, marks: Sequence[str]) -> bool:
    """Whether the .docx or .xlsx in `data` says one of `marks`: in a property, a text, a header, a cell.

    Comments are about a file, they do not count. A file that cannot be read says nothing.
    """
    try:
        package = Package(data)
    except Refusal:
        return False
    parts = [part for part in package.names if part.endswith(".xml") and "omments" not in part]
    parts.sort(key=lambda part: not part.startswith("docProps/"))
    return any(_says(package, part, marks) for part in parts)


def _says(package: Package, part: str, marks: Sequence[str]) -> bool:
    """Whether the characters of `part`, however cut into pieces of different looks, hold a mark."""
    try:
        characters = root(part, package.read(part), bare=True).itertext()
    except Refusal:
        return False
    text = unicodedata.normalize("NFC", "".join(map(str, characters)))
    return any(mark in text for mark in marks)
