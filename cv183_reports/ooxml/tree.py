"""An XML part as a light tree of local names: the same for transitional and Strict files.

Property elements that say the same are one and the same object, so what follows from them is
worked out once, however often a document repeats them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from cv183_reports.catalogue import lint as presentation
from cv183_reports.ooxml.archive import Refusal
from cv183_reports.ooxml.package import Package, Relationship
from cv183_reports.ooxml.xml import Handler

MAX_ELEMENTS = 1_500_000
"""Elements of one document, all parts together: more than twice what 500 dense pages have."""
MAX_BLOCKS = 250_000
"""Elements among them that cost most to read: paragraphs, cells, shapes, sections."""

_BLOCKS = frozenset({"p", "tc", "wsp", "shape", "rect", "line", "sectPr"})
_SHARED = frozenset({"pPr", "rPr", "tcPr", "trPr"})
_CHARACTERS = frozenset({"t", "instrText", "delText", "created", "modified", "posOffset", "align"})
_NO_ATTRIBUTES: Mapping[str, str] = MappingProxyType({})


class Node:
    """One element: local name, attributes by local name, children, and characters where they count."""

    __slots__ = ("attributes", "children", "name", "text")

    def __init__(self, name: str, attributes: Mapping[str, str]) -> None:
        self.name = name
        self.attributes = attributes
        self.children: list[Node] = []
        self.text = ""

    def __iter__(self) -> Iterator[Node]:
        return iter(self.children)

    def get(self, attribute: str, default: str = "") -> str:
        """The attribute of that local name."""
        return self.attributes.get(attribute, default)

    def child(self, name: str) -> Node | None:
        """The first child of that name."""
        for child in self.children:
            if child.name == name:
                return child
        return None

    def value(self, name: str) -> str:
        """``w:val`` of the first child of that name, or nothing."""
        child = self.child(name)
        return "" if child is None else child.get("val")

    def descend(self, *names: str) -> Node | None:
        """The first child of the first name, its first child of the second, and so on."""
        found: Node | None = self
        for name in names:
            if found is None:
                return None
            found = found.child(name)
        return found

    def walk(self) -> Iterator[Node]:
        """Itself and everything below it, in file order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))


class Trees:
    """The XML parts of one package, each read into a tree when asked for."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._elements = 0
        self._blocks = 0
        self._relationships: dict[str, tuple[Relationship, ...]] = {}

    def read(self, part: str) -> Node:
        """The root of `part`.

        Raises:
            Refusal: there is no such part, it is damaged, has a DTD, is no XML, or is too large.
        """
        builder = _Builder(self._elements, self._blocks)
        self._package.parse(part, builder)
        self._elements, self._blocks = builder.elements, builder.blocks
        return builder.root

    def related(self, part: str, kind: str) -> Node | None:
        """The root of the part of that kind that `part` points to, or None."""
        target = self.target(part, kind)
        return self.read(target) if target else None

    def target(self, part: str, kind: str) -> str:
        """The name of the part of that kind that `part` points to, or nothing."""
        found = (r.target for r in self._arrows(part) if r.kind == kind)
        return next((target for target in found if self._package.has(target)), "")

    def targets(self, part: str) -> dict[str, str]:
        """Names of the parts that `part` points to, by relationship id."""
        return {r.identity: r.target for r in self._arrows(part) if self._package.has(r.target)}

    def _arrows(self, part: str) -> tuple[Relationship, ...]:
        if part not in self._relationships:
            self._relationships[part] = self._package.relationships(part)
        return self._relationships[part]


class _Builder(Handler):
    def __init__(self, elements: int, blocks: int) -> None:
        self.elements = elements
        self.blocks = blocks
        self._document = Node("", _NO_ATTRIBUTES)
        self._open = [self._document]
        self._characters: list[str] = []
        self._same: dict[object, Node] = {}

    @property
    def root(self) -> Node:
        """The outermost element; there is one, or the part was no XML."""
        return self._document.children[0]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        self.blocks += name in _BLOCKS
        if self.elements > MAX_ELEMENTS:
            raise Refusal(presentation.TOO_LONG, limit=MAX_ELEMENTS)
        if self.blocks > MAX_BLOCKS:
            raise Refusal(presentation.TOO_LONG, limit=MAX_BLOCKS)
        local = (
            {key.rpartition(":")[2]: value for key, value in attributes.items()}
            if attributes
            else _NO_ATTRIBUTES
        )
        node = Node(name, local)
        self._open[-1].children.append(node)
        self._open.append(node)
        self._characters = []

    def text(self, text: str) -> None:
        self._characters.append(text)

    def end(self, name: str) -> None:
        node = self._open.pop()
        if name in _CHARACTERS:
            node.text = "".join(self._characters)
            self._characters = []
        elif name in _SHARED:
            self._open[-1].children[-1] = self._same.setdefault(_key(node), node)


def _key(node: Node) -> object:
    """Equal for elements that say the same."""
    return (
        node.name,
        tuple(node.attributes.items()),
        tuple(_key(child) for child in node.children),
    )
