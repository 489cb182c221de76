"""A mark that a file carries for good: told in a document property, found wherever it stands."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from lxml import etree

from cv183_reports.ooxml.archive import Refusal
from cv183_reports.ooxml.package import Package
from cv183_reports.ooxml.xml import children, named_like, new_root, root

PROPERTY = "cv183-report"
"""Name of the property, as Word shows it among those of a document's own."""
_PROPERTIES = "docProps/custom.xml"
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
        package.add(_PROPERTIES, _CONTENT_TYPE, properties)
        package.relate("", _KIND, _PROPERTIES)


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
