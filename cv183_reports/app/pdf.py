"""`pdf`: the month's documents as they lie there, printed to PDF by the office program of this machine.

A document gets a PDF beside it; what is one for each unit is bound into one to print. None of them has the name under
which a signed and scanned copy goes with its document: a print is never taken for it.

The files are made the same of the same, and bound (pypdf, asked for only then): what the office program adds of the
moment (when, and a number of its own) is left out. What it draws stays as it is: other versions of Word or LibreOffice
draw otherwise, so the same bytes are promised of one program on one machine only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from io import BytesIO
from itertools import groupby
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from msgspec import Struct

from cv183_reports.app import Cause, ShowProgress, Stopped, Unseen
from cv183_reports.app.documents import (
    PAPERS,
    UNITS,
    ChosenVersion,
    called,
    chosen_versions,
    printed_name,
    unit_report_name,
)
from cv183_reports.app.month import closed_month, open_ledger
from cv183_reports.app.opening import chosen_units, in_house_style, open_register, period_of
from cv183_reports.app.templates import FORMS_FOLDER
from cv183_reports.catalogue import machine
from cv183_reports.catalogue.files import OPEN_OR_FORBIDDEN
from cv183_reports.catalogue.lint import HANGS
from cv183_reports.consolidation.closing import Published
from cv183_reports.form.blank import form_name
from cv183_reports.model import Period, Register, Source
from cv183_reports.model.finding import Finding
from cv183_reports.vietnamese.wording import count, listed
from cv183_reports.workspace.folder import Output, Workspace, publish
from cv183_reports.workspace.office import (
    Conversion,
    NoConversion,
    OfficeFile,
    OfficeKind,
    convert,
    office_program,
)

if TYPE_CHECKING:
    from pypdf import PdfWriter
    from pypdf.generic import DictionaryObject, PdfObject

_MARKS_OF_THE_MOMENT = ("/CreationDate", "/ModDate")
_BY_DEFAULT = (*PAPERS, UNITS)
_PRINTING, _BINDING = "Đang làm PDF", "Đang ghép"
_PROGRAMS = {".docx": "Word", ".xlsx": "Excel"}


class PdfPart(Struct, frozen=True):
    """One document of those that are bound into one."""

    title: str
    """Its bookmark; those of its own headings stand below it."""
    data: bytes


class Pdf(Struct, frozen=True):
    """A PDF file."""

    data: bytes
    pages: int


class _Wanted(Struct, frozen=True):
    """One file that may lie there, and the PDF in which it is printed; names within the month's folder."""

    document: str
    path: PurePath
    target: PurePath
    title: str
    """Its bookmark in what several are bound into; empty: it is printed by itself."""


class PrintedFile(Struct, frozen=True):
    """One PDF, put in its place or not."""

    output: Output
    papers: int
    pages: int

    @property
    def told(self) -> str:
        """How much is in it."""
        papers = f"{count(self.papers)} văn bản, " if self.papers > 1 else ""
        return f"{papers}{count(self.pages)} trang"


class PrintedMonth(Struct, frozen=True):
    """What one run printed."""

    period: Period
    programs: tuple[str, ...]
    """By which it was printed."""
    files: tuple[PrintedFile, ...]
    findings: tuple[Finding, ...]

    @property
    def told(self) -> str:
        """By which programs it was printed; empty: nothing was."""
        return f"PDF (làm bằng {listed(self.programs)}):" if self.files else ""


def print_month(
    root: Path,
    text: str,
    only: Sequence[str] = (),
    units: Sequence[str] = (),
    *,
    two_sided: bool = False,
    progress: ShowProgress = Unseen,
) -> PrintedMonth:
    """Prints every Word document of the month that lies there, or those of `only`, or what is of `units` alone.

    `two_sided`: in what is bound, each paper begins on the front of a sheet.

    Raises:
        Stopped: no such period, document or unit; nothing lies there; no office program, no library.
    """
    period = period_of(text)
    workspace, register = open_register(root, period)
    wanted = _wanted(register, period, only, units)
    if find_spec("pypdf") is None:
        raise Stopped((machine.NO_PDF_LIBRARY.at(Source(".pdf")),), Cause.MACHINE)
    closed = closed_month(workspace, period, open_ledger(workspace, period))
    chosen = _chosen(workspace, period, wanted, closed if isinstance(closed, Published) else None)
    findings = list(_absent(workspace, period, wanted, chosen, is_asked=bool(only or units)))
    if not chosen:
        raise Stopped(tuple(findings), Cause.FINDINGS)
    findings += _told(workspace, chosen.values())
    sheets = {each: taken for each, taken in chosen.items() if taken.version.data is not None}
    programs = _programs(sheets)
    printed = _printed(sheets, progress)
    for each, why in ((each, pdf) for each, pdf in printed.items() if isinstance(pdf, str)):
        place = Source(workspace.shown(sheets[each].version.path))
        told = {"reason": (why,), "program": _PROGRAMS[each.path.suffix]}
        findings.append(machine.NOT_PRINTED.at(place, **told))
    sound = {each: pdf for each, pdf in printed.items() if not isinstance(pdf, str)}
    made = _bound(sound, two_sided=two_sided, progress=progress)
    files = _published(workspace, period, made)
    return PrintedMonth(period, programs, files, tuple(findings))


def _wanted(
    register: Register, period: Period, only: Sequence[str], units: Sequence[str]
) -> tuple[_Wanted, ...]:
    """What the command line asks for, in the order of the register.

    Raises:
        Stopped: an unknown document or unit, or units without a document that is theirs.
    """
    papers = tuple(called(name, period.cycle) for name in (*_BY_DEFAULT, FORMS_FOLDER))
    findings = [
        machine.UNKNOWN_DOCUMENT.at(Source("--only"), value=name, known=papers)
        for name in only
        if name not in papers
    ]
    if units and only and not {UNITS, FORMS_FOLDER} & set(only):
        findings.append(machine.UNIT_WITHOUT_UNITS.at(Source("--unit"), name=UNITS))
    if findings:
        raise Stopped(tuple(findings), Cause.USAGE)
    names = only or ((UNITS,) if units else papers[:-1])
    chosen = chosen_units(register, period, units, ())
    styled = in_house_style(register)

    def of_units(folder: str, pack: str, names: Mapping[str, str]) -> Iterator[_Wanted]:
        for name, unit in names.items():
            alone = PurePath(folder, printed_name(name))
            target = alone if units else PurePath(f"{pack}-{period}.pdf")
            yield _Wanted(folder, PurePath(folder, name), target, "" if units else unit)

    found: list[_Wanted] = []
    for document in (called(name, period.cycle) for name in PAPERS):
        if document not in names:
            continue
        file = f"{document}-{period}.docx"
        found.append(_Wanted(document, PurePath(file), PurePath(printed_name(file)), ""))
    if UNITS in names:
        known = [styled.unit(unit.code) or unit for unit in chosen]
        own = {unit_report_name(unit, period): unit.name for unit in known}
        found += of_units(UNITS, f"bao-cao-{UNITS}", own)
    if FORMS_FOLDER in names:
        forms = {form_name(unit, period): unit.name for unit in chosen}
        found += of_units(FORMS_FOLDER, FORMS_FOLDER, forms)
    return tuple(found)


def _chosen(
    workspace: Workspace, period: Period, wanted: Iterable[_Wanted], closed: Published | None
) -> dict[_Wanted, ChosenVersion]:
    """Of each that lies there the version that counts, as `mail` sends it."""
    found: dict[_Wanted, ChosenVersion] = {}
    for inside, group in groupby(wanted, key=lambda each: each.path.parent):
        by_name = {each.path.name: each for each in group}
        taken = chosen_versions(workspace, workspace.out(period) / inside, by_name, closed)
        found |= {by_name[name]: version for name, version in taken.items()}
    return found


def _absent(
    workspace: Workspace,
    period: Period,
    wanted: Sequence[_Wanted],
    chosen: Mapping[_Wanted, ChosenVersion],
    *,
    is_asked: bool,
) -> Iterator[Finding]:
    """What was asked for by name and does not lie there; without names, that nothing does."""
    if not is_asked:
        if not chosen:
            place = Source(workspace.shown(workspace.out(period)))
            yield machine.NOTHING_TO_PRINT.at(place, command=_made_by(UNITS, period))
        return
    for document, group in groupby(wanted, key=lambda each: each.document):
        papers = tuple(group)
        there = sum(each in chosen for each in papers)
        alone = [each.path for each in papers if not each.title and each not in chosen]
        missing = alone or [PurePath(document)] * (not there)
        for path in missing:
            place = Source(workspace.shown(workspace.out(period) / path))
            yield machine.NOTHING_TO_PRINT.at(place, command=_made_by(document, period))


def _made_by(document: str, period: Period) -> str:
    command = "templates" if document == FORMS_FOLDER else "build"
    return f"cv183-report {command} {period}"


def _told(workspace: Workspace, chosen: Iterable[ChosenVersion]) -> Iterator[Finding]:
    """Which version is printed, where there are several; which cannot be read now."""
    for taken in chosen:
        place = Source(workspace.shown(taken.version.path))
        if taken.version.data is None:
            yield machine.NOT_READ.at(place, reason=OPEN_OR_FORBIDDEN)
        else:
            yield from taken.told(machine.PRINTED_VERSION, place)


def _programs(sheets: Iterable[_Wanted]) -> tuple[str, ...]:
    """By which programs of this machine they are printed.

    Raises:
        Stopped: there is none for some of them.
    """
    suffixes = tuple(dict.fromkeys(each.path.suffix for each in sheets))
    found = {suffix: office_program(suffix) for suffix in suffixes}
    none = tuple(
        machine.NO_OFFICE_PROGRAM.at(Source(f"*{suffix}"), program=_PROGRAMS[suffix])
        for suffix, program in found.items()
        if program is None
    )
    if none:
        raise Stopped(none, Cause.MACHINE)
    return tuple(dict.fromkeys(program.name for program in found.values() if program))


def _printed(
    sheets: Mapping[_Wanted, ChosenVersion], progress: ShowProgress
) -> dict[_Wanted, Pdf | str]:
    """Each as a PDF, or in words why there is none."""
    found: dict[_Wanted, Pdf | str] = {}
    with progress(_PRINTING, len(sheets)) as waiting:
        for suffix in _PROGRAMS:
            some = [each for each in sheets if each.path.suffix == suffix]
            files = [OfficeFile(sheets[each].version.data or b"", suffix) for each in some]
            results = convert(files, OfficeKind.PDF, waiting.step)
            found |= {
                each: _steady(each, result) for each, result in zip(some, results, strict=True)
            }
    return found


def _steady(paper: _Wanted, result: Conversion) -> Pdf | str:
    if result.data is None:
        return HANGS if result.trouble is NoConversion.TOO_LONG else machine.NOT_OPENED
    return steady(result.data, paper.title or paper.path.stem) or machine.PDF_DAMAGED


def _bound(
    printed: Mapping[_Wanted, Pdf], *, two_sided: bool, progress: ShowProgress
) -> dict[PurePath, tuple[int, Pdf]]:
    """Target → number of papers in it, and the PDF."""
    made: dict[PurePath, tuple[int, Pdf]] = {}
    for target, group in groupby(printed, key=lambda each: each.target):
        papers = tuple(group)
        if not papers[0].title:
            made[target] = (1, printed[papers[0]])
            continue
        with progress(_BINDING, len(papers)) as waiting:
            parts = (PdfPart(each.title, printed[each].data) for each in papers)
            whole = bound(parts, target.stem, two_sided=two_sided, step=waiting.step)
        made[target] = (len(papers), whole)
    return made


def _published(
    workspace: Workspace, period: Period, made: Mapping[PurePath, tuple[int, Pdf]]
) -> tuple[PrintedFile, ...]:
    """All of them in place, folder by folder."""
    files: list[PrintedFile] = []
    for inside, group in groupby(made, key=lambda target: target.parent):
        targets = tuple(group)
        data = {target.name: made[target][1].data for target in targets}
        outputs = publish(workspace.root, workspace.out(period) / inside, data)
        for target, output in zip(targets, outputs, strict=True):
            papers, pdf = made[target]
            files.append(PrintedFile(output, papers, pdf.pages))
    return tuple(files)


def steady(data: bytes, title: str) -> Pdf | None:
    """The same file, without what depends on the moment; called `title` where it has none. None: it is damaged."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.errors import PyPdfError

    writer = PdfWriter()
    try:
        reader = PdfReader(BytesIO(data))
        writer.clone_reader_document_root(reader)
        told = {name: str(value) for name, value in (reader.metadata or {}).items()}
    except PyPdfError:
        return None
    kept = {name: value for name, value in told.items() if name not in _MARKS_OF_THE_MOMENT}
    return _written(writer, {"/Title": title, **kept})


def bound(
    parts: Iterable[PdfPart],
    title: str,
    *,
    two_sided: bool = False,
    step: Callable[[], None] = lambda: None,
) -> Pdf:
    """All `parts` one after the other, each page as large as it is, with a bookmark for each.

    Args:
        parts: in their order.
        title: of the whole.
        two_sided: each part begins on the front of a sheet, after an empty back if need be.
        step: called as each part is done.
    """
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import NameObject, NumberObject

    writer = PdfWriter()
    for part in parts:
        if two_sided and len(writer.pages) % 2:
            writer.add_blank_page()
        writer.append(PdfReader(BytesIO(part.data)), outline_item=part.title)
        step()
    outline = writer.get_outline_root()
    for item in (tops := list(_children(outline))):
        below = sum(1 for _ in _children(item))
        item[NameObject("/Count")] = NumberObject(-below)  # less than none: they are folded up
    outline[NameObject("/Count")] = NumberObject(len(tops))
    return _written(writer, {"/Title": title})


def _written(writer: PdfWriter, told: Mapping[str, str]) -> Pdf:
    """Whoever opens it sees its bookmarks, where it has any."""
    from pypdf.generic import NameObject, TextStringObject

    writer.metadata = dict(told)
    writer.root_object.pop("/Metadata", None)  # says the same once more, and the moment
    for item in _bookmarks(writer.root_object.get("/Outlines")):
        item[NameObject("/Title")] = TextStringObject(str(item["/Title"]).strip())
        writer.page_mode = "/UseOutlines"
    written = BytesIO()
    writer.write(written)
    return Pdf(written.getvalue(), len(writer.pages))


def _bookmarks(parent: PdfObject | None) -> Iterator[DictionaryObject]:
    """Those below `parent`, at any depth."""
    for item in _children(parent):
        yield item
        yield from _bookmarks(item)


def _children(parent: PdfObject | None) -> Iterator[DictionaryObject]:
    from pypdf.generic import DictionaryObject

    found = parent.get_object() if parent else None
    item = found.get("/First") if isinstance(found, DictionaryObject) else None
    while item is not None:
        here = item.get_object()
        assert isinstance(here, DictionaryObject)
        yield here
        item = here.get("/Next")
