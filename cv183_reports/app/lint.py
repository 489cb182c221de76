"""`lint`: judges Word documents by the rules of presentation; writes nothing but an asked-for copy or summary."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct, structs

from cv183_reports.app import Cause, ShowProgress, Stopped, Unseen
from cv183_reports.catalogue import lint as catalogue
from cv183_reports.catalogue import machine
from cv183_reports.catalogue.files import leads_astray, reason
from cv183_reports.catalogue.lint import (
    COPY_EXISTS,
    COPY_NAME,
    NO_WORD_FILES,
    ONE_COPY,
    OWNER_FILE,
    SUMMARY_EXISTS,
    SUMMARY_NAME,
    UNKNOWN_RULES,
)
from cv183_reports.catalogue.machine import refusal
from cv183_reports.lint.judge import Verdict, judge
from cv183_reports.lint.opened import Comment, with_comments
from cv183_reports.lint.repair import RepairedCopy, repair
from cv183_reports.lint.rules import RuleSet, rules_named
from cv183_reports.lint.vocabulary import OFFICIAL_LETTER, SPELT_AS, PartKind, compound_of
from cv183_reports.model import Source
from cv183_reports.model.finding import Finding, tally_line
from cv183_reports.ooxml.archive import MAX_FILE, Refusal
from cv183_reports.word.document import foreign_suffix, in_words_of_word, read_facts
from cv183_reports.word.facts import DocumentFacts
from cv183_reports.workspace.folder import TEMPORARY, replace_file
from cv183_reports.workspace.office import (
    Conversion,
    NoConversion,
    OfficeFile,
    OfficeKind,
    convert,
    office_program,
)

_DOCX, _MACROS = ".docx", ".docm"
_WORD = (_DOCX, _MACROS, ".doc", ".rtf", ".odt")
_JUDGING = "Đang soát thể thức"


class Linted(Struct, frozen=True):
    """One file: what was read of it, and what was found."""

    path: Path
    data: bytes
    facts: DocumentFacts | None
    verdict: Verdict | None
    findings: tuple[Finding, ...]
    """Of the file as such."""
    leads_nowhere: bool = False
    """There is no such file."""

    @property
    def told(self) -> str:
        """How much is wrong with it."""
        return f"{self.path}: {tally_line(self.all_findings) or 'không có lỗi, cảnh báo'}"

    @property
    def judged_by(self) -> str:
        """Which rules, and why these; empty: it could not be read."""
        if self.verdict is None:
            return ""
        choice = self.verdict.choice
        return f"Theo {choice.rules.source} ({choice.rules.code}): {choice.why}."

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """Those of the file, then those of the document."""
        faults = self.verdict.faults if self.verdict else ()
        return (*self.findings, *(fault.finding for fault in faults))


def lint_files(
    paths: Sequence[Path],
    rules: str | None = None,
    comments: Path | None = None,
    fix: Path | None = None,
    summary: Path | None = None,
    progress: ShowProgress = Unseen,
) -> tuple[Linted, ...]:
    """Judges each file, of a folder every Word file in it, by the named set of rules or by its own.

    Raises:
        Stopped: no such set of rules; `comments` or `fix` with several files, or a file that is there; so for `summary`.
    """
    rule_set = _rule_set(rules)
    files = [file for path in paths for file in _files(path)]
    for option, copy in (("--comments", comments), ("--fix", fix)):
        _check_copy(files, option, copy)
    _check_summary(summary)
    with progress(_JUDGING, len(files)) as waiting:
        linted = [_lint(file, rule_set, waiting.step) for file in files]
        return _with_foreign(linted, rule_set, waiting.step)


def save_summary(linted: Sequence[Linted], summary: Path) -> None:
    """Writes the workbook with a row for each file.

    Raises:
        Stopped: the machine does not let us.
    """
    from cv183_reports.summary.lists import LintedFile, write_linted

    rows = [
        LintedFile(
            str(each.path),
            _address(each.path, summary.parent),
            _called(each.verdict),
            each.verdict.choice.rules.code if each.verdict else "",
            each.all_findings,
        )
        for each in linted
    ]
    _put_or_stop(summary, write_linted(rows))


def _called(verdict: Verdict | None) -> str:
    """``Báo cáo``; empty where the kind is not known."""
    if verdict is None:
        return ""
    name = verdict.anatomy.first(PartKind.NAME)
    known = compound_of(name.line.folded) if name else OFFICIAL_LETTER * verdict.anatomy.is_letter
    return SPELT_AS.get(known, name.text if name else "").capitalize()


def _address(path: Path, folder: Path) -> str:
    """`path` from `folder`; whole where it lies on another drive."""
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:
        return path.resolve().as_posix()


def write_copy(linted: Linted, copy: Path) -> bool:
    """Writes the copy with comments; False: the file could not be read, there is none.

    Raises:
        Stopped: the machine does not let us, or a part that no reading needs is broken.
    """
    if linted.facts is None or linted.verdict is None:
        return False
    try:
        data = with_comments(linted.data, *_comments(linted.facts, linted.verdict))
    except Refusal as refused_file:
        raise Stopped((in_words_of_word(refused_file, linted.path.name),), Cause.FINDINGS) from None
    _put_or_stop(copy, data)
    return True


def write_repaired(linted: Linted, copy: Path) -> RepairedCopy | None:
    """Writes the repaired copy; None: the file could not be read, there is none.

    Raises:
        Stopped: as for `write_copy`.
    """
    if linted.facts is None or linted.verdict is None:
        return None
    try:
        repaired = repair(linted.data, linted.facts, linted.verdict)
    except Refusal as refused_file:
        raise Stopped((in_words_of_word(refused_file, linted.path.name),), Cause.FINDINGS) from None
    _put_or_stop(copy, repaired.data)
    return repaired


def _put_or_stop(path: Path, data: bytes) -> None:
    try:
        _put(path, data)
    except OSError as error:
        refused = refusal(error, Source(str(path)), machine.NOT_WRITTEN)
        raise Stopped((refused,), Cause.MACHINE) from None


def _rule_set(code: str | None) -> RuleSet | None:
    if code is None:
        return None
    found = rules_named(code)
    if found is None:
        raise Stopped((UNKNOWN_RULES.at(Source("--rules"), value=code),), Cause.USAGE)
    return found


def _check_copy(paths: Sequence[Path], option: str, copy: Path | None) -> None:
    if copy is None:
        return
    if len(paths) != 1:
        refused = ONE_COPY.at(Source(option), option=option, count=len(paths))
        raise Stopped((refused,), Cause.USAGE)
    if copy.exists():
        raise Stopped((COPY_EXISTS.at(Source(str(copy))),), Cause.USAGE)
    suffix = _MACROS if paths[0].suffix.lower() == _MACROS else _DOCX
    if copy.suffix.lower() != suffix:
        raise Stopped((COPY_NAME.at(Source(str(copy)), suffix=suffix),), Cause.USAGE)
    _must_have_folder(copy)


def _check_summary(summary: Path | None) -> None:
    """Before the work, which may be long."""
    if summary is None:
        return
    place = Source(str(summary))
    if summary.exists():
        raise Stopped((SUMMARY_EXISTS.at(place),), Cause.USAGE)
    if summary.suffix.lower() != ".xlsx":
        raise Stopped((SUMMARY_NAME.at(place),), Cause.USAGE)
    _must_have_folder(summary)


def _must_have_folder(path: Path) -> None:
    """What is to be written has somewhere to go."""
    if not path.parent.is_dir():
        missing = reason(FileNotFoundError())
        raise Stopped((machine.NOT_WRITTEN.at(Source(str(path)), reason=missing),), Cause.USAGE)


def _files(path: Path) -> list[Path]:
    """The file itself; of a folder its Word files and those of its folders by name, but for what programs keep there."""
    if not path.is_dir():
        return [path]
    found = sorted(each for each in path.rglob("*") if _is_word(each.relative_to(path)))
    return [each for each in found if each.is_file()] or [path]


def _is_word(path: Path) -> bool:
    kept = any(part.startswith(".") for part in path.parts)
    return path.suffix.lower() in _WORD and not kept and not path.name.startswith(("~$", TEMPORARY))


def _lint(path: Path, rules: RuleSet | None, step: Callable[[], None]) -> Linted:
    """One file; an old one waits for the others to be converted, and is counted then."""
    linted = _read(path, rules)
    if not _is_foreign(linted):
        step()
    return linted


def _read(path: Path, rules: RuleSet | None) -> Linted:
    if path.is_dir():
        return Linted(path, b"", None, None, (NO_WORD_FILES.at(Source(str(path))),))
    if path.name.startswith("~$"):
        return Linted(path, b"", None, None, (OWNER_FILE.at(Source(path.name)),))
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_FILE + 1)
    except OSError as error:
        finding = machine.NOT_READ.at(Source(str(path)), reason=reason(error))
        return Linted(path, b"", None, None, (finding,), leads_astray(error))
    facts, findings = read_facts(data, path.name)
    return Linted(path, data, facts, judge(facts, rules) if facts else None, tuple(findings))


def _is_foreign(linted: Linted) -> bool:
    """Whether a program of the office could make a .docx of it: whole, and a document of another kind."""
    is_whole = linted.facts is None and 0 < len(linted.data) <= MAX_FILE
    return is_whole and bool(foreign_suffix(linted.data))


def _with_foreign(
    linted: Sequence[Linted], rules: RuleSet | None, step: Callable[[], None]
) -> tuple[Linted, ...]:
    """The same files; those that only Word or LibreOffice opens judged by what it saved them as."""
    foreign = [each for each in linted if _is_foreign(each)]
    program = office_program() if foreign else None
    if program is None:
        return tuple(linted)
    files = [OfficeFile(each.data, foreign_suffix(each.data)) for each in foreign]
    results = iter(convert(files, OfficeKind.DOCX, step))
    return tuple(
        _converted(each, next(results), program.name, rules) if _is_foreign(each) else each
        for each in linted
    )


def _converted(linted: Linted, result: Conversion, program: str, rules: RuleSet | None) -> Linted:
    said = {"kind": (catalogue.KINDS[foreign_suffix(linted.data)],), "program": (program,)}
    place = Source(linted.path.name)
    if result.data is None:
        hangs = result.trouble is NoConversion.TOO_LONG
        why = catalogue.HANGS if hangs else catalogue.REFUSED
        refused = catalogue.NOT_CONVERTED.at(place, reason=(why,), **said)
        return structs.replace(linted, findings=(refused,))
    facts, findings = read_facts(result.data, linted.path.name)
    told = (catalogue.CONVERTED.at(place, **said), *findings)
    return Linted(linted.path, result.data, facts, judge(facts, rules) if facts else None, told)


def _put(copy: Path, data: bytes) -> None:
    """`data` at `copy`, whole or not at all; what somebody put there meanwhile stays."""
    temporary = copy.with_name(f"{TEMPORARY}{copy.name}.tmp")
    try:
        temporary.write_bytes(data)
        if copy.exists():
            raise FileExistsError(copy)
        replace_file(temporary, copy)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _comments(facts: DocumentFacts, verdict: Verdict) -> tuple[str, list[Comment]]:
    """The name of the main part, and a comment at the first paragraph of each fault."""
    main = next(facts.paragraphs)
    comments = []
    for fault in verdict.faults:
        at = [index for part, index in fault.paragraphs if part == main.part]
        text = f"{fault.finding.message}. {fault.finding.remedy} [{fault.finding.code}]"
        comments.append(Comment(at[0] if at else main.index, text))
    return main.part, comments
