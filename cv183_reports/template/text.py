"""Plain-text templates (.txt): the tags of Word templates in the text of an e-mail.

The first line is the subject, ``Tiêu đề: …``. A line that holds nothing but block tags or notes
leaves no line behind, and several blank lines become one, so that a condition may stand alone.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator, Mapping

from msgspec import Struct

from cv183_reports.catalogue import outbox as drafts
from cv183_reports.catalogue import template
from cv183_reports.model import Source
from cv183_reports.model.finding import Finding, Severity
from cv183_reports.template.draft import PlacedTag
from cv183_reports.template.program import (
    SANDBOX,
    Program,
    check_blocks,
    check_tag,
    compiled,
    misprinted,
    plain_text,
    run_program,
    unknown_names,
    with_steps,
)
from cv183_reports.template.tags import NearTag, Tag, TagLevel, TagMark, near_tags, scan

_PLAIN = SANDBOX.overlay(finalize=plain_text)
"""The sandbox, its values printed as they are: an e-mail is no XML."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_SPARE_LINES = re.compile(r"\n{3,}")


class Letter(Struct, frozen=True):
    """The text of one e-mail."""

    subject: str
    """On one line."""
    body: str
    """Lines end with ``\\n``."""


class TextTemplate(Struct, frozen=True):
    """A text template without faults; one may serve many renderings."""

    place: Source
    program: Program
    slips: tuple[NearTag, ...] = ()
    """What may have been meant as a tag."""

    def render(self, context: Mapping[str, object]) -> tuple[Letter | None, tuple[Finding, ...]]:
        """The letter for `context`; None when there is any finding."""
        slips = misprinted(self.slips, context)
        if faults := (*unknown_names(self.program.uses, context), *slips):
            return None, faults
        text = run_program(self.program, with_steps(context))
        if isinstance(text, Finding):
            return None, (text,)
        subject, _, body = text.partition("\n")
        letter = Letter(
            " ".join(subject.removeprefix(drafts.SUBJECT).split()),
            _SPARE_LINES.sub("\n\n", body).strip("\n") + "\n",
        )
        if not letter.subject:
            return None, (drafts.NO_SUBJECT.at(self.place, line=subject),)
        return (letter, ()) if letter.body.strip() else (None, (drafts.NO_BODY.at(self.place),))


def load_text_template(data: bytes, file: str) -> tuple[TextTemplate | None, tuple[Finding, ...]]:
    """The template in the text file `data`, and everything wrong with it; None when there is anything.

    `file` is what findings call it.
    """
    text = _decoded(data)
    if text is None:
        return None, (drafts.NOT_UNICODE.at(Source(file)),)
    lines = text.strip("\n").split("\n")
    if not lines[0].startswith(drafts.SUBJECT):
        return None, (drafts.NO_SUBJECT.at(Source(file, "dòng 1"), line=lines[0]),)
    scanned = [_Line.of(line, Source(file, f"dòng {n}")) for n, line in enumerate(lines, 1)]
    tags = [tag for line in scanned for tag in line.tags]
    faults = (
        *(fault for line in scanned for fault in line.faults),
        *filter(None, map(check_tag, tags)),
        *check_blocks(PlacedTag(tag, (), "") for tag in tags),
        *(slip.fault for line in scanned for slip in line.slips if not slip.name),
    )
    if any(fault.severity is Severity.ERROR for fault in faults):
        return None, faults
    pieces = (piece for line in scanned for piece in line.pieces())
    meant = tuple(slip for line in scanned for slip in line.slips if slip.name)
    return TextTemplate(Source(file), compiled(pieces, _PLAIN), meant), faults


def _decoded(data: bytes) -> str | None:
    """The text as Notepad may have saved it; None for a legacy code page."""
    is_wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError:
        return None
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _CONTROLS.sub("", lines))


class _Line(Struct, frozen=True):
    """One line of the file."""

    text: str
    tags: tuple[Tag, ...]
    """Without notes."""
    notes: tuple[Tag, ...]
    faults: tuple[Finding, ...]
    slips: tuple[NearTag, ...] = ()

    @classmethod
    def of(cls, text: str, place: Source) -> _Line:
        found, lone = scan(text, place)
        tags = tuple(tag for tag in found if tag.mark is not TagMark.COMMENT)
        notes = tuple(tag for tag in found if tag.mark is TagMark.COMMENT)
        line = cls(text, tags, notes, ())
        meant = () if lone else tuple(near_tags(text, found, place))
        return cls(text, tags, notes, (*lone, *line._misplaced()), meant)

    def _misplaced(self) -> Iterator[Finding]:
        """Tags of tables, and tags that would take other words of their line away."""
        for tag in self.tags:
            if tag.level in {TagLevel.ROW, TagLevel.CELL}:
                yield tag.fault(template.OUTSIDE_TABLE, level=tag.level.value)
            elif tag.level is TagLevel.PARAGRAPH and not self._vanishes:
                yield tag.fault(template.LOST_CONTENT, lost=self.text)

    @property
    def _vanishes(self) -> bool:
        """Whether nothing but block tags and notes stands there."""
        found = (*self.tags, *self.notes)
        rest = self.text
        for tag in found:
            rest = rest.replace(tag.shown, "", 1)
        return bool(found) and not rest.strip() and all(t.mark is not TagMark.VALUE for t in found)

    def pieces(self) -> Iterator[str | Tag]:
        """Literal text and tags, in order."""
        if self._vanishes:
            yield from self.tags
            return
        position = 0
        for tag in sorted((*self.tags, *self.notes), key=lambda tag: tag.at):
            yield self.text[position : tag.start]
            if tag.mark is not TagMark.COMMENT:
                yield tag
            position = tag.end
        yield self.text[position:] + "\n"
