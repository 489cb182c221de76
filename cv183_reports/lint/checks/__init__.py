"""The judges: each asks one thing of a document and its parts.

Here is what all of them are given, the case, and what they give: faults, and letters that would mend them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate, chain

from msgspec import Struct, structs

from cv183_reports.catalogue.lint import FEW_PARAGRAPHS, MANY_PARAGRAPHS
from cv183_reports.lint.anatomy import Anatomy
from cv183_reports.lint.lines import Line
from cv183_reports.lint.parts import Part
from cv183_reports.lint.rules import Family, RuleSet
from cv183_reports.lint.vocabulary import PartKind
from cv183_reports.model import Source
from cv183_reports.model.finding import Finding, Rule, Severity, quote
from cv183_reports.vietnamese.wording import count
from cv183_reports.word.facts import DocumentFacts, ParagraphFacts, paragraphs_in

_QUOTED = 3
"""Paragraphs that a finding on many of them quotes."""
_WORD_OR_SIGN = re.compile(r"[\w\u0300-\u036f]+|\s+|.", re.DOTALL)


class LetterEdit(Struct, frozen=True):
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


class Fault(Struct, frozen=True):
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


class Case(Struct, frozen=True):
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

    def in_parts(
        self,
        rule: Rule,
        parts: Sequence[Part],
        edits: Iterable[LetterEdit] = (),
        **values: object,
    ) -> Fault:
        """A fault of one part, or of many of one kind; quotes the first as `text`."""
        kind = parts[0].kind
        texts = [part.text for part in parts]
        paragraphs = [part.line.paragraph for part in parts]
        return self.in_paragraphs(
            rule, paragraphs, kind, edits, text=texts[0], where=quoted_list(texts), **values
        )

    def in_paragraphs(
        self,
        rule: Rule,
        paragraphs: Sequence[ParagraphFacts],
        kind: PartKind | None,
        edits: Iterable[LetterEdit] = (),
        **values: object,
    ) -> Fault:
        """A fault of these paragraphs."""
        part = kind.value if kind else ""
        places = tuple(dict.fromkeys((each.part, each.index) for each in paragraphs))
        finding = rule.at(Source(self.facts.file, part), **_unshortened(values))
        return Fault(finding, part, paragraphs[0].page_hint, places, tuple(edits))

    @property
    def everywhere(self) -> Iterator[ParagraphFacts]:
        """All paragraphs: of the body, its text boxes, headers and footers; each once."""
        edges = {
            (paragraph.part, paragraph.index): paragraph
            for section in self.facts.sections
            for place in (section.headers, section.footers)
            for paragraph in paragraphs_in((*place.default, *place.first, *place.even))
        }
        boxed = chain.from_iterable(paragraphs_in(box.blocks) for box in self.facts.text_boxes)
        return chain(self.facts.paragraphs, boxed, edges.values())


def respelt(line: Line, wanted: str) -> tuple[LetterEdit, ...]:
    """What makes a line say `wanted`, word by word; blanks at its ends stay."""
    written = line.written
    begun = len(written) - len(written.lstrip())
    return _edits(line, begun, len(written.rstrip()), wanted)


def replaced(
    line: Line, found: re.Match[str], text: str, group: str | int = 0
) -> tuple[LetterEdit, ...]:
    """What puts `text` for what was found in `line.written`, or for a group of it."""
    return _edits(line, *found.span(group), text)


def ending_with(line: Line, mark: str, others: str = ",;.") -> tuple[LetterEdit, ...]:
    """What lets a line end with `mark`, instead of one of `others` or behind the last word."""
    end = len(line.written.rstrip())
    start = end - (line.written[:end][-1:] in tuple(others))
    return _edits(line, start, end, mark)


def beginning_with(line: Line, text: str) -> tuple[LetterEdit, ...]:
    """What lets a line begin with `text`; nothing where an automatic number stands before it."""
    start = len(line.written) - len(line.written.lstrip())
    return () if line.paragraph.number else _edits(line, start, start, text)


def opening_with(line: Line, words: str) -> tuple[LetterEdit, ...]:
    """What puts `words` for the first two of a line, its colon left where it is."""
    found = re.match(r"\s*(\S+\s+[^\s:]+)", line.written)
    return replaced(line, found, words, 1) if found else ()


def _edits(line: Line, start: int, end: int, text: str) -> tuple[LetterEdit, ...]:
    if line.start is None:
        return ()
    return mended(line.paragraph, line.start + start, line.start + end, text)


def mended(paragraph: ParagraphFacts, start: int, end: int, text: str) -> tuple[LetterEdit, ...]:
    """What puts `text` for the letters from `start` to `end` of `own_text`, words that are right left alone."""
    old = _WORD_OR_SIGN.findall(paragraph.own_text[start:end])
    new = _WORD_OR_SIGN.findall(text)
    ends = list(accumulate(map(len, old), initial=start))
    changes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return tuple(
        LetterEdit(paragraph.part, paragraph.index, ends[i], ends[j], "".join(new[k:m]))
        for kind, i, j, k, m in changes
        if kind != "equal"
    )


def quoted_list(texts: Sequence[str]) -> str:
    """One text quoted; of many how many, and the first three."""
    quoted = ", ".join(f"«{quote(text)}»" for text in texts[:_QUOTED])
    if len(texts) == 1:
        return quoted
    pattern = FEW_PARAGRAPHS if len(texts) <= _QUOTED else MANY_PARAGRAPHS
    return pattern.format(count=count(len(texts)), texts=quoted)


def with_severity(rule: Rule, severity: Severity) -> Rule:
    """The same rule as another set of rules weighs it."""
    return structs.replace(rule, severity=severity)


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
