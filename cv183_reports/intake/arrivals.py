"""One file on its way in: itself, or the files packed in it when it is a .zip or a mail."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from io import BytesIO
from operator import itemgetter
from typing import TYPE_CHECKING, BinaryIO

from msgspec import Struct, field
from msgspec.structs import replace

from cv183_reports.catalogue import files
from cv183_reports.catalogue import intake as mails
from cv183_reports.intake.guard import (
    EMPTY_ZIP,
    HEAD,
    ZIP,
    apple_kind,
    as_posted,
    begins_as_document,
    decoded_name,
    is_document,
    is_ignored,
    is_mail,
    is_mailbox,
    is_mime,
    is_outlook_message,
    opens_as_document,
    other_kind,
    refusal_of,
    shown_name,
    too_big,
)
from cv183_reports.intake.wrappings import in_envelope, is_envelope
from cv183_reports.model import LOCAL, Receipt, Source
from cv183_reports.model.finding import Finding, Rule, Severity
from cv183_reports.ooxml.archive import (
    MAX_ENTRIES,
    MAX_FILE,
    MEGABYTE,
    Refusal,
    ZipEntry,
    entries,
    read_entry,
)
from cv183_reports.spreadsheet.reading import CONTENT_TYPES
from cv183_reports.vietnamese.text import lazy_pattern
from cv183_reports.vietnamese.wording import upper_first
from cv183_reports.workspace.folder import sha256

if TYPE_CHECKING:
    from cv183_reports.intake.mail import Attachment, Mail

_MAX_INFLATED = 1024 * MEGABYTE
"""Bytes of all files of one .zip, those of a .zip inside it included."""
_MAX_MAIL = 25 * MEGABYTE
"""Bytes of a mail, and of a .zip inside another or in a mail."""
_MAX_IN_MAIL = 4 * _MAX_MAIL
"""Bytes of all files of one mail, unpacked: so many may be held at a time."""
_MAX_MAILS = 2_000
"""Mails of one mailbox."""
_LONGEST_LINE = 64 * 1024
"""Bytes of a line of a mailbox that are read at a time."""
_BOM = b"\xef\xbb\xbf"
_HEADER = lazy_pattern(rb">?[A-Za-z][A-Za-z0-9-]{0,60}:")
_BETWEEN_MAILS = lazy_pattern(rb"From \S[^\n]{0,300}\d\d:\d\d")
_SURELY_BETWEEN = lazy_pattern(
    rb"From \S+ +[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d[^\n]{0,20} \d{4}"
)
"""Also where the blank line before it is missing."""
_QUOTED_FROM = lazy_pattern(rb"^>(>*From )", re.MULTILINE)
_SIGNED_NAME = lazy_pattern(r"\.p7[mcsz]$", re.IGNORECASE)
_ARCHIVES = 2
"""A .zip, and a .zip inside it."""
_LAYERS = 5
"""Envelopes of any kind within each other."""
_NO_TIME = (1980, 1, 1, 0, 0, 0)
"""What zip writers put where they know no time."""
_COMPANIONS = frozenset(
    rule.code
    for rule in (
        files.PDF,
        files.WORD_DOCUMENT,
        files.OFFICE_DOCUMENT,
        files.PICTURE,
        files.PLAIN_TEXT,
        files.WEB_PAGE,
        mails.SHORTCUTS,
        mails.APPLE_DOCUMENTS,
    )
)
"""What people send along with a form: signed copies, minutes, a letter."""


class Arrival(Struct, frozen=True, dict=True):
    """One file that came."""

    file: str
    """As findings name it: ``nop/bao-cao.zip/11560-….xlsx``. No two arrivals have the same."""
    data: bytes | None
    """None when it was not read; `finding` then says why."""
    receipt: Receipt | None
    """Always there with `data`; None for a file on disk that could not or need not be looked at."""
    finding: Finding | None
    sender: str = ""
    """Bare address, lower case, of who sent the innermost mail around the file; empty: no mail."""
    convert_legacy: bool = False
    """Whether a person asked for its TCVN3 and VNI texts to be taken as what they most likely say."""
    unit: str = ""
    """Code of the unit that the ledger names, should nothing in the file tell any more."""

    @cached_property
    def sha256(self) -> str:
        """Of what came; empty where it was not read."""
        return sha256(self.data) if self.data is not None else ""


class Allowance:
    """How many bytes an envelope may still unfold to, what is packed in its envelopes included."""

    def __init__(self, limit: int, outer: Allowance | None = None) -> None:
        self.limit = limit
        self._left = limit
        self._outer = outer

    def take(self, size: int) -> bool:
        """Use `size` bytes of it; False when there are not so many."""
        self._left -= size
        return (self._outer is None or self._outer.take(size)) and self._left >= 0


class Delivery(Struct, frozen=True):
    """One file on its way in: on disk, or unpacked from an envelope."""

    file: str
    receipt: Receipt
    sender: str = ""
    allowance: Allowance = field(default_factory=lambda: Allowance(_MAX_INFLATED))
    archives: int = 0
    """How many .zip files lie around it."""
    layers: int = 0
    """How many envelopes lie around it."""
    is_mailed: bool = False
    """It came by mail: what tells when is the mail, not the time of a file in it."""

    def arrivals(self, source: BinaryIO, size: int) -> Iterator[Arrival]:
        """The file itself; if it is an envelope, what that holds."""
        try:
            packed = _packed_files(source)
            source.seek(0)
            if packed is not None:
                yield from self._unpacked(source, packed)
            elif is_mailbox(source.read(HEAD)):
                yield from self._of_mailbox(source)
            else:
                source.seek(0)
                yield from self._whole(source.read(_MAX_MAIL + 1), size)
        except Refusal as refusal:
            yield self.refused(refusal.finding(self.file))

    def _whole(self, data: bytes, size: int) -> Iterator[Arrival]:
        """A file that is no .zip; all of it, or so much as tells that it is too big."""
        data = as_posted(data)
        read = _mail_reader(data)
        if read and size > _MAX_MAIL:
            shown, limit = -(-size // MEGABYTE), _MAX_MAIL // MEGABYTE
            yield self.refused(mails.TOO_BIG.at(Source(self.file), size=shown, limit=limit))
        elif read:
            yield from self.opened(read(data))
        elif is_envelope(data) and size <= _MAX_MAIL:
            yield from self._unsealed(data)
        elif size > MAX_FILE:
            yield self.refused(too_big(self.file, size))
        else:
            yield Arrival(self.file, data, self.receipt, None, self.sender)

    # A .zip.

    def _unpacked(self, source: BinaryIO, packed: list[tuple[str, ZipEntry]]) -> Iterator[Arrival]:
        if self.archives >= _ARCHIVES or self.layers >= _LAYERS:
            yield self.refused(files.NESTED_TOO_DEEP.at(Source(self.file)))
        elif not packed:
            yield self.refused(files.EMPTY_ARCHIVE.at(Source(self.file)))
        else:
            folders = _unpacked_documents(name for name, _ in packed)
            for folder in folders:
                inner = self._inner(folder.rstrip("/"), self.receipt)
                yield inner.refused(files.UNPACKED_DOCUMENT.at(Source(inner.file)))
            for name, entry in sorted(packed, key=itemgetter(0)):
                if not name.startswith(folders):
                    inner = self._inner(name, self._receipt_of(entry))
                    inner = replace(inner, archives=self.archives + 1)
                    yield from inner.from_archive(source, entry)

    def _inner(self, name: str, receipt: Receipt) -> Delivery:
        return replace(self, file=f"{self.file}/{name}", receipt=receipt, layers=self.layers + 1)

    def _receipt_of(self, entry: ZipEntry) -> Receipt:
        """By the time the .zip keeps for the entry; by its own where that is no true time."""
        if self.is_mailed:
            return self.receipt
        archive = self.file.rpartition("/")[2]
        if entry.instant is not None:
            evidence = files.BY_ENTRY_INSTANT.format(archive=archive)
            return Receipt(entry.instant.astimezone(LOCAL), evidence)
        if entry.modified != _NO_TIME:
            with suppress(ValueError):
                modified = datetime(*entry.modified, tzinfo=LOCAL)
                return Receipt(modified, files.BY_ENTRY_TIME.format(archive=archive))
        return Receipt(self.receipt.at, files.BY_ARCHIVE_TIME.format(archive=archive))

    def from_archive(self, source: BinaryIO, entry: ZipEntry) -> Iterator[Arrival]:
        """What the entry of a .zip brings."""
        ignored = is_ignored(self.file)
        if ignored is not None:
            yield self.refused(ignored)
        elif entry.size > _MAX_MAIL:
            yield self.refused(too_big(self.file, entry.size))
        elif not self.allowance.take(entry.size):
            limit = self.allowance.limit // MEGABYTE
            yield self.refused(files.ARCHIVE_TOO_BIG.at(Source(self.file), limit=limit))
        else:
            try:
                content = read_entry(source, entry, _MAX_MAIL)
            except Refusal as refusal:
                yield self.refused(self._within_archive(refusal.rule))
            else:
                yield from self.arrivals(BytesIO(content), len(content))

    def _within_archive(self, rule: Rule) -> Finding:
        """What is wrong with this entry, under the name it is shown by."""
        folder, _, name = self.file.rpartition("/")
        if rule is files.ENCRYPTED_PART:
            archive = folder.rpartition("/")[2]
            return files.LOCKED_ARCHIVE.at(Source(self.file), archive=archive)
        return rule.at(Source(self.file), part=name, limit=_MAX_MAIL // MEGABYTE)

    # A mail, and several in one file.

    def opened(self, mail: Mail, *, is_part: bool = False) -> Iterator[Arrival]:
        """What a mail brings; what only accompanies a form in it is told of and left.

        With `is_part` it is what a signature was put to: no mail of its own.
        """
        letter = replace(
            self,
            receipt=self.receipt if is_part else self._receipt_by(mail),
            sender=mail.sender or self.sender,
            is_mailed=self.is_mailed or not is_part,
            allowance=Allowance(_MAX_IN_MAIL, self.allowance),
        )
        if self.layers >= _LAYERS:
            yield letter.refused(files.NESTED_TOO_DEEP.at(Source(self.file)))
            return
        carried = mail.carried(is_inner=self.is_mailed)
        found = [arrival for each in carried for arrival in letter.attached(each)]
        companions = [_accompanies(arrival) for arrival in found]
        for arrival, is_companion in zip(found, companions, strict=True):
            if _other_kind(arrival) is None:
                yield _companion(arrival) if is_companion and not all(companions) else arrival
        yield from letter.own(mail, is_inner=self.is_mailed)
        pairs = zip(found, companions, strict=True)
        yield from _others(found, has_form=any(a.data is not None and not c for a, c in pairs))

    def _receipt_by(self, mail: Mail) -> Receipt:
        """The outermost mail is the one that we received; in what lies in it anybody can have written a time."""
        if not self.is_mailed:
            return mail.receipt
        doubts = tuple(claim for claim in self.receipt.claims if claim.at is None)
        return replace(self.receipt, claims=(*doubts, *mail.claims))

    def attached(self, attachment: Attachment) -> Iterator[Arrival]:
        """What one attachment brings."""
        inner, content = self._inner(attachment.name, self.receipt), attachment.content
        if isinstance(content, Rule):
            yield inner.refused(content.at(Source(inner.file)))
        elif not isinstance(content, bytes):
            yield from inner.opened(content)
        elif (ignored := is_ignored(inner.file)) is not None:
            yield inner.refused(ignored)
        else:
            yield from inner.arrivals(BytesIO(content), len(content))

    def own(self, mail: Mail, *, is_inner: bool) -> Iterator[Arrival]:
        """What is to be told of the mail itself, and of what belongs to the letter."""
        finding = mail.finding(self.file, is_inner=is_inner)
        if finding is not None:
            yield self.refused(finding)
        names = tuple(each.name for each in mail.attachments if each.is_ornament)
        if names:
            inner = self._inner(names[0], self.receipt)
            told = mails.ORNAMENTS.at(Source(inner.file), count=len(names), names=names)
            yield inner.refused(told)

    def _of_mailbox(self, source: BinaryIO) -> Iterator[Arrival]:
        """What the mails of a mailbox bring: each is a mail that we received."""
        if self.layers >= _LAYERS:
            yield self.refused(files.NESTED_TOO_DEEP.at(Source(self.file)))
            return
        for number, content in enumerate(_mails_in(source), 1):
            name = mails.IN_MAILBOX.format(number=number)
            if number > _MAX_MAILS:
                yield self.refused(mails.TOO_MANY_MAILS.at(Source(self.file), limit=_MAX_MAILS))
                return
            if not self.allowance.take(len(content)):
                limit = self.allowance.limit // MEGABYTE
                yield self.refused(
                    files.ARCHIVE_TOO_BIG.at(Source(f"{self.file}/{name}"), limit=limit)
                )
                return
            inner = self._inner(name, self.receipt)
            try:
                yield from inner.of_mailbox(content, number)
            except Refusal as refusal:
                yield inner.refused(refusal.finding(inner.file))

    def of_mailbox(self, content: bytes, number: int) -> Iterator[Arrival]:
        """What one mail of a mailbox brings."""
        if len(content) > _MAX_MAIL:
            shown, limit = -(-len(content) // MEGABYTE), _MAX_MAIL // MEGABYTE
            yield self.refused(mails.TOO_BIG.at(Source(self.file), size=shown, limit=limit))
            return
        from cv183_reports.intake.mail import mail_name  # noqa: PLC0415 - only where one came
        from cv183_reports.intake.mail_message import read_mail  # noqa: PLC0415

        mail = read_mail(content)
        folder = self.file.rpartition("/")[0]
        name = mails.IN_MAILBOX.format(number=number)
        titled = mail_name(f"{name} {mail.subject}") if mail.subject else name
        yield from replace(self, file=f"{folder}/{titled}").opened(mail)

    def _unsealed(self, data: bytes) -> Iterator[Arrival]:
        """What was signed: a letter's parts, or a file; the file itself where only a signature is in it."""
        content = in_envelope(data)
        if content is None:
            yield Arrival(self.file, data, self.receipt, None, self.sender)
        elif self.layers >= _LAYERS:
            yield self.refused(files.NESTED_TOO_DEEP.at(Source(self.file)))
        elif is_mime(content):
            from cv183_reports.intake.mail_message import read_mail  # noqa: PLC0415 - only where one came

            mail = read_mail(content)
            yield from self.opened(mail, is_part=mail.stamp is None)
        else:
            name = _SIGNED_NAME.sub("", self.file.rpartition("/")[2]) or mails.UNNAMED.format(
                number=1
            )
            yield from self._inner(name, self.receipt).arrivals(BytesIO(content), len(content))

    def refused(self, finding: Finding) -> Arrival:
        """The file, not read, and why."""
        return Arrival(self.file, None, self.receipt, finding, self.sender)


def _unpacked_documents(names: Iterable[str]) -> tuple[str, ...]:
    """Folders of a .zip that hold the parts of one document, as who unpacks a workbook finds them."""
    begun = (name[: -len(CONTENT_TYPES)] for name in names if name.lower().endswith(CONTENT_TYPES))
    return tuple(folder for folder in begun if folder.endswith("/"))


def _other_kind(arrival: Arrival) -> tuple[Rule, str] | None:
    """What it is if it is a shortcut or the like, which a mail tells of once."""
    return None if arrival.data is None else other_kind(arrival.data, arrival.file)


def _others(found: Iterable[Arrival], *, has_form: bool) -> Iterator[Arrival]:
    """One arrival for all the shortcuts in a mail, and one for all documents of Apple's programs."""
    by_rule: dict[Rule, list[tuple[Arrival, str]]] = {}
    for arrival in found:
        if (told := _other_kind(arrival)) is not None:
            rule, kind = told
            by_rule.setdefault(mails.ALSO_OTHER_FILES if has_form else rule, []).append(
                (arrival, kind)
            )
    for rule, others in by_rule.items():
        first, _ = others[0]
        kinds = ", ".join(dict.fromkeys(kind for _, kind in others))
        names = tuple(each.file.rpartition("/")[2] for each, _ in others)
        shown = (
            kinds if has_form else upper_first(kinds),
        )  # whole: only a text alone is shortened
        yield replace(
            first, data=None, finding=rule.at(Source(first.file), kinds=shown, names=names)
        )


def _accompanies(arrival: Arrival) -> bool:
    """Whether a file may be sent along with a form, and is none itself."""
    if arrival.data is None:
        return arrival.finding is None or arrival.finding.severity is Severity.NOTE
    found = refusal_of(arrival.data, arrival.file)
    return found is not None and found.code in _COMPANIONS


def _companion(arrival: Arrival) -> Arrival:
    if arrival.data is None:
        return arrival
    return replace(arrival, data=None, finding=mails.COMPANION.at(Source(arrival.file)))


def _mail_reader(data: bytes) -> Callable[[bytes], Mail] | None:
    """What takes `data` apart, if it is a mail."""
    if is_mail(data[:HEAD]):
        from cv183_reports.intake.mail_message import read_mail  # noqa: PLC0415 - only where one came

        return read_mail
    if is_outlook_message(data):
        from cv183_reports.intake.outlook_message import read_outlook_message  # noqa: PLC0415

        return read_outlook_message
    return None


def _mails_in(source: BinaryIO) -> Iterator[bytes]:
    """The mails of a mailbox, one at a time; of one that is too big so much as tells that it is.

    Each begins with a line "From …", behind a blank line and before a header; within a mail such a
    line is quoted (mboxrd).
    """
    source.seek(0)
    first = source.readline(_LONGEST_LINE)
    while first and not first.removeprefix(_BOM).strip():
        first = source.readline(_LONGEST_LINE)
    lines: list[bytes] = []
    size, waiting, was_blank = 0, b"", False
    while line := source.readline(_LONGEST_LINE):
        if waiting and _HEADER.match(line):
            yield _QUOTED_FROM.sub(rb"\1", b"".join(lines))
            lines, size = [], 0
        elif waiting:
            lines.append(waiting)
            size += len(waiting)
        begins = _BETWEEN_MAILS.match(line) if was_blank else _SURELY_BETWEEN.match(line)
        waiting, was_blank = line if begins else b"", not line.strip()
        if not waiting and size <= _MAX_MAIL:
            lines.append(line)
            size += len(line)
    yield _QUOTED_FROM.sub(rb"\1", b"".join(lines))


def _packed_files(source: BinaryIO) -> list[tuple[str, ZipEntry]] | None:
    """Names and entries of a .zip of files; None when it is anything else.

    Raises:
        Refusal: a .zip of files that cannot be unpacked.
    """
    head = source.read(HEAD)
    if not head.startswith((ZIP, EMPTY_ZIP)) or opens_as_document(head):
        return None
    try:
        found = entries(source)
    except Refusal as refusal:
        if begins_as_document(head):
            return None
        if refusal.rule is files.TOO_MANY_PARTS:
            raise Refusal(files.ARCHIVE_TOO_MANY, limit=MAX_ENTRIES) from refusal
        raise Refusal(files.BROKEN_ARCHIVE) from refusal
    if is_document(found) or apple_kind(found):
        return None
    names = [(decoded_name(entry.raw_name, utf8=entry.utf8), entry) for entry in found]
    return [
        (shown_name(name), entry)
        for name, entry in names
        if entry.size or not name.endswith(("/", "\\"))
    ]
