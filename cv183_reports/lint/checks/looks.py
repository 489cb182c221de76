"""Judges how each part is printed: size, weight, slant, underline, capitals, centring."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cv183_reports.catalogue import lint as words
from cv183_reports.lint.case import Case, Fault, grouped
from cv183_reports.lint.lines import Line, Side
from cv183_reports.lint.parts.values import Part
from cv183_reports.lint.rules import PartLook
from cv183_reports.lint.vocabulary import PartKind
from cv183_reports.model.finding import Rule
from cv183_reports.vietnamese.wording import measured
from cv183_reports.word.facts import RunFacts

_RULES: dict[PartKind, Rule] = {
    PartKind.TITLE: words.TITLE_LOOK,
    PartKind.NATION: words.NATION_LOOK,
    PartKind.MOTTO: words.MOTTO_LOOK,
    PartKind.SUPERIOR: words.SUPERIOR_LOOK,
    PartKind.ISSUER: words.ISSUER_LOOK,
    PartKind.NUMBER: words.NUMBER_LOOK,
    PartKind.DATELINE: words.DATELINE_LOOK,
    PartKind.NAME: words.NAME_LOOK,
    PartKind.ABSTRACT: words.ABSTRACT_LOOK,
    PartKind.LETTER_ABSTRACT: words.SUBJECT_LOOK,
    PartKind.ADDRESSEE: words.ADDRESSEE_LOOK,
    PartKind.PART_HEADING: words.PART_HEADING_LOOK,
    PartKind.HEADING_I: words.HEADING_I_LOOK,
    PartKind.HEADING_1: words.HEADING_1_LOOK,
    PartKind.HEADING_11: words.HEADING_11_LOOK,
    PartKind.AUTHORITY: words.AUTHORITY_LOOK,
    PartKind.POSITION: words.POSITION_LOOK,
    PartKind.SIGNATORY: words.SIGNATORY_LOOK,
    PartKind.RECIPIENTS_LABEL: words.LABEL_LOOK,
    PartKind.RECIPIENT: words.RECIPIENT_LOOK,
    PartKind.APPENDIX: words.APPENDIX_LOOK,
    PartKind.APPENDIX_TITLE: words.APPENDIX_TITLE_LOOK,
    PartKind.APPENDIX_REFERENCE: words.APPENDIX_REFERENCE_LOOK,
}

_IN_COLUMNS = frozenset(
    {PartKind.SUPERIOR, PartKind.ISSUER, PartKind.NUMBER, PartKind.LETTER_ABSTRACT}
)


def check_looks(case: Case) -> Iterator[Fault]:
    """One finding for each part, and for each way in which it is wrong."""
    appended = _of_appendices(case)
    for look in case.rules.looks:
        parts = (*case.anatomy.of(look.part), *appended.get(look.part, ()))
        for faults, alike in grouped((_faults(part.line, look), part) for part in parts).items():
            yield case.in_parts(
                _RULES[look.part],
                alike,
                part=look.part.value,
                faults=faults,
                wanted=_wanted(look),
                clause=look.clause,
            )


def _of_appendices(case: Case) -> dict[PartKind, list[Part]]:
    """The heading lines of all appendices."""
    found: dict[PartKind, list[Part]] = {}
    for each in case.anatomy.appendices:
        for part in (each.label, *each.title, *((each.reference,) if each.reference else ())):
            found.setdefault(part.kind, []).append(part)
    return found


def _faults(line: Line, look: PartLook) -> tuple[str, ...]:
    runs = [run for run in line.runs if any(letter.isalnum() for letter in run.shown)]
    sizes = sorted({run.size for run in runs if not look.sizes.holds(run.size)})
    faults = [words.SIZE_IS.format(size=measured(size)) for size in sizes]
    faults += _quality(words.BOLD, look.bold, [run.bold for run in runs])
    faults += _quality(words.ITALIC, look.italic, [run.italic for run in runs])
    faults += _quality(words.UNDERLINED, look.underlined, [bool(run.underline) for run in runs])
    if look.capitals and not _in_capitals(runs):
        faults.append(words.LACKS.format(quality=words.CAPITALS))
    if look.centred and _can_be_centred(line, look.part) and not line.is_centred:
        faults.append(words.LACKS.format(quality=words.CENTRED))
    return tuple(faults)


def _quality(name: str, wanted: bool | None, found: Sequence[bool]) -> list[str]:  # noqa: FBT001 - a value of the rule set
    if wanted is None or all(each == wanted for each in found):
        return []
    return [(words.LACKS if wanted else words.EXCEEDS).format(quality=name)]


def _in_capitals(runs: Sequence[RunFacts]) -> bool:
    return all(run.shown == run.shown.upper() for run in runs)


def _can_be_centred(line: Line, part: PartKind) -> bool:
    """Not in columns made by tabs or blanks, where alignment says nothing."""
    if line.boxed or line.paragraph.place is not None:
        return True
    return line.side is Side.WHOLE and part not in _IN_COLUMNS


def _wanted(look: PartLook) -> tuple[str, ...]:
    wishes = [words.SIZE_WANTED.format(sizes=look.sizes)]
    wishes += [words.CAPITALS] if look.capitals else []
    wishes += {True: [words.BOLD], False: [words.PLAIN], None: []}[look.bold]
    wishes += {True: [words.ITALIC], False: [words.UPRIGHT], None: []}[look.italic]
    wishes += [words.UNDERLINED] if look.underlined else []
    wishes += [words.CENTRED] if look.centred else []
    return tuple(wishes)
