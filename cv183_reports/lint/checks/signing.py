"""Judges the signing block: whom one signs for, by which right, and how titles and names are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from cv183_reports.catalogue import lint_text
from cv183_reports.lint.checks import Case, Fault, respelt
from cv183_reports.lint.parts import Part
from cv183_reports.lint.vocabulary import (
    ACTING,
    DELEGATED,
    PLAIN_SHEETS,
    PartKind,
    honorific,
    is_post,
)
from cv183_reports.vietnamese.syllables import is_syllable
from cv183_reports.vietnamese.text import fold

_PARTY_FORM = re.compile(r"^(?:T/M|K/T|T/L) \S")
_STATE_FORM = re.compile(r"^(?:TM|KT|TL|TUQ)\. ?\S")
_ACTING_FORM = re.compile(r"^Q\. \S")
_WITH_AGENCY = re.compile(
    r"^(?:pho )?(?:truong ban|chanh van phong|bi thu) (?!thuong truc\b|chi dao\b|quan su\b)\w+"
)
_JOINT_NUMBER = re.compile(r"-\w+/[A-ZĐ]+-[A-ZĐ]+$")
_BOARD = re.compile(r"/(B[A-ZĐ]+TU|VPTU)\b")
_FORCES = re.compile(
    r"\b(?:cong an|quan su|bien phong|quoc phong|canh sat|quan khu|quan doan|chi hui|tu lenh)\b"
)
_SCHOLARS = re.compile(
    r"\b(?:truong (?!ban|phong|doan)|benh vien|vien|hoc vien|dai hoc|cao dang|trung tam i te|tram i te|hieu truong)"
)
_CARES, _CENTRE = re.compile(r"\b(?:i te|giao duc|khoa hoc)\b"), re.compile(r"^trung tam\b")
"""An agency for health, teaching or research, and what belongs to one and serves the same (NĐ 30, II.7d)."""
_ALONE = re.compile(
    r"^(?:so|phong|cuc|chi cuc|vu|truong|benh vien|trung tam|nha truong|vien)\b", re.IGNORECASE
)
_TOGETHER = re.compile(
    r"^(?:ui ban nhan dan|ubnd|hoi dong nhan dan|hdnd|thuong truc|ban (?:thuong vu|chap hanh)|(?:dang|thanh|tinh) ui)\b"
)
"""What decides together, and no one's title."""
_COMMITTEE = re.compile(r"^(?:ui ban nhan dan|ubnd)\b")
_PART_HEAD = re.compile(
    r"^(?:truong (?:phong|khoa|bo mon)|chanh van phong|(?:doi|to|tram) truong)$"
)
_OF_MANY = re.compile(r"\b(?:chi dao|hoi dong(?! nhan dan)|to cong tac|tieu ban|doan)\b")
_DEPUTY = re.compile(r"^pho (?!.*\bphu trach\b)")
_FOR_A_HEAD = frozenset({"KT", "TL", "TUQ"})
_NEAR = 2
"""Paragraphs further on at most, one of them blank, that the next line of a signing block stands."""


def check_signing(case: Case) -> Iterator[Fault]:
    """Who signs, by what right, and how that is written."""
    clause = case.rules.clauses.signing
    authority = case.anatomy.first(PartKind.AUTHORITY)
    yield from _order(case)
    yield from _signed_for(case)
    yield from _deputy(case)
    yield from _rights(case)
    yield from _signatory(case)
    yield from _of_one_body(case)
    if authority is not None:
        yield from _own_board(case, authority)
    for part in case.anatomy.of(PartKind.AUTHORITY, PartKind.POSITION):
        model = _right_form(case, part)
        if model:
            told = {"family": case.rules.family.value, "model": model, "clause": clause}
            edits = respelt(part.line, model)
            yield case.in_parts(lint_text.DELEGATION_FORM, [part], edits, **told)
        post = fold(DELEGATED.sub("", part.text))
        if case.is_party and _WITH_AGENCY.match(post) and not _may_name_agency(case):
            yield case.in_parts(lint_text.POST_WITH_AGENCY, [part], clause=clause)
    for part in case.anatomy.of(PartKind.SIGNATORY):
        found = honorific(part.text)
        if found and not _may_rank(case):
            edits = respelt(part.line, part.text.removeprefix(found).lstrip(" .,"))
            yield case.in_parts(lint_text.HONORIFIC, [part], edits, found=found, clause=clause)


_BODIES = {"ui ban nhan dan": "UBND", "hoi dong nhan dan": "HĐND"}
_LONG_FORMS = (("ubnd", "ui ban nhan dan"), ("hdnd", "hoi dong nhan dan"), ("tp", "thanh pho"))
_AGENCY = re.compile(r"[-–]\s*(UBND|HĐND)$")
_WHO_HEADS = re.compile(r"^(?:chu tich|thuong truc) ")


def _of_one_body(case: Case) -> Iterator[Fault]:
    """A people's committee's or council's number, who decides, and whom it is signed for: all of that one body."""
    issuer = _in_full(case.text_of(PartKind.ISSUER))
    own = next((body for body in _BODIES if issuer.startswith(body)), "")
    if case.is_party or not own or sum(body in issuer for body in _BODIES) > 1:
        return
    number = case.anatomy.first(PartKind.NUMBER)
    agency = _AGENCY.search(number.text.strip()) if number is not None else None
    wrong = [number] if number is not None and agency and agency[1] != _BODIES[own] else []
    wrong += [part for part in case.anatomy.of(PartKind.CENTRED) if _is_of_other(part, issuer)]
    wrong += [
        part
        for part in case.anatomy.of(PartKind.AUTHORITY)
        if _right_of(part)[0] == "TM" and _begins_other(_in_full(_right_of(part)[1]), own)
    ]
    name, clause = case.text_of(PartKind.ISSUER), case.rules.clauses.issuer
    for part in wrong:
        yield case.in_parts(lint_text.OTHER_BODY, [part], issuer=name, clause=clause)


def _is_of_other(part: Part, issuer: str) -> bool:
    """Whether capitals above the căn cứ name a committee or a council, and not the one that issues the paper."""
    said = _WHO_HEADS.sub("", _in_full(part.text))
    named = part.text.isupper() and any(said.startswith(body) for body in _BODIES)
    return named and not (issuer.startswith(said) or said.startswith(issuer))


def _begins_other(said: str, own: str) -> bool:
    return any(said.startswith(body) for body in _BODIES if body != own)


def _in_full(text: str) -> str:
    """For comparing names of agencies, however they are shortened."""
    full = fold(text)
    for short, whole in _LONG_FORMS:
        full = re.sub(rf"\b{short}\b", whole, full)
    return full


def _order(case: Case) -> Iterator[Fault]:
    """Who is signed for stands above the title of who signs."""
    lines = case.anatomy.of(PartKind.AUTHORITY, PartKind.POSITION)
    for above, below in pairwise(lines):
        bare = is_post(above.text) and not DELEGATED.match(above.text)
        if bare and DELEGATED.match(below.text) and _are_one(above, below):
            clause = case.rules.clauses.signing
            yield case.in_parts(
                lint_text.SIGNED_UPSIDE_DOWN, [below], above=above.text, clause=clause
            )


def _are_one(above: Part, below: Part) -> bool:
    """Whether two lines stand in one block: nothing but blank lines between them, in one column."""
    further = below.line.paragraph.index - above.line.paragraph.index
    return above.line.side is below.line.side and 0 < further <= _NEAR


def _may_rank(case: Case) -> bool:
    """Whether ranks and degrees may stand before a name: in the forces, at schools, hospitals, institutes."""
    names = fold(case.text_of(PartKind.SUPERIOR, PartKind.ISSUER, PartKind.AUTHORITY))
    superior, own = (fold(case.text_of(kind)) for kind in (PartKind.SUPERIOR, PartKind.ISSUER))
    serves = _CENTRE.match(own) is not None and _CARES.search(superior) is not None
    scholars = serves or _SCHOLARS.search(names) is not None
    return _FORCES.search(names) is not None or (not case.is_party and scholars)


def _may_name_agency(case: Case) -> bool:
    """Whether a title may say of which agency: in a paper of several, or of a steering committee (HD05 7.1.2)."""
    issuer = case.text_of(PartKind.ISSUER)
    joint = _JOINT_NUMBER.search(case.text_of(PartKind.NUMBER)) is not None or " - " in issuer
    return joint or "chi dao" in fold(issuer)


def _right_form(case: Case, part: Part) -> str:
    """How the line should be written; empty = it is."""
    if ACTING.match(part.text) and not _ACTING_FORM.match(part.text):
        return f"Q. {ACTING.sub('', part.text)}"
    right, behind = _right_of(part)
    form = _PARTY_FORM if case.is_party else _STATE_FORM
    if not right or form.match(part.text):
        return ""
    short = {"TM": "T/M", "KT": "K/T"}.get(right, "T/L") if case.is_party else f"{right}."
    return f"{short} {behind.strip()}"


def _own_board(case: Case, authority: Part) -> Iterator[Fault]:
    """A board works under one head, who signs himself (HD05 7.1.1b); not whom it issues a paper with."""
    number = case.text_of(PartKind.NUMBER)
    alone = _BOARD.search(number) and not _JOINT_NUMBER.search(number)
    if case.is_party and alone and _right_of(authority)[0] == "TM":
        yield case.in_parts(
            lint_text.BOARD_SIGNED_FOR,
            [authority],
            number=number,
            clause=case.rules.clauses.signing,
        )


def _rights(case: Case) -> Iterator[Fault]:
    """KT, TL and TUQ stand before the title of a head, and never before that of who signs below."""
    clause = case.rules.clauses.signing
    lines = case.anatomy.of(PartKind.AUTHORITY, PartKind.POSITION)
    for part in lines:
        right, post = _right_of(part)
        if right in _FOR_A_HEAD and is_post(post) and _DEPUTY.match(fold(post)):
            yield case.in_parts(lint_text.SIGNED_FOR_DEPUTY, [part], clause=clause)
        elif right in {"KT", "TL"} and _names_office(case, right, post):
            yield case.in_parts(lint_text.SIGNED_FOR_OFFICE, [part], clause=clause)
    for above, below in pairwise(lines):
        if _are_one(above, below) and _cannot_sign(case, above, below):
            yield case.in_parts(lint_text.SIGNED_BY_OTHER, [below], above=above.text, clause=clause)


def _right_of(part: Part) -> tuple[str, str]:
    """The right by which one signs (``KT``; empty = one's own), and what stands behind it."""
    found = DELEGATED.match(part.text)
    if found is None:
        return "", part.text
    return re.sub(r"[^A-Z]", "", found[1].upper()), part.text[found.end() :]


def _names_office(case: Case, right: str, behind: str) -> bool:
    """Whether behind KT or TL stands who works together or under a head, and no title.

    By order of a collective papers are signed in the Party, and in people's councils and committees.
    """
    folded = fold(behind)
    if is_post(behind) or "TRƯỞNG" in behind.upper():
        return False
    alone = not case.is_party and _ALONE.match(folded) is not None
    return alone or (right == "KT" and _TOGETHER.match(folded) is not None)


def _cannot_sign(case: Case, above: Part, below: Part) -> bool:
    """Whether the title below is none of who may sign by the right above it.

    The title signed for itself; its deputy by TL, who signs by KT; by KT who heads a part of the office; of a
    people's committee its deputy chairman, who signs for the chairman, too.
    """
    (right, post), (own, title) = _right_of(above), _right_of(below)
    whose, who = fold(ACTING.sub("", post)), fold(ACTING.sub("", title))
    if own or not is_post(title) or whose.startswith("pho "):
        return False
    if right == "TM":
        return not case.is_party and _COMMITTEE.match(whose) is not None and who == "pho chu tich"
    if right == "KT" and _PART_HEAD.match(who) and not _is_of_many(case):
        return True
    return (right in _FOR_A_HEAD and who == whose) or (right == "TL" and who == f"pho {whose}")


def _is_of_many(case: Case) -> bool:
    """Whether who signs may have a title in another office: of a steering committee, a council, a group."""
    return _OF_MANY.search(fold(case.text_of(PartKind.SUPERIOR, PartKind.ISSUER))) is not None


def _deputy(case: Case) -> Iterator[Fault]:
    """Who is a deputy signs for the head, even one in charge (NĐ 30, II.7); the Party's in charge signs by himself."""
    parts = case.anatomy.of(PartKind.AUTHORITY, PartKind.POSITION)
    plain = case.anatomy.code not in PLAIN_SHEETS and not case.anatomy.called
    alone = bool(parts) and not any(_right_of(part)[0] for part in parts)
    if (
        plain
        and alone
        and not case.is_party
        and _DEPUTY.match(fold(parts[0].text))
        and is_post(parts[0].text)
    ):
        clause = case.rules.clauses.signing
        yield case.in_parts(lint_text.DEPUTY_ALONE, [parts[0]], clause=clause)


def _signed_for(case: Case) -> Iterator[Fault]:
    """T/M is for a collective: neither for one who heads, nor for an office that works under one head."""
    authority = case.anatomy.first(PartKind.AUTHORITY)
    right, behind = _right_of(authority) if authority is not None else ("", "")
    if authority is None or right != "TM":
        return
    if is_post(behind) or (not case.is_party and _ALONE.match(fold(behind))):
        clause = case.rules.clauses.signing
        yield case.in_parts(lint_text.SIGNED_FOR_ONE, [authority], clause=clause)


def _signatory(case: Case) -> Iterator[Fault]:
    capitals = [part for part in case.anatomy.of(PartKind.SIGNATORY) if _is_shouted(part)]
    if capitals:
        clause = case.rules.clauses.signing
        edits = [edit for part in capitals for edit in respelt(part.line, part.text.title())]
        yield case.in_parts(lint_text.SIGNATORY_CAPITALS, capitals, edits, clause=clause)
    for part in case.anatomy.of(PartKind.SIGNATORY):
        right = _named(part.text)
        if right:
            where = lint_text.suggestion(part.text, right)
            paragraph = part.line.paragraph
            yield case.in_paragraphs(
                lint_text.CAPITALS, [paragraph], part.kind, respelt(part.line, right), where=where
            )


def _named(text: str) -> str:
    """A name most syllables of which have their capital, with all of them; empty = it has, or is no name.

    A rank before it (``Trung tá``) is none of it.
    """
    if honorific(text):
        return ""
    words = text.split()
    small = [word for word in words if word.islower() and is_syllable(word)]
    if not small or 2 * len(small) >= len(words):
        return ""
    return " ".join(word.capitalize() if word in small else word for word in words)


def _is_shouted(part: Part) -> bool:
    shown = "".join(run.shown for run in part.line.runs)
    return shown.isupper() and len(part.text.split()) > 1
