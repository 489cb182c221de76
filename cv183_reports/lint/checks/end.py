"""Judges the end of a document, Nơi nhận and Kính gửi; its appendices."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise, takewhile

from cv183_reports.catalogue import lint as head_catalogue
from cv183_reports.catalogue import lint_text
from cv183_reports.lint.checks import (
    Case,
    Fault,
    LetterEdit,
    beginning_with,
    ending_with,
    grouped,
    opening_with,
    replaced,
    with_severity,
)
from cv183_reports.lint.checks.head import dateline, is_issued_with_another
from cv183_reports.lint.lines import nfc
from cv183_reports.lint.parts import Appendix, Part, is_reference
from cv183_reports.lint.vocabulary import (
    DELEGATED,
    KEPT,
    OFFICIAL_LETTER,
    PLAIN_SHEETS,
    SPELT_AS,
    PartKind,
    compound_of,
    number_of_whole,
    phrase_of,
)
from cv183_reports.model.finding import Rule
from cv183_reports.vietnamese.text import fold, fold_words
from cv183_reports.vietnamese.wording import roman
from cv183_reports.word.facts import ParagraphFacts

_STATE_KEPT = re.compile(r"^[-–]?\s*Lưu(?:\s*:\s*VT\b|\s*:?\s*(?:HS|[Hh]ồ sơ)\b)")
"""Kept by the office, or with the file of a case (forms of NĐ 118/2021, of the courts)."""
_PARTY_KEPT = re.compile(r"^[-–]?\s*Lưu [^:]+$")
_SHORT_KEPT = re.compile(r"\bVT\b")
_DRAFTER = re.compile(r"Lưu\b.*\.\s*(?:\w+(?:\s\w+)?\s*(?:\([^()]*\))?|\([^()]*\))$", re.IGNORECASE)
"""A line of keeping behind whose full stop stands who drafted it, and how many copies: ``VT, NC.Châu(04b)``."""
_PROPOSAL = "TTr"
_PRESIDIUM = re.compile(r"\bdoan chu tich$")
"""That of a congress: its members sign by their names."""
_SENT_TO_ONE = PLAIN_SHEETS | {"GM"}
"""Codes of what is written to one: invitations, slips; of these the rules on Kính gửi do not speak."""
_MARKS = (";", ".")


def check_end(case: Case) -> Iterator[Fault]:
    """What is missing of the end, then Nơi nhận, then Kính gửi."""
    yield from _missing(case)
    yield from _recipients(case)
    yield from _addressees(case)


def _missing(case: Case) -> Iterator[Fault]:
    clauses = case.rules.clauses
    if case.anatomy.code in PLAIN_SHEETS or case.anatomy.called or is_issued_with_another(case):
        return
    wanted = {PartKind.AUTHORITY: clauses.signing, PartKind.RECIPIENTS_LABEL: clauses.recipients}
    authority = case.anatomy.first(PartKind.AUTHORITY)
    signed_for = authority.text if authority is not None else ""
    if DELEGATED.match(signed_for) and not _PRESIDIUM.search(fold(signed_for)):
        wanted[PartKind.POSITION] = clauses.signing
    for kind, clause in wanted.items():
        if not any(
            kind is not PartKind.POSITION or _is_own(part) for part in case.anatomy.of(kind)
        ):
            yield case.whole(head_catalogue.MISSING, part=kind.value, clause=clause)


def _is_own(position: Part) -> bool:
    """Whether a title is that of who signs, not of another signed for: ``KT. CHỦ TỊCH`` below ``TM.``."""
    return DELEGATED.match(position.text) is None


def _items(parts: Sequence[Part], mark: str) -> list[list[Part]]:
    """Lines of Nơi nhận by item: one without a dash continues one that has not ended, with `mark` or another."""
    items: list[list[Part]] = []
    for part in parts:
        unfinished = bool(items) and not items[-1][-1].text.endswith((mark, *_MARKS))
        if unfinished and not _is_dashed(part):
            items[-1].append(part)
        else:
            items.append([part])
    return items


def _is_dashed(part: Part) -> bool:
    return part.text.startswith(("-", "–", "+", "•", "*"))


def _recipients(case: Case) -> Iterator[Fault]:
    clause, mark = case.rules.clauses.recipients, case.rules.list_mark
    items = _items(case.anatomy.of(PartKind.RECIPIENT), mark)
    if not items:
        return
    undashed = [item[0] for item in items if not _is_dashed(item[0])]
    if undashed:
        edits = [edit for part in undashed for edit in beginning_with(part.line, "- ")]
        yield case.in_parts(lint_text.RECIPIENT_DASH, undashed, edits, clause=clause)
    unmarked = [item[-1] for item in items[:-1] if not item[-1].text.endswith(mark)]
    if unmarked:
        edits = [edit for part in unmarked for edit in ending_with(part.line, mark)]
        yield case.in_parts(lint_text.RECIPIENT_MARK, unmarked, edits, wanted=mark, clause=clause)
    last = items[-1][-1]
    if not last.text.endswith(".") and not _DRAFTER.search(last.text):
        stop = ending_with(last.line, ".")
        yield case.in_parts(lint_text.RECIPIENT_LAST, [last], stop, clause=clause)
    if _wants_as_above(case) and not fold(items[0][0].text).startswith("nhu tren"):
        yield case.in_parts(lint_text.AS_ABOVE, [items[0][0]], mark=mark, clause=clause)
    yield from _as_article(case, items[0][0])
    yield from _kept(case, [item[0] for item in items])


_AS_ABOVE = re.compile(r"^[-–]?\s*Như trên\b", re.IGNORECASE)
_ISSUED_BY_ARTICLES = frozenset({"QĐ", "NQ"})
_AS_ARTICLE = re.compile(r"^[-–]?\s*Như\s+Điều\s+(\d+)\b", re.IGNORECASE)
_OWN_ARTICLE = re.compile(r"^Điều\s+(\d+)\b", re.IGNORECASE)


def _as_article(case: Case, first: Part) -> Iterator[Fault]:
    """``Như Điều 4`` points to an article that the paper has; ``Như trên`` to a Kính gửi, which no decision has."""
    found = _AS_ARTICLE.match(first.text)
    own = [_OWN_ARTICLE.match(part.text) for part in case.anatomy.parts]
    last = max((int(each[1]) for each in own if each), default=0)
    clause = case.rules.clauses.recipients
    if _AS_ABOVE.match(first.text) and last and case.anatomy.code in _ISSUED_BY_ARTICLES:
        if case.anatomy.first(PartKind.ADDRESSEE) is None:
            yield case.in_parts(lint_text.AS_NOTHING_ABOVE, [first], last=str(last), clause=clause)
    elif found and last and int(found[1]) > last:
        yield case.in_parts(lint_text.AS_ARTICLE, [first], last=str(last), clause=clause)


def _wants_as_above(case: Case) -> bool:
    """Whether those under Kính gửi are pointed to in Nơi nhận."""
    addressed = case.anatomy.first(PartKind.ADDRESSEE) is not None
    return addressed and (case.anatomy.is_letter or case.anatomy.code in case.rules.as_above)


def _kept(case: Case, items: Sequence[Part]) -> Iterator[Fault]:
    clause = case.rules.clauses.recipients
    model = lint_text.MODEL_PARTY_KEPT if case.is_party else lint_text.MODEL_STATE_KEPT
    kept = next((part for part in items if KEPT.match(part.text)), None)
    if kept is None:
        yield case.in_parts(lint_text.NOT_KEPT, [items[-1]], model=model, clause=clause)
        return
    if case.is_party:
        right = bool(_PARTY_KEPT.match(kept.text)) and not _SHORT_KEPT.search(kept.text)
    else:
        right = bool(_STATE_KEPT.match(kept.text))
    if not right:
        edits = _tidy_kept(case, kept)
        yield case.in_parts(lint_text.KEPT_FORM, [kept], edits, model=model, clause=clause)


def _tidy_kept(case: Case, kept: Part) -> tuple[LetterEdit, ...]:
    """What gives the line of keeping its form where only the colon is wrong."""
    found = re.search(r"Lưu(?P<colon>\s*:?\s*)(?=(?P<vt>VT\b)?)", kept.line.written)
    if found is None or (case.is_party and _SHORT_KEPT.search(kept.text)):
        return ()
    if not case.is_party and found["vt"] is None:
        return ()
    return replaced(kept.line, found, " " if case.is_party else ": ", "colon")


def _addressees(case: Case) -> Iterator[Fault]:
    part = case.anatomy.first(PartKind.ADDRESSEE)
    if part is None:
        return
    clause = case.rules.clauses.recipients
    if part.text.startswith("-"):
        return
    word = " ".join(part.text.split()[:2]).rstrip(":")
    if (
        not part.text.removeprefix(word).lstrip().startswith(":")
    ):  # a blank before it is told as such
        edits = opening_with(part.line, f"{word}:")
        yield case.in_parts(lint_text.ADDRESSEE_FORM, [part], edits, word=word, clause=clause)
    yield from _addressee_marks(case)
    wanted = case.rules.proposal_word
    if case.anatomy.code == _PROPOSAL:
        if fold(word) != fold(wanted):
            yield case.in_parts(
                lint_text.PROPOSAL_WORD,
                [part],
                opening_with(part.line, wanted),
                found=word,
                wanted=wanted,
                clause=clause,
            )
    elif case.is_party and not case.anatomy.is_letter and case.anatomy.code not in _SENT_TO_ONE:
        yield case.in_parts(lint_text.ADDRESSED, [part], clause=clause)


def _addressee_marks(case: Case) -> Iterator[Fault]:
    """How each line under Kính gửi ends; the state's last one with a full stop (NĐ 30, II.9)."""
    mark, clause = case.rules.list_mark, case.rules.clauses.recipients
    lines = [part for part in case.anatomy.of(PartKind.ADDRESSEE) if not part.text.endswith(":")]
    items = _items(lines, mark)
    if len(items) <= 1 or not all(_is_dashed(item[0]) for item in items):
        return
    wrong = [(item[-1], mark) for item in items[:-1] if not item[-1].text.endswith(mark)]
    if not case.is_party and items[-1][-1].text.endswith((",", ";")):
        wrong.append((items[-1][-1], "."))
    if wrong:
        edits = [edit for part, ending in wrong for edit in ending_with(part.line, ending)]
        last = "" if case.is_party else lint_text.LAST_BY_STOP
        told = {"wanted": mark, "last": last, "clause": clause}
        yield case.in_parts(lint_text.ADDRESSEE_MARK, [part for part, _ in wrong], edits, **told)


_MENTIONS = re.compile(
    r"phụ lục(?:\s+số)?\s+((?:\d+|[IVXLC]+)(?:\s*(?:,|;|và|đến|[-–])\s*(?:phụ lục\s+)?(?:\d+|[IVXLC]+)\b)*)",
    re.IGNORECASE,
)
_NUMERAL = re.compile(r"\d+|[IVXLC]+")
_RANGE = re.compile(r"đến|[-–]")
_Above = Mapping[int, ParagraphFacts]
"""The paragraph just above, by the index of the one below."""
_UNNUMBERED = re.compile(r"phụ lục(?!\s+(?:số\s+)?(?:\d|[IVXLC]+\b))", re.IGNORECASE)


def check_appendices(case: Case) -> Iterator[Fault]:
    """All appendices of a document; those with the same fault in one finding."""
    ranks = _ranks(case.anatomy.appendices)
    numbers = ", ".join(
        f"{PartKind.APPENDIX.value} {_wanted(case, rank)}" for rank in dict.fromkeys(ranks)
    )
    mentioned = _mentioned(case)
    own_pages = case.rules.appendix_own_pages
    above = _each_above(case) if case.anatomy.appendices else {}
    unreferenced = with_severity(
        lint_text.APPENDIX_WITHOUT_REFERENCE, case.rules.reference_severity
    )
    checks: tuple[tuple[Rule, Callable[[int, Appendix], bool]], ...] = (
        (lint_text.APPENDIX_NUMBER, lambda rank, each: _is_numbered(case, each, rank)),
        (lint_text.APPENDIX_WITHOUT_TITLE, lambda _, each: bool(each.title or each.own_title)),
        (
            unreferenced,
            lambda _, each: bool(each.reference) or each.number != number_of_whole(each.number),
        ),
        (lint_text.APPENDIX_PLACE, lambda _, each: _begins_page(case, each, above)),
        (
            lint_text.APPENDIX_PAGES,
            lambda _, each: not own_pages or _has_own_pages(case, each, above),
        ),
        (
            lint_text.APPENDIX_UNMENTIONED,
            lambda _, each: mentioned is None or number_of_whole(each.number) in mentioned,
        ),
    )
    clause = case.rules.clauses.appendix
    for rule, holds in checks:
        wrong = [
            each.label
            for rank, each in zip(ranks, case.anatomy.appendices, strict=True)
            if not holds(rank, each)
        ]
        if wrong:
            yield case.in_parts(rule, wrong, wanted=numbers, clause=clause)
    yield from _references(case)


def _wanted(case: Case, rank: int) -> str:
    return str(rank) if case.is_party else roman(rank)


def _is_numbered(case: Case, appendix: Appendix, rank: int) -> bool:
    """In order and in the right numerals; one alone needs no number."""
    alone = len(case.anatomy.appendices) == 1 and not appendix.number
    return alone or number_of_whole(appendix.number) == _wanted(case, rank)


def _ranks(appendices: Sequence[Appendix]) -> list[int]:
    """Of each appendix; the parts of one (``Ia``, ``Ib``) share theirs."""
    ranks: list[int] = []
    above = ""
    for each in appendices:
        own = number_of_whole(each.number)
        goes_on = bool(ranks) and own == above and each.number != own
        ranks.append((ranks[-1] if ranks else 0) + (not goes_on))
        above = own
    return ranks


def _begins_page(case: Case, appendix: Appendix, above: _Above) -> bool:
    """Whether it begins a page, with its label or with a letterhead of its own above that."""
    label = appendix.label.line.paragraph
    first = _first_of(label, above)
    return _stands_first(case, label, above) or (
        first is not label and _stands_first(case, first, above)
    )


def _first_of(label: ParagraphFacts, above: _Above) -> ParagraphFacts:
    """The first paragraph of the letterhead in a table right above the label of an appendix; else the label."""
    before = above.get(label.index)
    while before is not None and before.place is None and not before.text.strip():
        before = above.get(before.index)
    first, is_head = label, False
    place = before.place if before is not None else None
    while before is not None and before.place and place and before.place.table == place.table:
        first, is_head = before, is_head or bool(phrase_of(fold(before.text)))
        before = above.get(before.index)
    return first if is_head else label


def _stands_first(case: Case, paragraph: ParagraphFacts, above: _Above) -> bool:
    """Whether nothing stands above a paragraph on its page."""
    if paragraph.page_break_before or "\f" in paragraph.own_text:
        return True
    before = above.get(paragraph.index)
    while before is not None and not _breaks(case, before, paragraph):
        if before.text.strip() or before.place is not None:
            return (before.page_hint or 0) < (paragraph.page_hint or 0)
        before = above.get(before.index)
    return True


def _breaks(case: Case, before: ParagraphFacts, label: ParagraphFacts) -> bool:
    """Whether a page ends between two paragraphs that only blank ones part."""
    new_section = before.section != label.section
    starts_page = case.facts.sections[label.section].start != "continuous"
    return (new_section and starts_page) or "\f" in before.own_text or before.page_break_before


def _has_own_pages(case: Case, appendix: Appendix, above: _Above) -> bool:
    paragraph = _first_of(appendix.label.line.paragraph, above)
    before = above.get(paragraph.index)
    own_section = before is None or before.section != paragraph.section
    return own_section and case.facts.sections[paragraph.section].page_number_start == 1


def _each_above(case: Case) -> _Above:
    ordered = sorted(case.facts.paragraphs, key=lambda each: each.index)
    return {below.index: each for each, below in pairwise(ordered)}


def _mentioned(case: Case) -> set[str] | None:
    """The numbers of the appendices that the text points to; None where it points to all of them."""
    parts = (*case.anatomy.parts, *case.anatomy.attached)
    texts = [part.text for part in parts if part.kind is not PartKind.RECIPIENT]
    text = nfc(
        " ".join([*texts, *(table.text for table in case.facts.tables if table.section == 0)])
    )
    if _UNNUMBERED.search(text):
        return None
    found: set[str] = set()
    for mention in _MENTIONS.finditer(text):
        numerals = _NUMERAL.findall(mention[1])
        found.update(numerals)
        if _RANGE.search(mention[1]) and all(numeral.isdigit() for numeral in numerals):
            values = [int(numeral) for numeral in numerals]
            found.update(str(value) for value in range(min(values), max(values) + 1))
    return found | {""} if found else found


def _references(case: Case) -> Iterator[Fault]:
    """Each chỉ dẫn against the head; appendices with the same fault together."""
    references = [
        each.reference
        for each in case.anatomy.appendices
        if each.reference and not _is_of_attached(case, each.reference)
    ]
    pairs = [
        (_reference_faults(case, " ".join(part.text for part in parts)), parts[0])
        for parts in references
    ]
    attached = _attached_reference(case)
    if attached:
        text = " ".join(part.text for part in attached)
        pairs.append((tuple(_differing(case, text)), attached[0]))
    for faults, alike in grouped(pairs).items():
        yield case.in_parts(
            lint_text.REFERENCE_DIFFERS,
            alike,
            faults=faults,
            clause=case.rules.clauses.appendix,
        )


def _is_of_attached(case: Case, reference: Sequence[Part]) -> bool:
    """Whether an appendix goes with the quy chế or the plan that a paper issues, and not with that paper."""
    title = takewhile(lambda part: part.line.is_centred, case.anatomy.attached)
    name = next((found for part in title if (found := compound_of(part.line.folded))), "")
    said = fold(" ".join(part.text for part in reference))
    return bool(name) and f"kem theo {name}" in said


def _attached_reference(case: Case) -> list[Part]:
    """The chỉ dẫn under the title of what is attached, if it speaks of a paper of this kind."""
    title = list(takewhile(lambda part: part.line.is_centred, case.anatomy.attached))
    start = next((rank for rank, part in enumerate(title) if is_reference(part.line)), len(title))
    found = title[start : start + 1]
    for part in title[start + 1 :]:
        text = " ".join(each.text for each in found)
        if text.count("(") > text.count(")"):
            found.append(part)
    name = case.anatomy.first(PartKind.NAME)
    said = fold(" ".join(part.text for part in found))
    return found if name is not None and f" {name.line.folded} so" in said else []


_BLANK_NUMBER = re.compile(r"\bsố:?[\s.…_]*[-/…]", re.IGNORECASE)
_BLANK_DATE = re.compile(r"ngày[\s.…_/]*(?:tháng|của|năm|$)", re.IGNORECASE)
_LEADING_ZERO = re.compile(r"(?<!\d)0+(?=\d)")
_SHORT_FORMS = (("ubnd", "ủy ban nhân dân"), ("hđnd", "hội đồng nhân dân"))


def _reference_faults(case: Case, text: str) -> tuple[str, ...]:
    """What a chỉ dẫn says otherwise than the head; what is left blank for the clerk of papers says nothing."""
    faults = [*_other_kind(case, text), *_differing(case, text)]
    issuer = case.text_of(PartKind.ISSUER)
    lines = case.anatomy.of(PartKind.ISSUER)
    told = [issuer, lines[0].text] if len(lines) > 1 else [issuer]
    named = any(_in_full(name) in _in_full(text) or _is_shortened(name, text) for name in told)
    named = named and not _names_other(text, issuer)
    if issuer and not named and not (case.is_party and _is_committee(issuer, text)):
        faults.append(lint_text.REFERENCE_ISSUER.format(value=issuer))
    return tuple(faults)


_PEOPLES = re.compile(
    r"\b(?:ubnd|hđnd|(?:ủy|uỷ) ban nhân dân|hội đồng nhân dân)\s+(?:xã|phường|đặc khu|tỉnh|thành phố)\s+(?P<name>.+)",
    re.IGNORECASE,
)
_PROPER = re.compile(r"[^\W\d_a-zđ]\w*(?:\s+[^\W\d_a-zđ]\w*)*")


def _names_other(text: str, issuer: str) -> bool:
    """Whether a people's committee or council is named with a place that the issuer has not in its name."""
    found = _PEOPLES.search(text)
    proper = _PROPER.match(found["name"]) if found else None
    own, folded = fold(issuer), fold(proper[0]) if proper else ""
    return bool(folded) and "nhan dan" in own and folded not in own


_KIND_OF = re.compile(r"\bkem theo (?P<kind>(?:\w+ ){1,4})so\b")


def _other_kind(case: Case, text: str) -> Iterator[str]:
    """The kind of paper that a chỉ dẫn says it goes with, if it is not that of the head."""
    found = _KIND_OF.search(fold(text))
    said = compound_of(found["kind"].strip()) if found else ""
    name = case.anatomy.first(PartKind.NAME)
    own = compound_of(name.line.folded) if name else OFFICIAL_LETTER * case.anatomy.is_letter
    if said and own and said != own:
        yield lint_text.REFERENCE_KIND.format(value=SPELT_AS[own].capitalize())


def _differing(case: Case, text: str) -> Iterator[str]:
    """What of number and day differs."""
    squeezed = re.sub(r"[\s.…]", "", text).casefold()
    number = case.anatomy.first(PartKind.NUMBER)
    if number is not None and not _BLANK_NUMBER.search(text):
        own = re.sub(r"[\s.…:]", "", number.text).casefold()
        own = own if re.search(r"\d", own) else own.removeprefix("số")
        if own not in squeezed.replace("số:", "số"):
            yield lint_text.REFERENCE_NUMBER.format(value=" ".join(number.text.split()))
    line = case.anatomy.first(PartKind.DATELINE)
    read = dateline(line.text) if line is not None else None
    if read is not None and read.month is not None and not _BLANK_DATE.search(text):
        day = f"ngày{read.day}" if read.day else ""  # left blank it may be any
        forms = (f"{day}/{read.month}/{read.year}", f"{day}tháng{read.month}năm{read.year}")
        bare = _LEADING_ZERO.sub("", squeezed)
        if not any(_LEADING_ZERO.sub("", form) in bare for form in forms):
            shown = f"{read.day or '…'}/{read.month}/{read.year}"
            yield lint_text.REFERENCE_DATE.format(value=shown)


def _is_shortened(name: str, text: str) -> bool:
    """Whether `text` has a name by its first word and the initials of the others: ``Sở GDĐT``."""
    first, *others = name.casefold().split()
    initials = "".join(word[0] for word in others if word[0].isalpha() and word != "và")
    tight = re.sub(r"[&\-–]", "", text.casefold())
    return len(initials) > 1 and re.search(rf"\b{first} {initials}\b", tight) is not None


_OF_WHOM = re.compile(r"\bcua (?:(?:ban )?thuong vu |ban chap hanh |thuong truc )?(?P<body>.+)$")
_PARTY_BODIES = (
    ("dang bo thanh pho", "thanh ui"),
    ("dang bo tinh", "tinh ui"),
    ("dang bo", "dang ui"),
)
_SHORTEST_BODY = 2
"""Words of a committee's name."""


def _is_committee(issuer: str, text: str) -> bool:
    """Whether `text` says a committee as the Party does: by its board, perhaps without its place (HD05 2.1.2)."""
    found = _OF_WHOM.search(fold(text))
    body = found["body"] if found else ""
    for whole, committee in _PARTY_BODIES:
        body = re.sub(rf"^{whole}\b", committee, body)
    words, own = body.split(), fold(issuer).split()
    return len(words) >= _SHORTEST_BODY and words == own[: len(words)]


def _in_full(text: str) -> str:
    """For comparing names of agencies, however they are shortened."""
    full = text.casefold()
    for short, whole in _SHORT_FORMS:
        full = re.sub(rf"\b{short}\b", whole, full)
    return fold_words(full)
