"""A document before its judges: what it shows, its parts, the rules it is judged by."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cv183_reports.catalogue.lint import FEW_PARAGRAPHS, MANY_PARAGRAPHS
from cv183_reports.lint.anatomy import Anatomy
from cv183_reports.lint.parts import Part
from cv183_reports.lint.rules import Family, RuleSet
from cv183_reports.lint.vocabulary import PartKind
from cv183_reports.model import Source
from cv183_reports.model.finding import Finding, Rule, Severity, quote
from cv183_reports.vietnamese.wording import count
from cv183_reports.word.facts import DocumentFacts, ParagraphFacts

_QUOTED = 3
"""Paragraphs that a finding on many of them quotes."""


@dataclass(frozen=True, slots=True)
class LetterEdit:
    """Letters of one paragraph that are surely wrong, and what should stand for them."""

    part: str
    """Name of the part of the file, as in `ParagraphFacts.part`."""
    paragraph: int
    """`ParagraphFacts.index`."""
    start: int
    """First letter replaced: a place in `ParagraphFacts.own_text` (Python's code points, before any
    normalization; no automatic number, no hidden text; a tab, a break and a letter of a field's result
    count one each)."""
    end: int
    """Behind the last letter replaced; the same as `start` where something is put in."""
    text: str
    """What stands there instead; empty where something is taken out."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One finding, and the paragraphs it lies in."""

    finding: Finding
    part: str
    """What the clerk calls the part; empty = the document as a whole."""
    page: int | None
    """Where the first paragraph begins, as far as the file tells."""
    paragraphs: tuple[tuple[str, int], ...]
    """(part of the file, index of the paragraph) of each; empty = the document as a whole."""
    edits: tuple[LetterEdit, ...] = ()
    """What would mend it letter by letter; none overlaps another. Empty = a person must say."""


@dataclass(frozen=True, slots=True)
class Case:
    """One document to be judged."""

    facts: DocumentFacts
    anatomy: Anatomy
    rules: RuleSet

    @property
    def is_party(self) -> bool:
        """Judged by rules of the Party."""
        return self.rules.family is Family.PARTY

    def text_of(self, *kinds: PartKind) -> str:
        """The texts of the parts of these kinds, one after the other on a line."""
        return " ".join(part.text for part in self.anatomy.of(*kinds))

    def whole(self, rule: Rule, **values: object) -> Fault:
        """A fault of the document as a whole."""
        return Fault(rule.at(Source(self.facts.file), **_unshortened(values)), "", None, ())

    def in_parts(self, rule: Rule, parts: Sequence[Part], **values: object) -> Fault:
        """A fault of one part, or of many of one kind; quotes the first as `text`."""
        kind = parts[0].kind
        texts = [part.text for part in parts]
        paragraphs = [part.line.paragraph for part in parts]
        return self.in_paragraphs(
            rule, paragraphs, kind, text=texts[0], where=quoted_list(texts), **values
        )

    def in_paragraphs(
        self,
        rule: Rule,
        paragraphs: Sequence[ParagraphFacts],
        kind: PartKind | None,
        **values: object,
    ) -> Fault:
        """A fault of these paragraphs."""
        part = kind.value if kind else ""
        places = tuple(dict.fromkeys((each.part, each.index) for each in paragraphs))
        finding = rule.at(Source(self.facts.file, part), **_unshortened(values))
        return Fault(finding, part, paragraphs[0].page_hint, places)


def quoted_list(texts: Sequence[str]) -> str:
    """One text quoted; of many how many, and the first three."""
    quoted = ", ".join(f"«{quote(text)}»" for text in texts[:_QUOTED])
    if len(texts) == 1:
        return quoted
    pattern = FEW_PARAGRAPHS if len(texts) <= _QUOTED else MANY_PARAGRAPHS
    return pattern.format(count=count(len(texts)), texts=quoted)


def with_severity(rule: Rule, severity: Severity) -> Rule:
    """The same rule as another set of rules weighs it."""
    return dataclasses.replace(rule, severity=severity)


def grouped(pairs: Iterable[tuple[tuple[str, ...], Part]]) -> dict[tuple[str, ...], list[Part]]:
    """Parts by their faults, those without faults left out."""
    groups: dict[tuple[str, ...], list[Part]] = {}
    for faults, part in pairs:
        if faults:
            groups.setdefault(faults, []).append(part)
    return groups


def _unshortened(values: dict[str, object]) -> dict[str, object]:
    """All but `text` in full: `Rule.at` shortens bare strings, which are quotations."""
    return {
        name: (value,) if isinstance(value, str) and name != "text" else value
        for name, value in values.items()
    }
