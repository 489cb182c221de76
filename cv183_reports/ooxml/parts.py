"""An .xlsx opened to be changed: its parts, their relationships and content types, written whole again.

Every part is read through the strict door first. What nobody changes goes into the new file as it was.
"""

from __future__ import annotations

import posixpath
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

from cv183_reports.catalogue import files
from cv183_reports.ooxml.archive import Refusal
from cv183_reports.ooxml.package import Package
from cv183_reports.ooxml.xml import check_prolog

_NO_RELATIONSHIPS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
)
_TYPES_PART = "[Content_Types].xml"
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The date of each entry: the same bytes, whenever they are made."""
_DIGITS = 9
"""Far beyond any index."""
_UNIX = 3
"""Written by every system alike."""


def local(element: etree._Element) -> str:
    """The name without its namespace; empty for a comment or an instruction."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: etree._Element, name: str) -> list[etree._Element]:
    """The children of that local name."""
    return [child for child in element if local(child) == name]


def child(element: etree._Element, name: str) -> etree._Element | None:
    """The first child of that local name."""
    return next((each for each in element if local(each) == name), None)


def named_like(element: etree._Element, name: str) -> str:
    """The full name that `name` has in the namespace of `element`."""
    return f"{{{etree.QName(element).namespace or ''}}}{name}"


def index(text: str) -> int | None:
    """The number from 0 that an attribute or an element gives; None for anything else."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else None


def identity_in(element: etree._Element) -> str:
    """The relationship that `element` names in its ``r:id``; empty when it names none."""
    return next((str(v) for k, v in element.attrib.items() if str(k).endswith("}id")), "")


def new_root(name: str, namespace: str) -> etree._Element:
    """An element without content whose own namespace needs no prefix."""
    return etree.fromstring(f'<{name} xmlns="{namespace}"/>')


def written(root: etree._Element) -> bytes:
    """`root` as a part."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def parsed(part: str, content: bytes) -> etree._Element:
    """The root of an XML part.

    Raises:
        Refusal: a DTD, a strange encoding or bad XML.
    """
    check_prolog(part, content)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as problem:
        raise Refusal(files.BAD_XML, part=part) from problem


class Parts:
    """The parts of one workbook."""

    def __init__(self, data: bytes) -> None:
        """Read all of `data`.

        Raises:
            Refusal: it is no whole zip, or a part of it is damaged or too big.
        """
        package = Package(data)
        self._contents = {name: package.read(name) for name in package.names}
        self._names = {name.lower(): name for name in self._contents}
        self._rels: dict[str, etree._Element] = {}
        self._changed_rels: set[str] = set()
        if not self.has(_TYPES_PART):
            raise Refusal(files.MISSING_PART, part=_TYPES_PART)
        self._types = self.tree(_TYPES_PART)

    def has(self, part: str) -> bool:
        """Whether there is such a part; case does not matter."""
        return part.lower() in self._names

    def free_name(self, pattern: str) -> str:
        """The first name of that pattern, its ``{n}`` counted from 1, that no part has."""
        names = (pattern.format(n=n) for n in range(1, len(self._names) + 2))
        return next(name for name in names if not self.has(name))

    def content(self, part: str) -> bytes:
        """The bytes of `part`; raises Refusal when there is none."""
        name = self._names.get(part.lower())
        if name is None:
            raise Refusal(files.MISSING_PART, part=part)
        return self._contents[name]

    def tree(self, part: str) -> etree._Element:
        """The root of `part`; what is changed in it counts only when it is put back."""
        return parsed(part, self.content(part))

    def put(self, part: str, content: bytes | etree._Element) -> None:
        """Let `part` hold that; it must be declared, if it is new."""
        name = self._names.setdefault(part.lower(), part)
        self._contents[name] = content if isinstance(content, bytes) else written(content)

    def add(self, part: str, content_type: str, content: bytes | etree._Element) -> None:
        """A new part, declared by its own name."""
        self.put(part, content)
        override = etree.SubElement(self._types, named_like(self._types, "Override"))
        override.set("PartName", f"/{part}")
        override.set("ContentType", content_type)

    def drop(self, part: str) -> None:
        """Take the part away, with its relationships and its declaration."""
        for each in (part, _rels_of(part)):
            name = self._names.pop(each.lower(), None)
            if name is not None:
                del self._contents[name]
        self._rels.pop(part, None)
        for override in children(self._types, "Override"):
            if override.get("PartName", "").lower() == f"/{part}".lower():
                self._types.remove(override)

    def declare_ending(self, ending: str, content_type: str) -> None:
        """Parts with that ending are of that type, unless they are declared already."""
        known = {d.get("Extension", "").lower() for d in children(self._types, "Default")}
        if ending not in known:
            default = etree.Element(named_like(self._types, "Default"))
            default.set("Extension", ending)
            default.set("ContentType", content_type)
            self._types.insert(0, default)

    def targets(self, source: str, kind: str = "") -> list[tuple[str, str]]:
        """Identity and part of each relationship of `source` to a part that is there.

        Args:
            source: the part that points; the package itself is ``""``.
            kind: last segment of the type; empty for all.
        """
        rels = self._relationships(source)
        found: list[tuple[str, str]] = []
        for each in [] if rels is None else children(rels, "Relationship"):
            target = each.get("Target", "").replace("\\", "/")
            path = posixpath.join("/", posixpath.dirname(source), target)
            part = posixpath.normpath(path).lstrip("/")
            is_kind = not kind or each.get("Type", "").rpartition("/")[2] == kind
            if is_kind and each.get("TargetMode") != "External" and self.has(part):
                found.append((each.get("Id", ""), self._names[part.lower()]))
        return found

    def target(self, source: str, kind: str) -> str | None:
        """The first part of that kind to which `source` points."""
        return next((part for _, part in self.targets(source, kind)), None)

    def relate(self, source: str, kind: str, target: str) -> str:
        """Let `source` point to `target`; gives the identity. `kind` is the whole type."""
        rels = self._relationships(source)
        if rels is None:
            rels = self._rels[source] = parsed(source, _NO_RELATIONSHIPS)
        self._changed_rels.add(source)
        taken = {each.get("Id", "") for each in rels}
        identity = next(name for n in range(1, len(taken) + 2) if (name := f"rId{n}") not in taken)
        arrow = etree.SubElement(rels, named_like(rels, "Relationship"))
        for name, value in (("Id", identity), ("Type", kind), ("Target", f"/{target}")):
            arrow.set(name, value)
        return identity

    def unrelate(self, source: str, target: str) -> None:
        """Take away what points from `source` to `target`."""
        gone = {identity for identity, part in self.targets(source) if part == target}
        rels = self._relationships(source)
        if rels is None or not gone:
            return
        self._changed_rels.add(source)
        for each in children(rels, "Relationship"):
            if each.get("Id", "") in gone:
                rels.remove(each)

    def packed(self) -> bytes:
        """The file, the same bytes for the same parts."""
        for source in self._changed_rels & self._rels.keys():
            if len(self._rels[source]):
                self.put(_rels_of(source), self._rels[source])
            else:
                self.drop(_rels_of(source))
        self.put(_TYPES_PART, self._types)
        stream = BytesIO()
        with ZipFile(stream, "w", ZIP_DEFLATED) as package:
            for name in sorted(self._contents, key=lambda name: (name != _TYPES_PART, name)):
                entry = ZipInfo(name, _FIRST_DAY)
                entry.create_system = _UNIX
                package.writestr(entry, self._contents[name], ZIP_DEFLATED)
        return stream.getvalue()

    def _relationships(self, source: str) -> etree._Element | None:
        if source not in self._rels and self.has(_rels_of(source)):
            self._rels[source] = self.tree(_rels_of(source))
        return self._rels.get(source)


def _rels_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
