"""Judges where parts stand, and the rules (lines) drawn under those of a head."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import dropwhile, islice, takewhile
from math import inf

from cv183_reports.catalogue import lint as catalogue
from cv183_reports.catalogue import lint_text
from cv183_reports.lint.checks import Case, Fault, with_severity
from cv183_reports.lint.checks.head import width_of
from cv183_reports.lint.lines import Side
from cv183_reports.lint.parts import Part
from cv183_reports.lint.rules import Span
from cv183_reports.lint.vocabulary import LETTERHEAD_LINES, PLAIN_SHEETS, PartKind
from cv183_reports.model.finding import Severity, quote
from cv183_reports.vietnamese.text_width import text_width_mm
from cv183_reports.vietnamese.wording import measured
from cv183_reports.word.facts import Alignment, LineFacts, ParagraphFacts

_PLAIN = frozenset({Alignment.LEFT, Alignment.JUSTIFIED})
_MANY_BLANKS = 4
"""Blanks before a text that do not move it to speak of."""
_SEEN = 10.0
"""Millimetres of room beside a text from which it shows that it is not centred."""
_BY_HAND = 3
"""Blanks before a line of a signature that tell of one placed by hand."""
_OFF = 6.0
"""Millimetres that lines placed with blanks may be off the middle of one another."""
_PLACED = 20.0
"""Millimetres of indent that put a text where it should stand."""
_SIGNING = (PartKind.AUTHORITY, PartKind.POSITION, PartKind.SIGNATORY)


def check_positions(case: Case) -> Iterator[Fault]:
    """The date, the signature, Nơi nhận beside it, Kính gửi."""
    clauses = case.rules.clauses
    for part in case.anatomy.of(PartKind.DATELINE):
        if _is_at_the_edge(part) and part.line.side is Side.RIGHT:
            yield case.in_parts(catalogue.NOT_CENTRED, [part], clause=clauses.dateline)
    if case.anatomy.code in PLAIN_SHEETS:
        return
    yield from _signature(case)
    yield from _address(case)


def _signature(case: Case) -> Iterator[Fault]:
    signing = case.anatomy.of(*_SIGNING)
    label = case.anatomy.first(PartKind.RECIPIENTS_LABEL)
    clause = case.rules.clauses.signing
    if label is not None and signing and _are_swapped(label, signing[0]):
        yield case.in_parts(lint_text.SIDES_SWAPPED, [label], clause=clause)
        return
    wrong = [part for part in signing if _is_at_the_edge(part) and part.line.side is Side.RIGHT]
    if any(_blanks(part.line.paragraph) >= _BY_HAND for part in signing):
        wrong = [part for part in wrong if _is_off(part, signing)]
    if wrong:
        yield case.in_parts(catalogue.NOT_CENTRED, wrong, clause=clause)


def _is_off(part: Part, signing: Sequence[Part]) -> bool:
    """Whether a line of a block placed with blanks is in the middle of none of the lines above and below it."""
    others = [each for each in signing if each is not part and _column(each) == _column(part)]
    return bool(others) and all(abs(_middle(part) - _middle(each)) > _OFF for each in others)


def _column(part: Part) -> tuple[int, int] | None:
    return _column_of(part.line.paragraph)


def _column_of(paragraph: ParagraphFacts) -> tuple[int, int] | None:
    place = paragraph.place
    return (place.table, place.cell) if place else None


def _middle(part: Part) -> float:
    """Millimetres from the left of its column to the middle of a text."""
    paragraph = part.line.paragraph
    if paragraph.alignment is Alignment.CENTER:
        return paragraph.room / 2
    blanks = _blanks(paragraph)
    size = max((run.size for run in part.line.runs), default=0.0)
    indent = paragraph.indent_left + paragraph.indent_first
    return indent + text_width_mm(" " * blanks, size) + width_of(part) / 2


def _are_swapped(label: Part, signing: Part) -> bool:
    return label.line.side is Side.RIGHT and signing.line.side is Side.LEFT


def _is_at_the_edge(part: Part) -> bool:
    """Whether a text in a column of a table stands at its left edge, and that shows."""
    paragraph = part.line.paragraph
    indent = abs(paragraph.indent_left) + abs(paragraph.indent_first)
    bare = paragraph.alignment in _PLAIN and indent < 1 and not _is_pushed(paragraph)
    return bare and paragraph.place is not None and paragraph.room - width_of(part) > _SEEN


def _is_pushed(paragraph: ParagraphFacts) -> bool:
    """Whether blanks or a tab put a text where it should stand."""
    return _blanks(paragraph) > _MANY_BLANKS


def _blanks(paragraph: ParagraphFacts) -> int:
    text = paragraph.own_text.expandtabs()
    return len(text) - len(text.lstrip())


def _address(case: Case) -> Iterator[Fault]:
    """Kính gửi above the text; to one, on a line of its own."""
    parts = case.anatomy.of(PartKind.ADDRESSEE)
    above = _text_above(case)
    if above is not None:
        clause = case.rules.clauses.recipients
        told = quote(above.text)
        yield case.in_parts(catalogue.OUT_OF_ORDER, [parts[0]], above=told, clause=clause)
        return
    if len(parts) != 1 or parts[0].line.paragraph.place is not None:
        return
    paragraph = parts[0].line.paragraph
    indent = paragraph.indent_left + paragraph.indent_first
    plain = paragraph.alignment in _PLAIN and not _is_pushed(paragraph)
    short = paragraph.room - indent - width_of(parts[0]) > 3 * _SEEN
    if plain and short and indent < _PLACED:
        clause = case.rules.clauses.recipients
        yield case.in_parts(catalogue.NOT_CENTRED, list(parts), clause=clause)


_LONG = 120
"""Characters from which a paragraph can only be text."""


def _text_above(case: Case) -> Part | None:
    """The paragraph of the text that Kính gửi stands below."""
    before = takewhile(lambda part: part.kind is not PartKind.ADDRESSEE, case.anatomy.parts)
    rest = [part for part in before if part.kind is PartKind.OTHER and len(part.text) > _LONG]
    is_addressed = case.anatomy.first(PartKind.ADDRESSEE) is not None
    return next((part for part in rest if is_addressed and _is_text(part)), None)


def _is_text(part: Part) -> bool:
    """Whether a paragraph runs over the whole page, and is neither bracketed nor set apart by its look."""
    letters = [run for run in part.line.runs if run.text.strip()]
    plain = not any(run.bold or run.italic for run in letters)
    whole = part.line.side is Side.WHOLE and part.line.paragraph.alignment in _PLAIN
    return whole and plain and part.text[:1].isupper()


TOLERANCE = 2.0
"""Millimetres."""
_SLIGHT = 10.0
"""Millimetres up to which a rule that is too long or too short is only told."""
_SHORT_TOLERANCE = 3.0
_RIGHT_HALF = 60.0
_BLANKS = 3
"""Paragraphs below a trích yếu in which its rule may hang."""


def check_lines(case: Case) -> Iterator[Fault]:
    """The rule under the title (or the motto), and those under the agency's name."""
    title = case.anatomy.first(PartKind.TITLE if case.is_party else PartKind.MOTTO)
    if title is not None:
        yield from _full(case, title)
    names = case.anatomy.of(PartKind.ISSUER)
    if not names:
        return
    if case.is_party:
        if _own_rules(case, names[-1], title) or any(map(_is_above_number(case), _typed(case))):
            yield case.in_parts(catalogue.NAME_RULED, [names[-1]], clause=case.rules.clauses.issuer)
        return
    yield from _short(case, names, case.rules.clauses.issuer)
    abstracts = case.anatomy.of(PartKind.ABSTRACT)
    if abstracts:
        yield from _short(case, abstracts, case.rules.clauses.name)


def _full(case: Case, title: Part) -> Iterator[Fault]:
    """A rule as long as the title, wherever in the head it hangs."""
    own = _lengths(case, title)
    wanted = width_of(title)
    clause = case.rules.clauses.title
    if any(abs(length - wanted) <= TOLERANCE for length in (*own, *_drawn(case))):
        return
    if own:
        nearest = min(own, key=lambda length: abs(length - wanted))
        slight = abs(nearest - wanted) <= _SLIGHT
        severity = Severity.NOTE if slight else Severity.WARNING
        yield case.in_parts(
            with_severity(catalogue.HEADING_RULE, severity),
            [title],
            found=measured(nearest, 0),
            wanted=measured(wanted, 0),
            tolerance=measured(TOLERANCE, 0),
            clause=clause,
        )
    elif not _is_typed(case, title) and not _has_picture(case):
        yield case.in_parts(catalogue.NO_HEADING_RULE, [title], clause=clause)


def _short(case: Case, parts: tuple[Part, ...], clause: str) -> Iterator[Fault]:
    """A rule of a third to a half of the words above it, of any of their lines (NĐ 30)."""
    own = _lengths(case, parts[-1])
    wanted = short_lengths(parts)
    if any(wanted.holds(length) for length in own):
        return
    if own:
        rule = with_severity(catalogue.SHORT_RULE_LENGTH, Severity.NOTE)
        yield case.in_parts(rule, [parts[-1]], found=measured(own[0], 0), clause=clause)
    elif not _is_typed(case, parts[-1]) and not _has_picture(case):
        yield case.in_parts(catalogue.SHORT_RULE, [parts[-1]], clause=clause)


def short_lengths(parts: Sequence[Part]) -> Span:
    """Millimetres that a rule under these lines may have."""
    widths = [width for part in parts for width in _widths(part)]
    return Span(min(widths) / 3, max(widths) / 2, _SHORT_TOLERANCE)


def _widths(part: Part) -> tuple[float, ...]:
    """Millimetres of the lines that a part takes where it stands: full ones, and the last."""
    width, room = width_of(part), _room(part)
    if width <= room:
        return (width,)
    return (room, max(width % room, room / 2))


def _room(part: Part) -> float:
    """Millimetres of a line of a part, without regard to indents that only make its border short."""
    paragraph = part.line.paragraph
    indents = paragraph.indent_left + paragraph.indent_right if paragraph.borders.bottom else 0.0
    room = paragraph.room + indents
    return room if room > 0 else inf


def lines_under(case: Case, part: Part) -> list[LineFacts]:
    """The flat lines drawn under a part."""
    return [line for line in case.facts.lines if _is_under(case, line, part)]


def bordered_blanks(case: Case, part: Part) -> list[ParagraphFacts]:
    """The blank paragraphs right below a part, in its column, whose border is its rule."""
    mine = part.line.paragraph
    if part.line.boxed:
        return []
    below = dropwhile(lambda each: each.index <= mine.index, case.facts.paragraphs)
    column = (each for each in below if _column_of(each) == _column_of(mine))
    blanks = takewhile(lambda each: not each.text.strip(), islice(column, _BLANKS))
    return [each for each in blanks if each.borders.top or each.borders.bottom]


def _lengths(case: Case, part: Part) -> list[float]:
    """Of the rules under a part: drawn, a border of the paragraph or of a blank one below, or an underline."""
    paragraph = part.line.paragraph
    found = [line.length for line in lines_under(case, part)]
    found += [blank.room for blank in bordered_blanks(case, part)]
    if paragraph.borders.bottom:
        found.append(paragraph.room)
    letters = [run for run in part.line.runs if run.text.strip()]
    if letters and all(run.underline for run in letters):
        found.append(width_of(part))
    return found


def _own_rules(case: Case, name: Part, title: Part | None) -> list[float]:
    """Of the rules under an agency's name, those that are not the title's, hung in the wrong place."""
    wanted = width_of(title) if title is not None else 0.0
    found = _lengths(case, name)
    return [length for length in found if abs(length - wanted) > TOLERANCE]


def _drawn(case: Case) -> list[float]:
    """Of all flat lines drawn in the head."""
    return [line.length for line in case.facts.lines if line.horizontal and _in_head(case, line)]


def _in_head(case: Case, line: LineFacts) -> bool:
    same = line.drawn.part == case.anatomy.of(*LETTERHEAD_LINES)[0].line.paragraph.part
    return same and line.drawn.paragraph <= _last_of_head(case)


def _is_under(case: Case, line: LineFacts, part: Part) -> bool:
    """Whether a flat line hangs at a part: in its column of the head, or below the trích yếu."""
    if not line.horizontal or line.drawn.part != part.line.paragraph.part:
        return False
    mine = part.line.paragraph
    if part.kind is PartKind.ABSTRACT:
        return -1 <= line.drawn.paragraph - mine.index <= _BLANKS
    if mine.place is not None and line.drawn.place is not None:
        same = (mine.place.table, mine.place.cell) == (
            line.drawn.place.table,
            line.drawn.place.cell,
        )
    else:
        same = _side(line) in {part.line.side, Side.WHOLE} or part.line.side is Side.WHOLE
    return same and line.drawn.paragraph <= _last_of_head(case)


def _side(line: LineFacts) -> Side:
    """Where a line is drawn that hangs at no cell; WHOLE = the file does not say."""
    if line.drawn.left is None and not line.drawn.aligned:
        return Side.WHOLE
    return Side.RIGHT if (line.drawn.left or 0) > _RIGHT_HALF else Side.LEFT


def _last_of_head(case: Case) -> int:
    head = case.anatomy.of(*LETTERHEAD_LINES)
    return max(part.line.paragraph.index for part in head) + 1


def _has_picture(case: Case) -> bool:
    """Whether the head holds a drawing that may be a rule and cannot be told."""
    known = {line.drawn.paragraph for line in case.facts.lines}
    known |= {box.drawn.paragraph for box in case.facts.text_boxes}
    last = _last_of_head(case) + _BLANKS
    return any(
        any(run.picture for run in paragraph.runs) and paragraph.index not in known
        for paragraph in case.facts.paragraphs
        if paragraph.index <= last
    )


def _typed(case: Case) -> list[Part]:
    """The rules that were typed: ``-------``, ``_____``."""
    marks = case.anatomy.of(PartKind.MARK, PartKind.DASHES)
    return [part for part in marks if len(part.text) > 1 and not part.text.strip("-–—_ ")]


def _is_typed(case: Case, part: Part) -> bool:
    """Whether a rule was typed right below a part."""
    mine = part.line.paragraph.index
    below = range(mine, mine + _BLANKS)
    return any(each.line.paragraph.index in below for each in _typed(case))


def _is_above_number(case: Case) -> Callable[[Part], bool]:
    """Whether a typed rule stands under the agency's name."""
    number = case.anatomy.first(PartKind.NUMBER)

    def holds(part: Part) -> bool:
        above = number is None or part.line.paragraph.index < number.line.paragraph.index
        return above and part.line.side is not Side.RIGHT and part.kind is PartKind.MARK

    return holds
