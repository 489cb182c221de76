"""Judges the forms of the head: which parts there are, number, date, name, trích yếu."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from cv183_reports.catalogue import lint as catalogue
from cv183_reports.lint.checks import Case, Fault, LetterEdit, replaced, respelt, with_severity
from cv183_reports.lint.lines import letters_width
from cv183_reports.lint.parts import Part
from cv183_reports.lint.vocabulary import (
    AGREEMENTS,
    NAMES,
    OFFICIAL_LETTER,
    PLAIN_SHEETS,
    REGULATION,
    PartKind,
    compound_of,
)
from cv183_reports.model.finding import Severity
from cv183_reports.vietnamese.text import fold, fold_words, place_tones
from cv183_reports.vietnamese.wording import measured
from cv183_reports.word.facts import Alignment

_BLANK = r"[\s.…_]*"
_PARTY_NUMBER = re.compile(
    rf"^Số(?:\s+(?P<number>\d+)\s*|{_BLANK})-[A-ZĐ][A-ZĐa-zđ]{{1,3}}/[A-ZĐ]+\d*(?:-[A-ZĐ]+\d*)*$"
)
_STATE_NUMBER = re.compile(
    rf"^Số:(?:\s*(?P<number>\d+)\s*|{_BLANK})/(?:\d{{4}}/)?[A-ZĐ][A-ZĐa-z]*(?:-[A-ZĐ&][\w&]*)*$"
)
_LETTER_CODE = re.compile(r"/CV-")
_PARTY_SYMBOL, _STATE_SYMBOL = re.compile(r"^-(\w+)/(\w+)$"), re.compile(r"^/(\w+)-(\w+)$")
_ANY_NUMBER = re.compile(r"^S[ốó]\s*[:.]?\s*(?P<number>\d+)\s*(?P<symbol>[-–/].+)$", re.IGNORECASE)
_DATE = re.compile(
    rf"^(?P<place>[^,]+), ngày(?: (?P<day>\d{{1,9}}) |{_BLANK})tháng(?: (?P<month>\d{{1,9}}) |{_BLANK})năm (?P<year>\d{{4}})$"
)
_UNFILLED = re.compile(rf"^[^,]+, ngày{_BLANK}tháng{_BLANK}năm{_BLANK}(?:20\d?{_BLANK})?$")
"""A draft whose date nobody has set yet."""
_DOUBLED = re.compile(" {2,}")
_TWO_DIGIT_MONTHS = 3
_FITS = 0.5
"""Millimetres that a measured text may be longer than its room."""
_SUBJECT = re.compile(r"^V\s*/\s*v\b[.:]?|^về việc\b", re.IGNORECASE)
_NAMED = re.compile(
    r"Đại hội (?:đại biểu|toàn thể|đảng viên|Đảng|Chi|lần)\b|Hội nghị (?:lần|Ban)\b|Kỳ họp (?:lần )?thứ\b"
    r"|(?:Ban|Thường) [A-ZĐ]|(?:Ủy|Uỷ) ban\b|Thường trực\b|Đảng (?:bộ|ủy|uỷ)\b|Chi bộ\b"
)
"""How a trích yếu begins with a proper name."""
_FIVE_HYPHENS = "-----"
_OPENINGS = {True: "về việc", False: "V/v"}
"""Of the trích yếu of a công văn: the Party's, and the state's."""
_PROVINCE = re.compile(r"^(?:thanh|tinh) ui (?P<name>.+)$")
"""The committee of a province, folded: its place is the proper name (HD05 4.1.1)."""


def check_head(case: Case) -> Iterator[Fault]:
    """What is missing, then each form."""
    yield from _family(case)
    for kind, clause in missing(case).items():
        yield case.whole(catalogue.MISSING, part=kind.value, clause=clause)
    yield from _decision(case)
    yield from _number(case)
    yield from _dateline(case)
    yield from _in_capitals(case)
    yield from _in_order(case)
    yield from _letter(case) if case.anatomy.is_letter else _named(case)


_ORDER = (
    (PartKind.NATION, PartKind.MOTTO),
    (PartKind.TITLE, PartKind.DATELINE),
    (PartKind.MOTTO, PartKind.DATELINE),
    (PartKind.ISSUER, PartKind.NUMBER),
    (PartKind.STAR, PartKind.NUMBER),
)
"""What stands above what in a column of a head."""


def _in_order(case: Case) -> Iterator[Fault]:
    """The lines of a head that stand below what they belong above, in their column."""
    for upper, lower in _ORDER:
        first, second = case.anatomy.first(upper), case.anatomy.first(lower)
        if first is None or second is None or first.line.boxed or second.line.boxed:
            continue
        one, other = first.line.paragraph, second.line.paragraph
        if first.line.side is second.line.side and one.index > other.index:
            clauses = case.rules.clauses
            clause = clauses.number if lower is PartKind.NUMBER else clauses.title
            yield case.in_parts(catalogue.OUT_OF_ORDER, [first], above=second.text, clause=clause)


_ENACTING = {"QĐ": "QUYẾT ĐỊNH:", "NQ": "QUYẾT NGHỊ:"}
"""What stands between căn cứ and articles in a paper of the state, by its code (NĐ 30, Phụ lục III, mẫu 1.1–1.3)."""
_COUNCIL = "hoi dong nhan dan"


def _decision(case: Case) -> Iterator[Fault]:
    """Above the căn cứ who decides, below them that it is decided; other bodies than councils resolve in their own way."""
    line = _ENACTING.get(case.anatomy.code, "")
    name = case.anatomy.first(PartKind.NAME)
    of_council = _COUNCIL in fold(case.text_of(PartKind.ISSUER))
    bases = case.anatomy.of(PartKind.LEGAL_BASIS)
    if (
        case.is_party
        or not line
        or name is None
        or not bases
        or not case.anatomy.of(PartKind.ARTICLE)
    ):
        return
    if (case.anatomy.code == "NQ" and not of_council) or _is_of_law(case):
        return
    below = [part for part in case.anatomy.parts if _enacts(part)]
    rule = with_severity(catalogue.MISSING, Severity.WARNING)
    clause = case.rules.clauses.name
    if all(part is name for part in below):
        yield case.whole(rule, part=catalogue.ENACTING_LINE.format(line=line), clause=clause)
    first = bases[0].line.paragraph.index
    above = [
        part for part in case.anatomy.of(PartKind.CENTRED) if part.line.paragraph.index < first
    ]
    if not any(part.text.isupper() for part in above):
        yield case.whole(rule, part=catalogue.DECIDER_LINE, clause=clause)


_OF_YEAR = re.compile(r"/\s*\d{4}\s*/")
_ISSUES = re.compile(r"\bban hành\b")


def _is_of_law(case: Case) -> bool:
    """Whether a paper is a legal text, which decides in another form: its number has the year, or it says who issues it."""
    by_number = _OF_YEAR.search(case.text_of(PartKind.NUMBER)) is not None
    last = case.anatomy.of(PartKind.LEGAL_BASIS)[-1].text
    return by_number or (
        not last.startswith(("Căn cứ", "Theo", "Xét")) and bool(_ISSUES.search(last))
    )


_SAID_LAST = ("quiet dinh", "quiet nghi", "nghi quiet")
_LONGEST_ENACTING = 60


def _enacts(part: Part) -> bool:
    """Whether a line, or the capitals at the end of one, say that something is decided."""
    said = len(part.text) < _LONGEST_ENACTING or part.text.isupper()
    return said and part.line.folded.endswith(_SAID_LAST)


def _in_capitals(case: Case) -> Iterator[Fault]:
    """The trích yếu is in small letters, whatever the name above it is."""
    parts = case.anatomy.of(PartKind.ABSTRACT, PartKind.LETTER_ABSTRACT)
    wrong = [
        part for part in parts if len(part.text.split()) >= _FEWEST_CAPITALS and _is_loud(part)
    ]
    if wrong:
        yield case.in_parts(catalogue.ABSTRACT_IN_CAPITALS, wrong, clause=case.rules.clauses.name)


_FEWEST_CAPITALS = 4
"""Words of a line from which on capitals are no abbreviation."""


def _is_loud(part: Part) -> bool:
    return "".join(run.shown for run in part.line.runs).isupper()


def _family(case: Case) -> Iterator[Fault]:
    """Headings of the other kind of documents."""
    alien = (PartKind.NATION, PartKind.MOTTO) if case.is_party else (PartKind.TITLE,)
    rule = catalogue.STATE_HEADING if case.is_party else catalogue.PARTY_HEADING
    for part in case.anatomy.of(*alien):
        yield case.in_parts(rule, [part], clause=case.rules.clauses.title)


def missing(case: Case) -> dict[PartKind, str]:
    """The parts that a head should have and has not, with the clause that asks for each."""
    clauses = case.rules.clauses
    wanted = {} if _is_of_its_parties(case) else {PartKind.ISSUER: clauses.issuer}
    if wanted and not is_issued_with_another(case):
        wanted |= {PartKind.NUMBER: clauses.number, PartKind.DATELINE: clauses.dateline}
    if case.is_party:
        wanted |= {PartKind.TITLE: clauses.title, PartKind.STAR: clauses.issuer}
    else:
        wanted |= {PartKind.NATION: clauses.title, PartKind.MOTTO: clauses.title}
    if case.anatomy.is_letter:
        wanted |= {PartKind.LETTER_ABSTRACT: clauses.name, PartKind.ADDRESSEE: clauses.recipients}
    elif not case.anatomy.called:
        wanted |= {PartKind.NAME: clauses.name}
        nameless = case.anatomy.first(PartKind.NAME) is None
        told = nameless or _has_run_in_name(case) or case.anatomy.code in PLAIN_SHEETS
        wanted |= {} if told else {PartKind.ABSTRACT: clauses.name}
    return {kind: clause for kind, clause in wanted.items() if case.anatomy.first(kind) is None}


def is_issued_with_another(case: Case) -> bool:
    """Whether the paper that a document goes with has number, date and Nơi nhận for it (NĐ 30, Phụ lục III, mẫu 1.2)."""
    return case.anatomy.is_attached and not case.anatomy.of(PartKind.NUMBER, PartKind.DATELINE)


def _is_of_its_parties(case: Case) -> bool:
    """Whether an agreement has no letterhead of one office above its name: perhaps its date, or its number."""
    names = case.anatomy.of(PartKind.SUPERIOR, PartKind.ISSUER)
    both = all(map(case.anatomy.first, (PartKind.NUMBER, PartKind.DATELINE)))
    return case.anatomy.code in AGREEMENTS and not names and not both


def _has_run_in_name(case: Case) -> bool:
    """Whether the trích yếu goes on on the line of the name."""
    name = case.anatomy.first(PartKind.NAME)
    return name is not None and not compound_of(name.line.folded)


def _number(case: Case) -> Iterator[Fault]:
    part = case.anatomy.first(PartKind.NUMBER)
    if part is None:
        return
    clause = case.rules.clauses.number
    found = (_PARTY_NUMBER if case.is_party else _STATE_NUMBER).match(part.text)
    if found is None:
        model = catalogue.MODEL_PARTY_NUMBER if case.is_party else catalogue.MODEL_STATE_NUMBER
        edits = _tidy_number(case, part)
        yield case.in_parts(catalogue.NUMBER_FORM, [part], edits, model=model, clause=clause)
    elif found["number"] and len(found["number"]) == 1:
        edits = respelt(
            part.line, f"{part.text[: found.start('number')]}0{part.text[found.start('number') :]}"
        )
        yield case.in_parts(catalogue.NUMBER_ZERO, [part], edits, clause=clause)
    elif not case.is_party and case.anatomy.is_letter and _LETTER_CODE.search(part.text):
        model = catalogue.MODEL_LETTER_NUMBER
        yield case.in_parts(catalogue.LETTER_CODE, [part], model=model, clause=clause)
    name = case.anatomy.first(PartKind.NAME)
    wanted = _wanted_code(case, name.line.folded) if name is not None else ""
    code = _without_mark(case, part.text, wanted) or case.anatomy.code
    free = case.anatomy.is_letter or case.anatomy.code in PLAIN_SHEETS
    if name is not None and wanted and not free:
        code = _strange_code(case, part.text, wanted) or code
    if name is not None and wanted and wanted.casefold() != code.casefold():
        yield case.in_parts(
            catalogue.NUMBER_KIND, [part], code=code, name=name.text, wanted=wanted, clause=clause
        )


_SYMBOL_CODES = {
    True: re.compile(r"[-–]\s*(\w{2,4})\s*/"),
    False: re.compile(r"/\s*(\w{2,4})\s*[-–]"),
}


def _without_mark(case: Case, number: str, wanted: str) -> str:
    """The code of a number that lacks only the marks of its letters (``QD``); empty = it is another, or right."""
    found = _SYMBOL_CODES[case.is_party].search(number)
    alike = found is not None and fold(found[1]) == fold(wanted)
    return found[1] if found and alike and found[1].casefold() != wanted.casefold() else ""


_FIRST_SYMBOL = {True: re.compile(r"[-–]\s*(\w+)\s*/"), False: re.compile(r"/\s*(\w+)\s*[-–]")}


def _strange_code(case: Case, number: str, wanted: str) -> str:
    """What stands where the code of the kind should, and is none (``55/UBND-BC``); ``KHLT`` is one of a kế hoạch."""
    found = _FIRST_SYMBOL[case.is_party].search(number)
    is_code = found is None or fold(found[1]).startswith(fold(wanted))
    known = found is not None and found[1].casefold() in {
        code.casefold() for code in NAMES.values()
    }
    return "" if found is None or is_code or known else found[1]


def _tidy_number(case: Case, part: Part) -> tuple[LetterEdit, ...]:
    """What gives a number its form where its colon, blanks and dashes are wrong, or are those of the other family."""
    found = _ANY_NUMBER.match(part.text)
    if found is None:
        return ()
    symbol = re.sub(r"\s*([-–/])\s*", lambda sign: sign[1].replace("–", "-"), found["symbol"])
    colon, form, parted = (
        ("", _PARTY_NUMBER, r"-\1/\2") if case.is_party else (":", _STATE_NUMBER, r"/\1-\2")
    )
    others = _STATE_SYMBOL if case.is_party else _PARTY_SYMBOL
    right = f"Số{colon} {found['number'].zfill(len('00'))}{others.sub(parted, symbol)}"
    return respelt(part.line, right) if form.match(right) else ()


def _wanted_code(case: Case, name: str) -> str:
    """The code of a document of that folded name; empty = not known."""
    return case.rules.regulation_code if name == REGULATION else NAMES.get(name, "")


class Dateline(Struct, frozen=True):
    """A place and a date as written; None where left blank."""

    place: str
    day: str | None
    month: str | None
    year: int

    @property
    def date(self) -> date | None:
        """The day, if it is all there and exists."""
        if self.day is None or self.month is None:
            return None
        try:
            return date(self.year, int(self.month), int(self.day))
        except ValueError:
            return None

    @property
    def has_right_zeros(self) -> bool:
        """Days below 10 and months below 3 with a 0, the others without."""
        day, month = int(self.day or 0), int(self.month or 0)
        right_month = f"{month:02}" if month < _TWO_DIGIT_MONTHS else str(month)
        return self.day in (None, f"{day:02}") and self.month in (None, right_month)


def dateline(text: str) -> Dateline | None:
    """What the line of place and date says; None where it is not of that form."""
    found = _DATE.match(text)
    if found is None:
        return None
    read = Dateline(found["place"], found["day"], found["month"], int(found["year"]))
    filled = read.day is not None and read.month is not None
    return None if filled and read.date is None else read


def _dateline(case: Case) -> Iterator[Fault]:
    part = case.anatomy.first(PartKind.DATELINE)
    if part is None:
        return
    clause = case.rules.clauses.dateline
    if _UNFILLED.match(part.text):
        return
    doubled = _DOUBLED.search(part.text)
    read = dateline(part.text)
    once = dateline(" ".join(part.text.split()))
    if read is None and once and (once.day is None or once.month is None):
        return
    if read is None and doubled and once:
        where = part.text[: doubled.start()]
        edits = respelt(part.line, " ".join(part.text.split()))
        yield case.in_parts(catalogue.DOUBLE_BLANK, [part], edits, after=where, clause=clause)
        return
    if read is None:
        yield case.in_parts(catalogue.DATE_FORM, [part], _tidy_date(part), clause=clause)
        return
    if not read.has_right_zeros:
        edits = respelt(part.line, _with_zeros(part.text))
        yield case.in_parts(catalogue.DATE_ZERO, [part], edits, clause=clause)
    yield from _of_province(case, part, read.place)
    yield from _wrapping(case, part)


def _tidy_date(part: Part) -> tuple[LetterEdit, ...]:
    """What gives a line of place and date its form where only blanks, comma, capitals and zeros are wrong."""
    words = " ".join(part.text.split())
    words = re.sub(
        r"\s*,?\s*\b(ngày|tháng|năm)\b",
        lambda each: f" {each[1].lower()}",
        words,
        flags=re.IGNORECASE,
    )
    right = _with_zeros(words.replace(" ngày", ", ngày", 1).rstrip("."))
    return respelt(part.line, right) if dateline(right) else ()


def _with_zeros(text: str) -> str:
    """A line of place and date with a 0 where one belongs, and none elsewhere."""

    def padded(found: re.Match[str]) -> str:
        number = int(found[2])
        bare = found[1] == "tháng" and number >= _TWO_DIGIT_MONTHS
        return f"{found[1]} {number}" if bare else f"{found[1]} {number:02}"

    return re.sub(r"(ngày|tháng) (\d{1,2})\b", padded, text)


def _of_province(case: Case, part: Part, place: str) -> Iterator[Fault]:
    """The place of a paper of the province's committee is that province; with its tier where that belongs to it."""
    names = case.anatomy.of(PartKind.SUPERIOR, PartKind.ISSUER) if case.is_party else ()
    for name in names:
        found = _PROVINCE.match(name.line.folded)
        if found is None:
            continue
        proper = " ".join(name.text.split()[2:]).title()
        right = (proper, f"Thành phố {proper}", f"Tỉnh {proper}")
        if place_tones(place, new_style=False) not in {
            place_tones(r, new_style=False) for r in right
        }:
            clause = case.rules.clauses.dateline
            told = {"found": place, "issuer": name.text, "wanted": proper, "clause": clause}
            yield case.in_parts(catalogue.PLACE, [part], _bare_place(part, place, proper), **told)
            return


def _bare_place(part: Part, place: str, proper: str) -> tuple[LetterEdit, ...]:
    """What takes a tier from before a place that is right (``TP X``); nothing where it is another place."""
    found = re.search(re.escape(place), part.line.written)
    is_right = fold_words(place).split()[-len(proper.split()) :] == fold_words(proper).split()
    return replaced(part.line, found, proper) if found and is_right else ()


def _wrapping(case: Case, part: Part) -> Iterator[Fault]:
    room = part.line.paragraph.room
    width = width_of(part)
    if part.line.paragraph.place is not None and room and width > room + _FITS:
        yield case.in_parts(
            catalogue.DATE_WRAPS,
            [part],
            found=measured(width, 0),
            room=measured(room, 0),
            clause=case.rules.clauses.dateline,
        )


def width_of(part: Part) -> float:
    """Millimetres that a part takes on one line."""
    runs = [run for run in part.line.runs if run.shown]
    while runs and not runs[0].shown.strip():
        runs.pop(0)
    while runs and not runs[-1].shown.strip():
        runs.pop()
    texts = [run.shown for run in runs]
    if texts:
        texts[0] = texts[0].lstrip()
        texts[-1] = texts[-1].rstrip()
    return sum(letters_width(text, run) for text, run in zip(texts, runs, strict=True))


def _named(case: Case) -> Iterator[Fault]:
    """Name, trích yếu and the five hyphens of a document that is no công văn."""
    name = case.anatomy.first(PartKind.NAME)
    clause = case.rules.clauses.name
    if name is not None and _has_run_in_name(case):
        yield case.in_parts(catalogue.NAME_NOT_ALONE, [name], clause=clause)
    abstract = case.anatomy.first(PartKind.ABSTRACT)
    if not case.is_party or abstract is None or case.anatomy.code in PLAIN_SHEETS:
        return
    if _has_capital(abstract.text):
        yield case.in_parts(catalogue.ABSTRACT_CAPITAL, [abstract], _small(abstract), clause=clause)
    dashes = case.anatomy.first(PartKind.DASHES)
    if dashes is None:
        yield case.whole(catalogue.MISSING, part=PartKind.DASHES.value, clause=clause)
    elif dashes.text != _FIVE_HYPHENS or dashes.line.paragraph.alignment is not Alignment.CENTER:
        edits = respelt(dashes.line, _FIVE_HYPHENS)
        yield case.in_parts(catalogue.DASHES, [dashes], edits, clause=clause)


def _has_capital(text: str) -> bool:
    """Whether a text begins like a sentence: a capital, then small letters; not with the name of a congress or a body."""
    begun = text[:1].isupper() and text[1:2].islower() and not text.isupper()
    return begun and _NAMED.match(text) is None


def _small(abstract: Part) -> tuple[LetterEdit, ...]:
    """What takes the capital from a trích yếu; nothing where it may belong to a name: another follows, or a document."""
    words = abstract.text.split()
    named = " ".join(words[:2])
    if fold(named) in NAMES or (words[1:2] and words[1][0].isupper()):
        return ()
    return respelt(abstract.line, abstract.text[0].lower() + abstract.text[1:])


def _letter(case: Case) -> Iterator[Fault]:
    clause = case.rules.clauses.name
    name = case.anatomy.first(PartKind.NAME)
    if name is not None and name.line.folded == OFFICIAL_LETTER:
        yield case.in_parts(catalogue.LETTER_NAMED, [name], clause=clause)
    subject = case.anatomy.first(PartKind.LETTER_ABSTRACT)
    if subject is None:
        return
    begun = _SUBJECT.match(subject.text)
    short = begun is not None and fold(begun[0]) == "v v"
    if short if case.is_party else not short:
        yield case.in_parts(
            catalogue.SUBJECT_FORM,
            [subject],
            _begun_as_ruled(case, subject),
            model=(
                catalogue.MODEL_PARTY_SUBJECT if case.is_party else catalogue.MODEL_STATE_SUBJECT
            ),
            clause=clause,
        )


def _begun_as_ruled(case: Case, subject: Part) -> tuple[LetterEdit, ...]:
    """What puts the one opening of a công văn's trích yếu for the other; nothing where there is neither."""
    found = re.match(
        r"\s*(?P<opening>V\s*/\s*v\b[.:]?|về việc\b)", subject.line.written, re.IGNORECASE
    )
    return replaced(subject.line, found, _OPENINGS[case.is_party], "opening") if found else ()


_COMMUNE = re.compile(r"\b(?:PHƯỜNG|XÃ(?! HỘI\b)|ĐẶC KHU|THỊ TRẤN)\s+(?P<name>\S.*)$")
_TIER = re.compile(
    r"^(?:phường|xã|đặc khu|thị trấn|thành phố|tỉnh|tp\.?|p\.|x\.|đk)\s*", re.IGNORECASE
)


def check_against_issuer(case: Case) -> Iterator[Fault]:
    """What a head says against its own issuer."""
    yield from _order(case)
    yield from _place(case)


def _order(case: Case) -> Iterator[Fault]:
    """The superior stands above the issuer."""
    superior = case.anatomy.first(PartKind.SUPERIOR)
    issuer = case.anatomy.first(PartKind.ISSUER)
    if superior is None or issuer is None:
        return
    if superior.line.paragraph.index > issuer.line.paragraph.index:
        clause = case.rules.clauses.issuer
        yield case.in_parts(catalogue.UPSIDE_DOWN, [issuer], below=superior.text, clause=clause)


def _place(case: Case) -> Iterator[Fault]:
    """The place of a commune's paper is that commune, or another place that its head names."""
    line = case.anatomy.first(PartKind.DATELINE)
    read = dateline(line.text) if line is not None else None
    names = case.anatomy.of(PartKind.SUPERIOR, PartKind.ISSUER)
    communes = [found["name"] for part in names for found in [_COMMUNE.search(part.text)] if found]
    if line is None or read is None or not communes:
        return
    place = fold_words(_TIER.sub("", read.place))
    head = fold_words(" ".join(part.text for part in names))
    if place and place not in head:
        yield case.in_parts(
            catalogue.OTHER_PLACE,
            [line],
            found=read.place,
            issuer=" ".join(part.text for part in names),
            clause=case.rules.clauses.dateline,
        )
