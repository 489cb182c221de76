"""Judges the running text: size, alignment, indent, spacing, căn cứ, headings, its end; and what in it is unfinished."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from cv183_reports.catalogue import lint as catalogue
from cv183_reports.catalogue import lint_text
from cv183_reports.lint.checks import (
    Case,
    Fault,
    LetterEdit,
    beginning_with,
    ending_with,
    grouped,
    quoted_list,
    replaced,
    with_severity,
)
from cv183_reports.lint.lines import has_letters
from cv183_reports.lint.parts import Part
from cv183_reports.lint.rules import TextRules
from cv183_reports.lint.vocabulary import PLAIN_SHEETS, TO_FILL_IN, PartKind
from cv183_reports.model.finding import Rule, Severity, quote
from cv183_reports.vietnamese.text import ORDINAL_WORDS
from cv183_reports.vietnamese.text_width import SINGLE_LINE, text_width_mm
from cv183_reports.vietnamese.wording import count, measured, roman
from cv183_reports.word.facts import Alignment, LineRule, LineSpacing, ParagraphFacts, RunFacts

_RUNNING = (PartKind.BODY, PartKind.LEGAL_BASIS, PartKind.ARTICLE)
_SENTENCES = (PartKind.BODY, PartKind.ARTICLE)
_HEADINGS = (PartKind.HEADING_I, PartKind.HEADING_1, PartKind.HEADING_11)
_BOTH_SIDES = frozenset({Alignment.JUSTIFIED, Alignment.DISTRIBUTED})
_CLOSED = (".", ".”", '."', ".)")
_DECIDING = frozenset({"QĐ", "NQ", "CT", "QC", "QyĐ", "HĐ", "GUQ", "KH", "PA", "ĐA"})
"""Codes of what the state decides or plans, which the form of căn cứ is laid down for."""
_PLACED = 40.0
"""Millimetres of indent that place a line by hand in the middle."""
_OLD_END = "./."
_SLASHED = re.compile(r"\s*\.\s*/\s*\.(?=\s*$)")
_BRACKETED = re.compile(r"^\(.*\)$", re.DOTALL)
"""A note below the text on what is sent with it."""
_BULLET = re.compile(r"^[-–+•*]\s")
_ROMAN = re.compile(r"^[IVXLC]+\s*([-–./])")
_BEST_FORM = "-"
_QUOTES_NUMBERED = re.compile(r"^[“\"«](?:Điều )?(?:\d|[IVX]+[.-])")
_COUNTED = (
    (re.compile(r"^([IVX]+)\s*[-–.]"), PartKind.HEADING_I),
    (re.compile(r"^Điều\s+(\d+)[.:]"), PartKind.ARTICLE),
    (re.compile(r"^Chương\s+([IVX]+|\d+)\.?$", re.IGNORECASE), PartKind.PART_HEADING),
    (re.compile(r"^Phần\s+([IVX]+|\d+)\.?$", re.IGNORECASE), PartKind.PART_HEADING),
    (re.compile(r"^Phần\s+thứ\s+(\w+)\.?$", re.IGNORECASE), PartKind.PART_HEADING),
)
"""What is counted one by one. Paragraphs are not: they cite the numbers of another paper as often as they count."""
_BIG = re.compile(r"^(?:\d|[IVXLC]+\s*[-–./]|[A-ZĐ]\s*[-–.)]\s)")
"""How a paragraph begins that stands above those with a letter."""
_LETTER = re.compile(r"^([a-zđ])\)\s")
_ALPHABET = "abcdđeghiklmnopqrstuvxy"
_LEFT_OUT = "đ"
"""Of those the one that many do without."""
_QUOTES_LETTERED = re.compile(r"^[“\"«][a-zđ]\)")
_MOST_ROMAN = 40
_ASIDE = re.compile(
    r"^(?:[(\[“\"'«*]|\d|[IVXLC]+[.\-–]|[A-ZĐ][.\-–)]\s|[a-zđ]\)|(?i:Phần|Chương|Mục)\b"
    r"|(?:Ghi chú|Lưu ý|Đầu mối)\b)"
)
"""How a paragraph begins that may rightly be bold or slanted as a whole."""
_GROUND = re.compile(r"^(?:Căn cứ|Theo|Xét)\b")
"""How one begins that may rightly be slanted."""
_LISTED = re.compile(r"^[-–+•]")
_LONGEST_TITLE = 200
"""Characters of a dashed paragraph, or one that ends with a colon, which may be a title."""
_RULE_NAMES = {
    LineRule.EXACT: "Exactly",
    LineRule.AT_LEAST: "At least",
    LineRule.MULTIPLE: "Multiple",
}


def check_text(case: Case) -> Iterator[Fault]:
    """Each property of all paragraphs at once, so that one fault is one finding."""
    running = case.anatomy.of(*_RUNNING)
    free = [part for part in running if part.line.paragraph.place is None]
    yield from _sizes(case, running)
    yield from _alignment(case, free)
    yield from _indents(case, free)
    yield from _line_spacing(case, free)
    yield from _gaps(case)
    yield from _bases(case)
    yield from _looks(case)
    yield from _articles(case)
    yield from _headings(case)
    yield from _numbering(case)
    yield from _end(case)


def _tally(running: Sequence[Part]) -> Counter[float]:
    """Letters of the text by their size."""
    tally: Counter[float] = Counter()
    for part in running:
        for run in part.line.runs:
            tally[run.size] += len(run.text.strip()) if _is_sized(run) else 0
    return tally


def usual_size(case: Case) -> float:
    """The size that most letters of the text have; 0 = there is no text."""
    tally = _tally(case.anatomy.of(*_RUNNING))
    return max(tally, key=lambda size: tally[size], default=0.0)


def _sizes(case: Case, running: Sequence[Part]) -> Iterator[Fault]:
    text = case.rules.text
    tally, most = _tally(running), usual_size(case)
    for size in sorted(size for size, letters in tally.items() if letters):
        parts = [
            part
            for part in running
            if any(_is(run.size, size) and _is_sized(run) for run in part.line.runs)
        ]
        if not text.sizes.holds(size):
            yield case.in_parts(
                catalogue.TEXT_SIZE,
                parts,
                wanted=str(text.sizes),
                found=measured(size),
                clause=text.clause,
            )
        elif size != most and text.sizes.holds(most):
            yield case.in_parts(
                catalogue.TEXT_SIZES,
                parts,
                most=measured(most),
                found=measured(size),
                clause=text.clause,
            )


def _is_sized(run: RunFacts) -> bool:
    """Whether the size of a run shows: it has letters, and is no mark of a note."""
    return has_letters(run.text) and not run.note


def _is(one: float, other: float) -> bool:
    return abs(one - other) < 0.01  # noqa: PLR2004 - points; sizes come in halves


def _alignment(case: Case, parts: Sequence[Part]) -> Iterator[Fault]:
    """Only where a paragraph has more than one line: on one alone nothing shows."""
    wrong = [
        part for part in parts if part.line.paragraph.alignment not in _BOTH_SIDES and _wraps(part)
    ]
    if wrong:
        yield case.in_parts(catalogue.JUSTIFIED, wrong, clause=case.rules.text.clause)


def _wraps(part: Part) -> bool:
    paragraph = part.line.paragraph
    size = max((run.size for run in part.line.runs), default=0.0)
    return text_width_mm(part.text, size) + paragraph.indent_first > paragraph.room


def usual_indent(case: Case) -> float:
    """Millimetres that most paragraphs of the text are rightly set in; by rule where none is."""
    text = case.rules.text
    free = (part.line.paragraph for part in case.anatomy.of(*_RUNNING))
    found = Counter(each.indent_first for each in free if not each.place and not each.indent_left)
    right = [(number, indent) for indent, number in found.items() if text.indent.holds(indent)]
    return max(right)[1] if right else text.usual_indent


def usual_lines(case: Case) -> LineSpacing | None:
    """How most paragraphs of the text are rightly spaced; None where none is."""
    found = Counter(
        part.line.paragraph.line
        for part in case.anatomy.of(*_RUNNING)
        if _holds(part.line.paragraph, case.rules.text)
    )
    return found.most_common(1)[0][0] if found else None


def _holds(paragraph: ParagraphFacts, text: TextRules) -> bool:
    return (_exact_holds if text.exact else _multiple_holds)(paragraph, text)


def _indents(case: Case, parts: Sequence[Part]) -> Iterator[Fault]:
    text = case.rules.text
    wrong: dict[str, list[Part]] = {}
    for part in parts:
        paragraph = part.line.paragraph
        if paragraph.alignment is Alignment.CENTER or paragraph.own_text.startswith("\t"):
            continue
        if paragraph.number or _BULLET.match(part.text):
            continue
        found = paragraph.indent_left + paragraph.indent_first
        if not text.indent.holds(found) and found < _PLACED:
            wrong.setdefault(measured(found), []).append(part)
    for found_mm, alike in wrong.items():
        yield case.in_parts(
            catalogue.INDENT, alike, found=found_mm, wanted=str(text.indent), clause=text.clause
        )


def _line_spacing(case: Case, parts: Sequence[Part]) -> Iterator[Fault]:
    text = case.rules.text
    wrong: dict[str, list[Part]] = {}
    for part in parts:
        paragraph = part.line.paragraph
        if not any(run.picture for run in paragraph.runs) and not _holds(paragraph, text):
            wrong.setdefault(_line_name(paragraph), []).append(part)
    for found, alike in wrong.items():
        yield case.in_parts(
            catalogue.LINE_SPACING, alike, found=found, wanted=text.line_advice, clause=text.clause
        )


def _exact_holds(paragraph: ParagraphFacts, text: TextRules) -> bool:
    return paragraph.line.rule is LineRule.EXACT and text.lines.holds(paragraph.line.value)


def _multiple_holds(paragraph: ParagraphFacts, text: TextRules) -> bool:
    """From single to 1.5 lines, however it is set."""
    if paragraph.line.rule is LineRule.MULTIPLE:
        return text.lines.holds(paragraph.line.value)
    size = max((run.size for run in paragraph.runs), default=0.0) or text.sizes.least
    lines = paragraph.line.value / (size * SINGLE_LINE)
    if paragraph.line.rule is LineRule.AT_LEAST:
        lines = max(lines, 1.0)
    return text.lines.holds(lines)


def _line_name(paragraph: ParagraphFacts) -> str:
    unit = "" if paragraph.line.rule is LineRule.MULTIPLE else " pt"
    return f"{_RULE_NAMES[paragraph.line.rule]} {measured(paragraph.line.value, 2)}{unit}"


def _gaps(case: Case) -> Iterator[Fault]:
    """Between neighbours; where a blank line or a table stands between them there is room enough."""
    least = case.rules.text.gap
    parts = case.anatomy.of(*_RUNNING, *_HEADINGS)
    wrong: dict[str, list[Part]] = {}
    for above, below in pairwise(parts):
        gap = _gap(above.line.paragraph, below.line.paragraph, adds=case.facts.spaces_add)
        if gap is not None and gap < least:
            wrong.setdefault(measured(gap), []).append(above)
    for found, alike in wrong.items():
        yield case.in_parts(
            catalogue.GAP, alike, wanted=measured(least), found=found, clause=case.rules.text.clause
        )


def _gap(above: ParagraphFacts, below: ParagraphFacts, *, adds: bool) -> float | None:
    """Points between two paragraphs; None where they are no neighbours."""
    if below.index != above.index + 1 or above.place is not None or below.place is not None:
        return None
    alike = above.style == below.style
    after = 0.0 if alike and above.contextual_spacing else above.space_after
    before = 0.0 if alike and below.contextual_spacing else below.space_before
    return after + before if adds else max(after, before)


def _bases(case: Case) -> Iterator[Fault]:
    bases = case.anatomy.of(PartKind.LEGAL_BASIS)
    if not bases or (not case.is_party and case.anatomy.code not in _DECIDING):
        return
    mark, last_mark = case.rules.basis_marks
    marks = [*([mark] * (len(bases) - 1)), last_mark]
    wrong = [
        part for part, ending in zip(bases, marks, strict=True) if not _is_basis(case, part, ending)
    ]
    if wrong:
        yield case.in_parts(
            catalogue.BASIS_FORM,
            wrong,
            [
                edit
                for part, ending in zip(bases, marks, strict=True)
                if part in wrong
                for edit in _as_basis(case, part, ending)
            ],
            model=(
                catalogue.MODEL_DASHED_BASIS if case.rules.basis_dashed else catalogue.MODEL_BASIS
            ),
            last=last_mark,
            style=catalogue.BASIS_UPRIGHT if case.is_party else catalogue.BASIS_ITALIC,
            clause=case.rules.clauses.body,
        )


def _is_basis(case: Case, part: Part, mark: str) -> bool:
    letters = [run for run in part.line.runs if run.text.strip()]
    slanted = all(run.italic for run in letters)
    upright = not any(run.italic for run in letters)
    bold = all(run.bold for run in letters)
    dashed = part.text.startswith("-") or not case.rules.basis_dashed
    set_right = (upright if case.is_party else slanted) and not bold
    return dashed and part.text.endswith(mark) and set_right


def _as_basis(case: Case, part: Part, mark: str) -> Iterator[LetterEdit]:
    """The dash and the mark that a căn cứ lacks."""
    if case.rules.basis_dashed and not part.text.startswith("-"):
        yield from beginning_with(part.line, "- ")
    if not part.text.endswith(mark):
        yield from ending_with(part.line, mark)


def _looks(case: Case) -> Iterator[Fault]:
    """Whole paragraphs of more than one line that are bold, slanted or underlined."""
    running = case.anatomy.of(PartKind.BODY, PartKind.ARTICLE)
    body = [part for part in running if _wraps(part) and _is_text(part)]
    slanted = (catalogue.EXCEEDS.format(quality=catalogue.ITALIC),)
    quoted = [part for part in _quoted(case) if part in body and _excess(part) in {(), slanted}]
    if not set(map(id, body)) <= set(map(id, quoted)):
        body = [part for part in body if part not in quoted]
    for faults, alike in grouped((_excess(part), part) for part in body).items():
        most = len(alike) * 2 > len(body) and len(alike) > 1
        rule = with_severity(catalogue.BODY_LOOK, Severity.ERROR) if most else catalogue.BODY_LOOK
        yield case.in_parts(rule, alike, faults=faults, clause=case.rules.clauses.body)


def _is_text(part: Part) -> bool:
    """Whether a part is no title of an Điều, which alone is bold and has no full stop."""
    return part.kind is PartKind.BODY or part.text.endswith(".")


def _quoted(case: Case) -> list[Part]:
    """The slanted paragraphs that stand together: another document, quoted."""
    running = case.anatomy.of(*_RUNNING, *_HEADINGS)
    pairs = [pair for pair in pairwise(running) if all(map(_is_slanted, pair))]
    return [part for pair in pairs for part in pair]


def _is_slanted(part: Part) -> bool:
    letters = [run for run in part.line.runs if run.text.strip()]
    return bool(letters) and all(run.italic for run in letters)


def _excess(part: Part) -> tuple[str, ...]:
    """A numbered or bracketed paragraph, a quotation and a căn cứ may look otherwise."""
    letters = [run for run in part.line.runs if any(letter.isalpha() for letter in run.text)]
    if _ASIDE.match(part.text) or _may_be_title(part.text) or not letters:
        return ()
    ground = _GROUND.match(part.text) is not None
    found = {
        catalogue.BOLD: all(run.bold for run in letters),
        catalogue.ITALIC: not ground and all(run.italic for run in letters),
        catalogue.UNDERLINED: all(run.underline for run in letters),
    }
    return tuple(catalogue.EXCEEDS.format(quality=name) for name, is_so in found.items() if is_so)


_OPENER = re.compile(
    r"^(?:Thực hiện|Theo|Tiếp theo|Trên cơ sở|Qua|Trong|Để|Sau khi)\b.*,.*"
    r"\b(?:báo cáo|thông báo|đề nghị|trình|hướng dẫn|yêu cầu)\b.*\bnhư sau:$"
)
"""The sentence that a text opens with: no title ends so."""


def _may_be_title(text: str) -> bool:
    if _OPENER.match(text):
        return False
    listed = _LISTED.match(text) is not None or text.endswith((";", ":"))
    return listed and len(text) < _LONGEST_TITLE


def _articles(case: Case) -> Iterator[Fault]:
    """«Điều 1.» is bold, whatever follows it."""
    wrong = [part for part in case.anatomy.of(PartKind.ARTICLE) if not _has_bold_label(part)]
    if wrong:
        yield case.in_parts(catalogue.ARTICLE_LOOK, wrong, clause=case.rules.clauses.body)


ARTICLE_LABEL = re.compile(r"\s*Điều\s+\d+[a-zđ]?\s*[.:]?")


def _has_bold_label(part: Part) -> bool:
    first = next((run for run in part.line.runs if run.text.strip()), None)
    return first is not None and first.bold


def _headings(case: Case) -> Iterator[Fault]:
    """One form of ``I-`` in one document."""
    forms: dict[str, list[Part]] = {}
    for part in case.anatomy.of(PartKind.HEADING_I):
        found = _ROMAN.match(part.text)
        if found is not None:
            forms.setdefault(found[1], []).append(part)
    if len(forms) > 1:
        usual = max(forms, key=lambda form: (len(forms[form]), form == _BEST_FORM))
        rare = min((forms[form] for form in forms if form != usual), key=len)
        marks = [(part, _ROMAN.match(part.line.written)) for part in rare]
        edits = [edit for part, at in marks if at for edit in replaced(part.line, at, usual, 1)]
        yield case.in_parts(catalogue.HEADINGS_MIXED, rare, edits, clause=case.rules.clauses.body)


def _numbering(case: Case) -> Iterator[Fault]:
    """Headings and articles whose numbers skip one or come twice, each told; not where another text is quoted."""
    parts = case.anatomy.of(*_RUNNING, *_HEADINGS, PartKind.PART_HEADING)
    if any(_QUOTES_NUMBERED.match(part.text) for part in parts):
        return
    out_of_order = [*_twice(case), *_lettered(case)]
    for before, part in out_of_order:
        clause = case.rules.clauses.body
        yield case.in_parts(
            catalogue.NUMBER_SKIPPED, [part], before=quote(before.text), clause=clause
        )
    for pattern, kind in _COUNTED:
        counted = [
            (part, _value(found[1]))
            for part in parts
            if part.kind is kind and (found := pattern.match(part.text)) is not None
        ]
        for before, part in _skips([each for each in counted if each[1]]):
            clause = case.rules.clauses.body
            yield case.in_parts(
                catalogue.NUMBER_SKIPPED, [part], before=quote(before.text), clause=clause
            )


def _value(written: str) -> int:
    """The number that digits, Roman numerals or words say; 0 for letters that are none, or a letter of A, B, C."""
    if written.isdecimal():
        return int(written)
    if written.lower() in ORDINAL_WORDS:
        return ORDINAL_WORDS.index(written.lower()) + 1
    return next((number for number in range(1, _MOST_ROMAN) if roman(number) == written), 0)


def _skips(counted: Sequence[tuple[Part, int]]) -> Iterator[tuple[Part, Part]]:
    """What skips a number, behind what it follows: an attached text begins anew.

    Behind one that is wrong the others go on from its number, or from the one it should have.
    """
    due: tuple[int, ...] = ()
    for (before, _), (part, number) in pairwise([*counted[:1], *counted]):
        if due and number != 1 and number not in due:
            yield before, part
            due = (number + 1, min(due) + 1)
        else:
            due = (number + 1,)


def _twice(case: Case) -> Iterator[tuple[Part, Part]]:
    """Two bold headings «1.» with nothing above them in between, behind the first of them."""
    last: Part | None = None
    for part in case.anatomy.of(*_RUNNING, *_HEADINGS, PartKind.PART_HEADING, PartKind.CENTRED):
        if part.kind is PartKind.HEADING_11:
            continue
        if part.kind is not PartKind.HEADING_1:
            last = last if part.kind is PartKind.BODY and not part.line.is_bold else None
            continue
        if last is not None and part.line.is_bold and _number_of(last) == _number_of(part):
            yield last, part
        last = part if part.line.is_bold else None


def _number_of(part: Part) -> str:
    return part.text.partition(".")[0]


def _lettered(case: Case) -> Iterator[tuple[Part, Part]]:
    """Points whose letter comes twice, or skips one that stands nowhere in between, behind the one before."""
    parts = case.anatomy.of(*_RUNNING, *_HEADINGS, PartKind.PART_HEADING, PartKind.CENTRED)
    if any(_QUOTES_LETTERED.match(part.text) for part in parts):
        return
    last, between = None, ""
    for part in parts:
        found = _LETTER.match(part.text)
        if part.kind is not PartKind.BODY or (found is None and _BIG.match(part.text)):
            last = None
        if found is None:
            between += f" {part.text}"
            continue
        if last is not None and _is_out_of_order(_letter(last), found[1], between):
            yield last, part
        last, between = part, part.text[found.end() :]


def _letter(part: Part) -> str:
    return part.text[0]


def _is_out_of_order(before: str, letter: str, between: str) -> bool:
    """Whether `letter` comes again, or one that stands nowhere `between` is missing before it."""
    if letter == before:
        return True
    known = _ALPHABET.find(before), _ALPHABET.find(letter)
    missing = _ALPHABET[known[0] + 1 : max(known[1], 0)].replace(_LEFT_OUT, "")
    return min(known) >= 0 and len(missing) == 1 and f"{missing})" not in between


def _end(case: Case) -> Iterator[Fault]:
    """The last paragraph before the signing block."""
    texts = list(case.anatomy.of(*_RUNNING, *_HEADINGS))
    while len(texts) > 1 and _BRACKETED.match(texts[-1].text):
        texts.pop()
    if not texts or not case.anatomy.is_signed_off or texts[-1].kind not in _SENTENCES:
        return
    last = texts[-1]
    clause = case.rules.clauses.body
    if last.text.replace(" ", "").endswith(_OLD_END):
        if case.is_party:
            found = _SLASHED.search(last.line.written)
            edits = replaced(last.line, found, ".") if found else ()
            yield case.in_parts(catalogue.ENDS_WITH_SLASH, [last], edits, clause=clause)
    elif not last.text.endswith(_CLOSED):
        edits = () if last.text.endswith(":") else ending_with(last.line, ".", ",;")
        yield case.in_parts(catalogue.ENDS_OPEN, [last], edits, clause=clause)


_PLACEHOLDER = re.compile(rf"«[^«»]{{1,80}}»|{TO_FILL_IN}|\?{{3,}}|(?<![\w.])x{{3,}}(?!\w|\.\w)")
_NEVER = frozenset(
    {PartKind.NUMBER, PartKind.DATELINE, PartKind.DASHES, PartKind.MARK, PartKind.STAR}
)
_NUMBERED = re.compile(r"^S[ốôo]\s*:?\s*\d", re.IGNORECASE)
_DATED = re.compile(r"ngày\s*\d", re.IGNORECASE)
_MERGE = "MERGEFIELD"
_LOOKS: tuple[tuple[Rule, Callable[[RunFacts], bool]], ...] = (
    (lint_text.HIGHLIGHTED, lambda run: run.is_highlighted),
    (lint_text.STRUCK, lambda run: run.is_struck),
    (lint_text.HIDDEN, lambda run: run.vanish),
    (lint_text.MERGE_FIELD, lambda run: run.field.split()[:1] == [_MERGE]),
)


def check_unfinished(case: Case) -> Iterator[Fault]:
    """What a document must not keep when it is sent."""
    if case.facts.comments:
        yield case.whole(lint_text.COMMENTS, count=count(case.facts.comments))
    yield from _marks(case)
    yield from _placeholders(case)
    yield from _half_issued(case)


def _marks(case: Case) -> Iterator[Fault]:
    """Each kind of mark in one finding, quoting what bears it."""
    for rule, is_so in _LOOKS:
        found = [
            (paragraph, " ".join("".join(marked).split()))
            for paragraph in case.facts.paragraphs
            for marked in [[run.text for run in paragraph.runs if is_so(run)]]
            if "".join(marked).strip()
        ]
        if found:
            texts = [text for _, text in found]
            paragraphs = [paragraph for paragraph, _ in found]
            yield case.in_paragraphs(rule, paragraphs, None, where=quoted_list(texts))


def _half_issued(case: Case) -> Iterator[Fault]:
    """A number without its day, or a day without its number; with neither it is a draft, which is whole as it is."""
    number, line = case.anatomy.first(PartKind.NUMBER), case.anatomy.first(PartKind.DATELINE)
    if number is None or line is None:
        return
    is_numbered = _NUMBERED.match(number.text) is not None
    is_dated = _DATED.search(line.text) is not None
    if is_numbered is not is_dated:
        blank = line if is_numbered else number
        yield case.in_parts(lint_text.HALF_ISSUED, [blank])


def _placeholders(case: Case) -> Iterator[Fault]:
    """Places to fill in; a sheet that is filled in by hand has them rightly."""
    if case.anatomy.code in PLAIN_SHEETS or (not case.anatomy.code and not case.anatomy.is_letter):
        return
    left = [part for part in case.anatomy.parts if _is_open(part)]
    if left:
        yield case.in_parts(lint_text.PLACEHOLDER, left)


def _is_open(part: Part) -> bool:
    kept = part.kind is PartKind.RECIPIENT and part.line.folded.startswith("luu")
    if kept or part.kind in _NEVER or not any(letter.isalpha() for letter in part.text):
        return False
    merged = any(run.field.split()[:1] == [_MERGE] for run in part.line.runs)
    return not merged and _PLACEHOLDER.search(part.text) is not None
