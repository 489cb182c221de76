"""The package of an .xlsx: its parts by name, how they relate, and proof that all of them are whole."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from io import BytesIO

from cv183_reports.catalogue import files
from cv183_reports.ooxml.archive import (
    MAX_ENTRIES,
    MAX_FILE,
    MAX_PART,
    MAX_PARTS,
    MEGABYTE,
    Entry,
    Refusal,
    entries,
    read_entry,
)
from cv183_reports.ooxml.xml import Handler, check_prolog, parse

_XML_ENDINGS = (".xml", ".rels", ".vml")


@dataclass(frozen=True, slots=True)
class Relationship:
    """One arrow from a part to another part of the same package."""

    identity: str
    kind: str
    """Last segment of the type: ``worksheet``. The same in transitional and Strict files."""
    target: str
    """Name of the part, from the root, without leading slash; empty when it lies outside."""


def target(relationships: tuple[Relationship, ...], kind: str) -> str | None:
    """The first part of that kind."""
    return next((found.target for found in relationships if found.kind == kind), None)


class Package:
    """An opened .xlsx. A part is inflated when it is read, and not kept."""

    def __init__(self, data: bytes) -> None:
        """Open `data`.

        Raises:
            Refusal: it is no whole zip, or its entries cannot belong to an honest workbook.
        """
        if len(data) > MAX_FILE:
            raise Refusal(files.TOO_BIG, size=-(-len(data) // MEGABYTE), limit=MAX_FILE // MEGABYTE)
        self._source = BytesIO(data)
        self._parts = _by_name(entries(self._source))
        self._unread = dict(self._parts)
        self._inflated = 0

    @property
    def names(self) -> tuple[str, ...]:
        """The parts, as the zip names them, in its order."""
        return tuple(_part_name(entry) for entry in self._parts.values())

    def has(self, part: str) -> bool:
        """Whether the package holds `part`; case does not matter, as to Excel."""
        return part.lower() in self._parts

    def read(self, part: str) -> bytes:
        """The bytes of `part`.

        Raises:
            Refusal: there is no such part, or it is damaged or too big.
        """
        entry = self._parts.get(part.lower())
        if entry is None:
            raise Refusal(files.MISSING_PART, part=part)
        self._unread.pop(part.lower(), None)
        return self._content(entry)

    def parse(self, part: str, handler: Handler) -> None:
        """Give the elements of the XML part `part` to `handler`; raises Refusal as `read` does."""
        parse(part, self.read(part), handler)

    def relationships(self, part: str) -> tuple[Relationship, ...]:
        """Where `part` points (the package itself: ``""``), in file order."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has(rels):
            return ()
        handler = _Relationships(folder)
        self.parse(rels, handler)
        return tuple(handler.found)

    def verify_rest(self) -> None:
        """Read every part not read so far to its end.

        Raises:
            Refusal: one of them is damaged, too big, or an XML part with a DTD.
        """
        for name, entry in self._unread.items():
            content = self._content(entry)
            if content and name.endswith(_XML_ENDINGS):
                check_prolog(entry.name, content)
        self._unread.clear()

    def _content(self, entry: Entry) -> bytes:
        content = read_entry(self._source, entry, MAX_PART)
        self._inflated += len(content)
        if self._inflated > MAX_PARTS:
            raise Refusal(files.PARTS_TOO_BIG, limit=MAX_PARTS // MEGABYTE)
        return content


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
        target = self._resolved(attributes)
        self.found.append(Relationship(attributes.get("Id", ""), kind, target))

    def _resolved(self, attributes: dict[str, str]) -> str:
        """The target as a part name: absolute or relative, written with either slash."""
        if attributes.get("TargetMode") == "External":
            return ""
        target = attributes.get("Target", "").replace("\\", "/")
        return posixpath.normpath(posixpath.join("/", self._folder, target)).lstrip("/")


def _part_name(entry: Entry) -> str:
    """The part that a zip entry is, from the root, without leading slash."""
    return entry.name.replace("\\", "/").lstrip("/")


def _by_name(found: list[Entry]) -> dict[str, Entry]:
    """Entries by lower-case part name; folders left out."""
    parts: dict[str, Entry] = {}
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
