"""Judges the signing block, Nơi nhận and Kính gửi."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cv183_reports.catalogue import lint as head_catalogue
from cv183_reports.lint.case import Case, Fault
from cv183_reports.lint.parts.values import Part
from cv183_reports.lint.vocabulary import ACTING, DELEGATED, PartKind, honorific
from cv183_reports.vietnamese.text import fold

_PARTY_FORM = re.compile(r"^(?:T/M|K/T|T/L) \S")
_STATE_FORM = re.compile(r"^(?:TM|KT|TL|TUQ)\. ?\S")
_ACTING_FORM = re.compile(r"^Q\. \S")
_WITH_AGENCY = re.compile(
    r"^(?:pho )?(?:truong ban|chanh van phong|bi thu) (?!thuong truc\b|chi dao\b|quan su\b)\w+"
)
_BOARD = re.compile(r"/(B[A-ZĐ]+TU|VPTU)\b")
_STATE_KEPT = re.compile(r"^[-–]?\s*Lưu\s*:\s*VT\b")
_PARTY_KEPT = re.compile(r"^[-–]?\s*Lưu [^:]+$")
_SHORT_KEPT = re.compile(r"\bVT\b")
_KEPT = re.compile(r"^[-–]?\s*Lưu\b", re.IGNORECASE)
_PROPOSAL = "TTr"
_MARKS = (";", ",", ".")


def check_end(case: Case) -> Iterator[Fault]:
    """Signing block, then Nơi nhận, then Kính gửi."""
    yield from _missing(case)
    yield from _signing(case)
    yield from _recipients(case)
    yield from _addressees(case)


def _missing(case: Case) -> Iterator[Fault]:
    clauses = case.rules.clauses
    wanted = {PartKind.AUTHORITY: clauses.signing, PartKind.RECIPIENTS_LABEL: clauses.recipients}
    authority = case.anatomy.first(PartKind.AUTHORITY)
    if authority is not None and DELEGATED.match(authority.text):
        wanted[PartKind.POSITION] = clauses.signing
    for kind, clause in wanted.items():
        if case.anatomy.first(kind) is None:
            yield case.whole(head_catalogue.MISSING, part=kind.value, clause=clause)


def _signing(case: Case) -> Iterator[Fault]:
    clause = case.rules.clauses.signing
    authority = case.anatomy.first(PartKind.AUTHORITY)
    if authority is not None:
        model = _right_form(case, authority.text)
        if model:
            yield case.in_parts(
                head_catalogue.DELEGATION_FORM,
                [authority],
                family=case.rules.family.value,
                model=model,
                clause=clause,
            )
        yield from _own_board(case, authority)
    for part in case.anatomy.of(PartKind.AUTHORITY, PartKind.POSITION):
        post = fold(DELEGATED.sub("", part.text))
        if case.is_party and _WITH_AGENCY.match(post) and "chi dao" not in _issuer(case):
            yield case.in_parts(head_catalogue.POST_WITH_AGENCY, [part], clause=clause)
    for part in case.anatomy.of(PartKind.SIGNATORY):
        found = honorific(part.text)
        if found:
            yield case.in_parts(head_catalogue.HONORIFIC, [part], found=found, clause=clause)


def _issuer(case: Case) -> str:
    return fold(case.text_of(PartKind.ISSUER))


def _right_form(case: Case, text: str) -> str:
    """How the line should be written; empty = it is."""
    if ACTING.match(text) and not _ACTING_FORM.match(text):
        return f"Q. {ACTING.sub('', text)}"
    found = DELEGATED.match(text)
    form = _PARTY_FORM if case.is_party else _STATE_FORM
    if found is None or form.match(text):
        return ""
    letters = re.sub(r"[^A-Z]", "", found[1].upper())
    rest = text[found.end() :].strip()
    if case.is_party:
        short = {"TM": "T/M", "KT": "K/T"}.get(letters, "T/L")
        return f"{short} {rest}"
    return f"{letters}. {rest}"


def _own_board(case: Case, authority: Part) -> Iterator[Fault]:
    """A board works under one head, who signs himself (HD05 7.1.1b)."""
    number = case.text_of(PartKind.NUMBER)
    signed_for = fold(authority.text).startswith(("t m ", "tm "))
    if case.is_party and _BOARD.search(number) and signed_for:
        yield case.in_parts(
            head_catalogue.BOARD_SIGNED_FOR,
            [authority],
            number=number,
            clause=case.rules.clauses.signing,
        )


def _items(parts: Sequence[Part]) -> list[list[Part]]:
    """Lines of Nơi nhận by item: one without a dash continues one that has not ended."""
    items: list[list[Part]] = []
    for part in parts:
        unfinished = bool(items) and not items[-1][-1].text.endswith(_MARKS)
        if unfinished and not part.text.startswith(("-", "–")):
            items[-1].append(part)
        else:
            items.append([part])
    return items


def _recipients(case: Case) -> Iterator[Fault]:
    items = _items(case.anatomy.of(PartKind.RECIPIENT))
    if not items:
        return
    clause, mark = case.rules.clauses.recipients, case.rules.list_mark
    undashed = [item[0] for item in items if not item[0].text.startswith(("-", "–"))]
    if undashed:
        yield case.in_parts(head_catalogue.RECIPIENT_DASH, undashed, clause=clause)
    unmarked = [item[-1] for item in items[:-1] if not item[-1].text.endswith(mark)]
    if unmarked:
        yield case.in_parts(head_catalogue.RECIPIENT_MARK, unmarked, wanted=mark, clause=clause)
    last = items[-1][-1]
    if not last.text.endswith("."):
        yield case.in_parts(head_catalogue.RECIPIENT_LAST, [last], clause=clause)
    if _wants_as_above(case) and not fold(items[0][0].text).startswith("nhu tren"):
        yield case.in_parts(head_catalogue.AS_ABOVE, [items[0][0]], mark=mark, clause=clause)
    yield from _kept(case, [item[0] for item in items])


def _wants_as_above(case: Case) -> bool:
    """Whether those under Kính gửi are pointed to in Nơi nhận."""
    if case.anatomy.is_letter:
        return True
    addressed = case.anatomy.first(PartKind.ADDRESSEE) is not None
    return addressed and case.anatomy.code in case.rules.as_above


def _kept(case: Case, items: Sequence[Part]) -> Iterator[Fault]:
    clause = case.rules.clauses.recipients
    model = head_catalogue.MODEL_PARTY_KEPT if case.is_party else head_catalogue.MODEL_STATE_KEPT
    kept = next((part for part in items if _KEPT.match(part.text)), None)
    if kept is None:
        yield case.in_parts(head_catalogue.NOT_KEPT, [items[-1]], model=model, clause=clause)
        return
    if case.is_party:
        right = bool(_PARTY_KEPT.match(kept.text)) and not _SHORT_KEPT.search(kept.text)
    else:
        right = bool(_STATE_KEPT.match(kept.text))
    if not right:
        yield case.in_parts(head_catalogue.KEPT_FORM, [kept], model=model, clause=clause)


def _addressees(case: Case) -> Iterator[Fault]:
    part = case.anatomy.first(PartKind.ADDRESSEE)
    if part is None:
        return
    clause = case.rules.clauses.recipients
    word = " ".join(part.text.split()[:2]).rstrip(":")
    if not part.text.startswith(f"{word}:"):
        yield case.in_parts(head_catalogue.ADDRESSEE_FORM, [part], word=word, clause=clause)
    wanted = case.rules.proposal_word
    if case.anatomy.code == _PROPOSAL:
        if word != wanted:
            yield case.in_parts(
                head_catalogue.PROPOSAL_WORD, [part], found=word, wanted=wanted, clause=clause
            )
    elif case.is_party and not case.anatomy.is_letter:
        yield case.in_parts(head_catalogue.ADDRESSED, [part], clause=clause)
