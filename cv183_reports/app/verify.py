"""`verify`: the document to be signed, against the month's own rendering of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import groupby
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from cv183_reports.app import Cause, ShowProgress, Stopped, Unseen
from cv183_reports.app.build import read_material
from cv183_reports.app.documents import (
    BRIEF,
    DOCUMENTS,
    LETTER,
    MONTHLY,
    PROGRESS,
    SLIP,
    UNITS,
    Material,
    document_file,
    monthly_context,
    unit_report_name,
)
from cv183_reports.app.opening import clock, in_house_style, open_register, period_of, read_named
from cv183_reports.catalogue import closing as catalogue
from cv183_reports.catalogue.lint import OWNER_FILE
from cv183_reports.differences.comparison import DocumentLine, lines_of
from cv183_reports.differences.stated import (
    Leftover,
    Sort,
    Trace,
    UnitNames,
    left_in,
    lines_beside,
    stated_in,
    unit_names,
)
from cv183_reports.differences.verify import Misprint, Slip, Verification, checked
from cv183_reports.document.papers import Place, places_of
from cv183_reports.document.recognition import Paper, PaperHead, Recognised, head_of, recognised
from cv183_reports.lint.judge import judge
from cv183_reports.model import Period, Register, Source
from cv183_reports.model.finding import Finding, tally_line
from cv183_reports.ooxml.archive import MAX_FILE
from cv183_reports.vietnamese.text import fold
from cv183_reports.vietnamese.wording import count, instant, number, period_name, period_noun
from cv183_reports.word.document import read_facts
from cv183_reports.word.facts import DocumentFacts
from cv183_reports.workspace.folder import Output, publish, sha256

OWN_NAMES = {
    Paper.MONTHLY: MONTHLY,
    Paper.BRIEF: BRIEF,
    Paper.PROGRESS: PROGRESS,
    Paper.LETTER: LETTER,
    Paper.UNIT: UNITS,
}
"""What the document is called of which a file to be signed is a version."""
_SURELY = 0.5
"""Share of lines that a file has in common with what it is beyond doubt."""
_MOST_LIKE = 3
"""How many times longer, or shorter in its text, a file may be than the month's own rendering."""


class VerifiedDocument(Struct, frozen=True):
    """One document, compared with the data."""

    period: Period
    file: str
    sha256: str
    called: str
    """What it is, in words for a clerk."""
    wanted: str
    """What `build` calls the document that it is."""
    verification: Verification
    leftovers: tuple[Leftover, ...]
    cited: str
    """How documents cite the dispatch, as the register has it."""
    presentation: tuple[Finding, ...]
    """What `lint` finds in it."""
    as_of: str
    """The instant the data hold for, in words."""
    outputs: tuple[Output, ...] = ()
    """The slip, where one was asked for."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All but those of presentation, one for each place."""
        told = self.verification
        return (
            *(_finding(each, self.file, self.period) for each in told.misprints),
            *(_left(each, self.file) for each in self.leftovers if each.trace is not Trace.BLANK),
            *_blank(self.leftovers, self.file, self.cited),
            *_gone(told.rows_gone, self.file),
            *(
                catalogue.RELABELLED.at(
                    Source(self.file, each.where), printed=each.printed, right=each.right
                )
                for each in told.relabelled
            ),
        )

    @property
    def blanks(self) -> int:
        """Numbers and days that the pen fills in."""
        return sum(each.trace is Trace.BLANK for each in self.leftovers)

    def told(self) -> Iterator[str]:
        """What it is, how much of it differs, how it looks."""
        month = period_name(self.period)
        yield catalogue.ABOUT.format(called=self.called, month=month)
        yield verdict(self)
        tally = tally_line(self.presentation)
        yield catalogue.PRESENTATION.format(tally=tally) if tally else catalogue.PRESENTATION_SOUND

    @property
    def is_clean(self) -> bool:
        """Whether nothing but blanks is left, and nothing differs."""
        return not self.verification.misprints and self.blanks == len(self.leftovers)


def verify_document(
    root: Path,
    text: str,
    path: Path,
    as_of: str | None = None,
    progress: ShowProgress = Unseen,
    *,
    slip: bool = False,
) -> VerifiedDocument:
    """Compares the file at `path` with what the month says now; with `slip` writes the slip to sign.

    Raises:
        Stopped: it cannot be read, or is none of the month's documents; it is said what it seems to be.
    """
    period, now = period_of(text), clock(as_of)
    workspace, register = open_register(root, period)
    paper = recognised_paper(path, register, period)
    until = now if as_of else None
    material = read_material(
        workspace, register, period, now, until=until, read_only=True, progress=progress
    )
    verified = verify_paper(paper, material)
    if not slip:
        return verified
    return replace(verified, outputs=_with_slip(verified, material, path))


class OpenedPaper(Struct, frozen=True):
    """A file that is one of the month's documents, before it is compared."""

    name: str
    sha256: str
    facts: DocumentFacts
    may_be: tuple[Recognised, ...]
    """What it is; of several the rendering decides."""


def recognised_paper(path: Path, register: Register, period: Period) -> OpenedPaper:
    """The file at `path`.

    Raises:
        Stopped: it cannot be read, or is none of the month's documents; it is said what it seems to be.
    """
    data = _data(path)
    facts = _facts(data, path.name)
    issued = in_house_style(register.at(period))
    candidates = _candidates(head_of(facts), issued, period, path.name)
    return OpenedPaper(path.name, sha256(data), facts, candidates)


def verify_paper(paper: OpenedPaper, material: Material) -> VerifiedDocument:
    """The file against the month's own rendering of it.

    Raises:
        Stopped: the month has no such document, or the file is most unlike.
    """
    mine, units = _lines(paper.facts), material.now.register.units
    what, own = _counterpart(material, paper.may_be, mine, paper.name)
    names = unit_names((u.code, u.all_names) for u in units)
    addresses = _Addresses(own, what, material, names)
    return VerifiedDocument(
        period=material.month.period,
        file=paper.name,
        sha256=paper.sha256,
        called=what.called,
        wanted=_wanted(what, material),
        verification=checked(own, mine, names, addresses.of),
        leftovers=left_in(paper.facts, mine, own),
        cited=material.now.register.profile.dispatch.name,
        presentation=tuple(fault.finding for fault in judge(paper.facts).faults),
        as_of=instant(material.now.as_of),
    )


def _data(path: Path) -> bytes:
    if path.name.startswith("~$"):
        raise Stopped((OWNER_FILE.at(Source(path.name)),), Cause.USAGE)
    return read_named(path, MAX_FILE + 1)


def _facts(data: bytes, name: str) -> DocumentFacts:
    facts, findings = read_facts(data, name)
    if facts is None:
        raise Stopped(findings, Cause.USAGE)
    return facts


def _candidates(
    head: PaperHead, register: Register, period: Period, name: str
) -> tuple[Recognised, ...]:
    """What the file may be; of this month.

    Raises:
        Stopped: it is no document of ours, or of another month.
    """
    found = recognised(head, register)
    month = period_name(period)
    if not found:
        raise _other(head, period, name)
    if not head.is_of(period):
        named = (*head.own_periods, *head.all_periods)
        its = next(each for each in named if each.cycle is period.cycle)
        told = {"seems": (found[0].called,), "its": (period_name(its),)}
        finding = catalogue.OTHER_MONTH.at(Source(name), month=(month,), period=str(its), **told)
        raise Stopped((finding,), Cause.USAGE)
    return found


def _other(head: PaperHead, period: Period, name: str) -> Stopped:
    told = {"month": (period_name(period),), "seems": (head.seems,)}
    noun = period_noun(period.cycle)
    finding = catalogue.OTHER_DOCUMENT.at(Source(name), **told, noun=noun)
    return Stopped((finding,), Cause.USAGE)


def _counterpart(
    material: Material, candidates: Sequence[Recognised], mine: Sequence[DocumentLine], name: str
) -> tuple[Recognised, tuple[DocumentLine, ...]]:
    """What the file is, and the month's own rendering of it; of several the one with most lines in common.

    Raises:
        Stopped: the month has no such document, a template has faults, or the file is most unlike.
    """
    period = material.month.period
    keys = {line.key for line in mine}
    likest: tuple[float, Recognised, tuple[DocumentLine, ...]] | None = None
    for each in candidates:
        for own in _own(material, each):
            share = sum(line.key in keys for line in own) / len(own)
            if likest is None or share > likest[0]:
                likest = share, each, own
        if likest is not None and likest[0] > _SURELY:
            break
    if likest is None:
        month = period_name(period)
        told = {"seems": (candidates[0].called,), "month": (month,), "period": str(period)}
        raise Stopped((catalogue.NOTHING_TO_COMPARE.at(Source(name), **told),), Cause.USAGE)
    _, paper, own = likest
    texts = sum(not line.table for line in mine), sum(not line.table for line in own)
    if len(mine) > _MOST_LIKE * len(own) or texts[0] * _MOST_LIKE < texts[1]:
        unlike = catalogue.TOO_UNLIKE.at(
            Source(name),
            seems=(paper.called,),
            count=number(len(mine)),
            own=number(len(own)),
            period=str(period),
        )
        raise Stopped((unlike,), Cause.USAGE)
    return paper, own


def _wanted(paper: Recognised, material: Material) -> str:
    period, unit = material.month.period, material.now.register.unit(paper.unit)
    return unit_report_name(unit, period) if unit else document_file(OWN_NAMES[paper.paper], period)


def _own(material: Material, paper: Recognised) -> Iterator[tuple[DocumentLine, ...]]:
    """The month's rendering of that paper; nothing where it has none."""
    wanted = OWN_NAMES[paper.paper]
    one = replace(material, units=frozenset({paper.unit} if paper.unit else ()))
    made = next(each for each in DOCUMENTS if each.name == wanted).make(one)
    if made.faults and not made.files:
        raise Stopped(made.faults, Cause.FINDINGS)
    for name, data in made.files.items():
        facts, findings = read_facts(data, name)
        assert facts is not None, findings
        yield _lines(facts)


def _lines(facts: DocumentFacts) -> tuple[DocumentLine, ...]:
    return (*lines_of(facts), *lines_beside(facts))


class _Addresses:
    """What `explain` is asked for a line of the month's own rendering."""

    def __init__(
        self, own: Sequence[DocumentLine], paper: Recognised, material: Material, names: UnitNames
    ) -> None:
        self._own, self._paper, self._material, self._names = own, paper, material, names

    @cached_property
    def _places(self) -> tuple[Place, ...]:
        is_monthly = self._paper.paper is Paper.MONTHLY
        return places_of(monthly_context(self._material)) if is_monthly else ()

    @cached_property
    def _known(self) -> dict[int, str]:
        """Line → the name of its place, as far as they can be told."""
        rows = {place.name for place in self._places}
        texts = {_bare(place.text): place.name for place in reversed(self._places)}
        named = zip(self._own, _row_names(self._own), strict=True)
        return {
            id(line): name if name in rows else texts.get(_bare(line.text), "")
            for line, name in named
        }

    def of(self, line: DocumentLine, column: str) -> str:
        """Of the cell in that column where `explain` knows it, else of the line; empty: nothing can be asked."""
        if self._paper.unit:
            return self._paper.unit
        name = self._known.get(id(line), "")
        if not name:
            return self._by_code(line) if line.table else ""
        cells = next(place.cells for place in self._places if place.name == name)
        heads = [fold(cell.header) for cell in cells] if column else []
        rank = next((at for at, head in enumerate(heads, start=1) if head in fold(column)), 0)
        return f"{name} cột {rank}" if rank else name

    def _by_code(self, line: DocumentLine) -> str:
        """Code of the obligation, the indicator or the unit that a row is about."""
        register = self._material.now.register
        codes = {obligation.code for obligation in register.obligations}
        labels = {fold(indicator.name): indicator.code for indicator in register.indicators}
        for text in line.texts[:_LABELS]:
            told = fold(text)
            indicator = next((c for label, c in labels.items() if told.startswith(label)), "")
            unit = next((s for s in stated_in(text, self._names) if s.sort is Sort.UNIT), None)
            if text in codes or indicator or unit:
                return text if text in codes else indicator or (unit.value[0] if unit else "")
        return ""


def _bare(text: str) -> str:
    return " ".join(text.split()).removeprefix("- ").removeprefix("+ ")


def _row_names(lines: Sequence[DocumentLine]) -> Iterator[str]:
    """``Phụ lục 5 bảng 2 dòng 12``, ``III dòng 4``: how `explain` calls each row; a paragraph has no such name.

    A table begins where ranks begin anew; one without ranks is counted row by row.
    """
    begun = Counter(_home(line) for line in lines if line.table and line.rank == _FIRST)
    tables: Counter[str] = Counter()
    for line in lines:
        home = _home(line)
        is_total = line.is_total and not line.rank
        if not line.table or not (line.rank or is_total or not begun[home]):
            yield ""
            continue
        tables[home] += not is_total and line.rank in ("", _FIRST)
        place = f"{home} bảng {tables[home]}" if begun[home] > 1 else home
        row = _TOTAL if is_total else line.rank or str(tables[home])
        yield f"{place} dòng {row}"


def _home(line: DocumentLine) -> str:
    """The appendix or the section of a row: ``Phụ lục 5``, ``III``."""
    return line.table.partition(", ")[0].removeprefix("Mục ")


_FIRST, _TOTAL = "1", "tổng"
_ROW = ", dòng "
"""Between the table and the label of a row in a place."""
_NAMED = 3
"""Rows that are gone and are named."""
_LABELS = 3
"""Cells of a row among which its name stands."""
_RULES = {
    Slip.DIFFERENT: catalogue.DIFFERENT,
    Slip.LOST: catalogue.LOST,
    Slip.ADDED: catalogue.NOT_IN_DATA,
    Slip.ROW_ADDED: catalogue.ROW_NOT_IN_DATA,
    Slip.SUM: catalogue.SUM,
    Slip.ROWS: catalogue.ROWS,
    Slip.RANK: catalogue.RANK,
    Slip.UNEQUAL: catalogue.UNEQUAL,
}
_TRACES = {
    Trace.COMMENTS: catalogue.COMMENTS,
    Trace.TRACKED: catalogue.TRACKED,
    Trace.HIGHLIGHTED: catalogue.HIGHLIGHTED,
    Trace.STRUCK: catalogue.STRUCK,
    Trace.HIDDEN: catalogue.HIDDEN,
    Trace.TAG: catalogue.TAG,
    Trace.PLACEHOLDER: catalogue.PLACEHOLDER,
    Trace.BLANK: catalogue.BLANK,
}


def _finding(misprint: Misprint, file: str, period: Period) -> Finding:
    """What a clerk is told of one place."""
    context = catalogue.IN_CONTEXT.format(text=misprint.context) if misprint.context else ""
    asked = {"period": period, "address": misprint.address}
    return _RULES[misprint.slip].at(
        Source(file, misprint.where),
        printed=misprint.printed or catalogue.NOTHING,
        right=misprint.right or catalogue.NOTHING,
        context=(context,),
        see=(catalogue.SEE.format(**asked) if misprint.address else "",),
    )


def _left(leftover: Leftover, file: str) -> Finding:
    rule = _TRACES[leftover.trace]
    return rule.at(Source(file, leftover.where), text=leftover.text, count=count(leftover.count))


def _gone(rows: Sequence[str], file: str) -> Iterator[Finding]:
    """Rows that are gone, table by table."""
    for table, places in groupby(rows, key=lambda where: where.partition(_ROW)[0]):
        labels = [where.partition(_ROW)[2].strip("“”") for where in places]
        told = tuple(labels[:_NAMED]) if len(labels) <= _NAMED else (*labels[:_NAMED], "…")
        yield catalogue.ROWS_GONE.at(Source(file, table), count=count(len(labels)), rows=told)


def _blank(found: Sequence[Leftover], file: str, cited: str) -> Iterator[Finding]:
    """Numbers and days still to be written, each once, with the places where it is.

    Those of the paper are filled in once it is signed, those of the dispatch that it cites before.
    """
    places: dict[str, list[str]] = {}
    for each in found:
        if each.trace is Trace.BLANK:
            places.setdefault(each.text[:1].lower() + each.text[1:], []).append(each.where)
    for text, where in places.items():
        told = tuple(dict.fromkeys(where))
        rule = catalogue.CITED_BLANK if text in cited else catalogue.BLANK
        yield rule.at(Source(file), text=text, count=count(len(where)), where=told)


def _with_slip(verified: VerifiedDocument, material: Material, path: Path) -> tuple[Output, ...]:
    from cv183_reports.differences.papers import SlipContent, write_slip

    told = verified.verification
    content = SlipContent(
        called=verified.called,
        month=period_name(verified.period),
        file=verified.file,
        sha256=verified.sha256,
        as_of=verified.as_of,
        verdict=verdict(verified),
        misprints=told.misprints,
        left=tuple(
            _left(each, path.name).message
            for each in verified.leftovers
            if each.trace is not Trace.BLANK
        ),
        sample=material.mark,
    )
    out = material.workspace.out(verified.period)
    return publish(material.workspace.root, out, {f"{SLIP}{path.stem}.docx": write_slip(content)})


def verdict(verified: VerifiedDocument) -> str:
    """``Đã soát 412 con số, 96 tên đơn vị: 03 chỗ khác, …``."""
    told = verified.verification
    left = sum(each.count for each in verified.leftovers) - verified.blanks
    parts = [
        catalogue.PLACES.format(count=count(len(told.misprints)))
        if told.misprints
        else catalogue.NO_PLACES
    ]
    if left:
        parts.append(catalogue.LEFT.format(count=count(left)))
    if verified.blanks:
        parts.append(catalogue.BLANKS.format(count=count(verified.blanks)))
    return catalogue.VERDICT.format(
        figures=number(told.figures), names=number(told.names), found=", ".join(parts)
    )
