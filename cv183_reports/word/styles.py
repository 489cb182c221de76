"""The style sheet of a document: what each style says, with all it is based on."""

from __future__ import annotations

from dataclasses import dataclass, field

from cv183_reports.ooxml.xml import Node
from cv183_reports.word.cascade import Level, is_on, level, merged

PARAGRAPH, CHARACTER, TABLE, NUMBERING = "paragraph", "character", "table", "numbering"

_LONGEST_CHAIN = 24
"""Styles one on another; beyond it (or in a circle) the rest of the chain is not followed."""


@dataclass(frozen=True, slots=True, eq=False)
class Style:
    """One style, as defined."""

    identity: str
    kind: str
    name: str
    based_on: str
    node: Node
    run: Level
    paragraph: Level


@dataclass(slots=True)
class Styles:
    """All styles of a document; ids compare as written."""

    run_defaults: Level = field(default_factory=dict)
    paragraph_defaults: Level = field(default_factory=dict)
    _styles: dict[tuple[str, str], Style] = field(default_factory=dict)
    _default: dict[str, str] = field(default_factory=dict)
    _runs: dict[tuple[str, str], Level] = field(default_factory=dict)
    _chains: dict[tuple[str, str], tuple[Style, ...]] = field(default_factory=dict)

    @classmethod
    def read(cls, root: Node | None) -> Styles:
        """The styles in the part ``styles.xml``; none where there is no such part."""
        found = cls()
        if root is None:
            return found
        defaults = root.child("docDefaults")
        if defaults is not None:
            found.run_defaults = level(defaults.descend("rPrDefault", "rPr"))
            found.paragraph_defaults = level(defaults.descend("pPrDefault", "pPr"))
        for node in root:
            if node.name == "style":
                found._add(node)
        return found

    def _add(self, node: Node) -> None:
        style = Style(
            identity=node.get("styleId"),
            kind=node.get("type", PARAGRAPH),
            name=node.value("name"),
            based_on=node.value("basedOn"),
            node=node,
            run=level(node.child("rPr")),
            paragraph=level(node.child("pPr")),
        )
        self._styles.setdefault((style.kind, style.identity), style)
        if "default" in node.attributes and is_on(node.get("default")):
            self._default[style.kind] = style.identity

    def identity(self, kind: str, named: str) -> str:
        """The id of the style that holds where a document names `named`: the default if it is unknown."""
        return named if (kind, named) in self._styles else self._default.get(kind, "")

    def name(self, kind: str, identity: str) -> str:
        """What Word calls the style; empty when there is none."""
        style = self._styles.get((kind, identity))
        return "" if style is None else style.name

    def chain(self, kind: str, identity: str) -> tuple[Style, ...]:
        """The style and all it is based on, the first of them first."""
        key = (kind, identity)
        if key not in self._chains:
            self._chains[key] = self._followed(kind, identity)
        return self._chains[key]

    def _followed(self, kind: str, identity: str) -> tuple[Style, ...]:
        chain: dict[str, Style] = {}
        style = self._styles.get((kind, identity))
        while style is not None and style.identity not in chain and len(chain) < _LONGEST_CHAIN:
            chain[style.identity] = style
            style = self._styles.get((kind, style.based_on))
        return tuple(reversed(chain.values()))

    def run(self, kind: str, identity: str) -> Level:
        """What the style, with all it is based on, says of runs."""
        key = (kind, identity)
        if key not in self._runs:
            self._runs[key] = merged(style.run for style in self.chain(kind, identity))
        return self._runs[key]
