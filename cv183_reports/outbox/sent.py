"""The book of what was sent in one month (sổ gửi, ``so-gui.jsonl``): one JSON object a line, only ever added to.

Every mail has two lines: that it is about to leave, on the disk before its first byte is on its way, and
what became of it. So no mail that left is unknown to the book, whatever ended the program: a fault,
a hand on Ctrl+C, the power. The price is a mail whose second line is missing. Nobody here can know
whether it arrived: the answer of the server may have been all that was lost. It is told as such and never
sent again by itself, for a unit that gets a thing twice is worse than one that is asked by telephone.
Who has asked there sends it again by naming the unit; it then bears the Message-ID that it had, by
which mail programs know two copies for one.

What was sent is told by address: of several addresses of a unit one may have been refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Struct

from cv183_reports.catalogue import outbox as catalogue
from cv183_reports.intake.guard import showable
from cv183_reports.model import Source
from cv183_reports.model.finding import Finding
from cv183_reports.workspace.written import add_lines, book_lines, bytes_if_there

_QUOTED = 400
"""Bytes of a line that a sentence may quote."""


class MailKind(Enum):
    """What is sent; the value is the folder of its drafts, and stands in the book."""

    TEMPLATES = "bieu-mau"
    RETURNS = "tra-lai"
    RECEIPTS = "da-nhan"
    REMINDERS = "don-doc"
    REPORTS = "bao-cao"

    def since(self, now: datetime) -> datetime | None:
        """From when on a mail that was sent still counts as sent; None: it always does."""
        return now - _REMINDED if self is MailKind.REMINDERS else None


_REMINDED = timedelta(hours=12)
"""Who owes is reminded in the morning again."""


class Fate(Enum):
    """What became of a mail; the value stands in the book."""

    LEAVING = "leaving"
    """It is about to be handed over. As the last word on it: nobody knows."""
    SENT = "sent"
    """The server took it."""
    NOT_SENT = "not-sent"
    """It certainly did not leave: refused, put off, or the connection broke before its end."""
    UNSURE = "unsure"
    """It was handed over whole, and the connection broke before the answer."""


class SentFile(Struct, frozen=True):
    """One file that went with a mail."""

    name: str
    sha256: str


class Posted(Struct, frozen=True):
    """One line: a mail to one unit, and what became of it at these addresses."""

    fate: Fate
    kind: MailKind
    unit: str
    """Code."""
    to: tuple[str, ...]
    subject: str
    files: tuple[SentFile, ...]
    about: str
    """See `MailDraft.about`."""
    message_id: str
    server: str
    """``mail.vidu.vn:587``."""
    answer: str
    """The server's own words."""
    at: Annotated[datetime, msgspec.Meta(tz=True)]

    @property
    def is_unsure(self) -> bool:
        """Whether, as the last word on a mail, it leaves open what became of it."""
        return self.fate in (Fate.LEAVING, Fate.UNSURE)

    @property
    def matter(self) -> Matter:
        """What makes it the same mail when it is to be sent again."""
        files = frozenset(file.sha256 for file in self.files)
        return Matter(self.kind, self.unit, files, self.about)


class Matter(Struct, frozen=True):
    """What one mail is: its kind, its unit, and what goes with it, whatever the files are called."""

    kind: MailKind
    unit: str
    files: frozenset[str]
    """SHA-256."""
    about: str


def not_given(standing: Mapping[str, Posted], to: Sequence[str]) -> tuple[str, ...]:
    """Those of the addresses `to` that certainly have not had a mail that stands so."""
    gone = {each for each, line in standing.items() if line.fate is not Fate.NOT_SENT}
    return tuple(address for address in to if address not in gone)


class SentBook(Struct, frozen=True):
    """All lines that can be read, in the order they were written."""

    lines: tuple[Posted, ...]
    findings: tuple[Finding, ...]

    def standing(self, matter: Matter, since: datetime | None = None) -> dict[str, Posted]:
        """Address → the last line on it, of that mail; `since` when it counts, None: ever since."""
        lines = (line for line in self.lines if since is None or line.at >= since)
        return {address: line for line in lines if line.matter == matter for address in line.to}

    def last(self, kind: MailKind, unit: str) -> Posted | None:
        """The last mail of that kind that the unit was sent."""
        sent = (line for line in reversed(self.lines) if line.fate is Fate.SENT)
        return next((line for line in sent if (line.kind, line.unit) == (kind, unit)), None)

    def units(self, kind: MailKind) -> frozenset[str]:
        """Codes of the units that were sent a mail of that kind."""
        return frozenset(
            line.unit for line in self.lines if line.kind == kind and line.fate is Fate.SENT
        )

    def unsure(self, kind: MailKind) -> frozenset[str]:
        """Codes of the units of which nobody knows whether a mail of that kind came to them."""
        last = {(line.kind, line.unit, each): line for line in self.lines for each in line.to}
        return frozenset(
            line.unit for line in last.values() if line.kind == kind and line.is_unsure
        )


_DECODER = msgspec.json.Decoder(Posted)
_ENCODER = msgspec.json.Encoder()


def read_book(path: Path) -> SentBook:
    """The book at `path`; an empty one where there is none yet.

    A line that was cut short is told and passed over: of its mail there is the line before it, or it
    never left. A whole line that only another version understands is an error: it may be of a mail that left.

    Raises:
        OSError: the machine does not give the file.
    """
    data = bytes_if_there(path)
    return SentBook((), ()) if data is None else _read(data, path.name)


def book_after(path: Path, decide: Callable[[SentBook], Iterable[Posted]]) -> None:
    """Adds the lines that `decide` says once it has seen the book; on the disk when this returns.

    Raises:
        OSError: the machine refused.
    """
    add_lines(path, lambda data: map(_ENCODER.encode, decide(_read(data, path.name))))


def _read(data: bytes, name: str) -> SentBook:
    lines: list[Posted] = []
    findings: list[Finding] = []
    for number, raw in book_lines(data):
        try:
            lines.append(_DECODER.decode(raw))
        except (msgspec.DecodeError, ValueError, RecursionError) as error:
            is_whole = isinstance(error, msgspec.ValidationError)
            rule = catalogue.UNKNOWN_LINE if is_whole else catalogue.BROKEN_LINE
            told = showable(raw[:_QUOTED].decode("utf-8", "replace"))
            findings.append(rule.at(Source(name), number=number, value=told))
    return SentBook(tuple(lines), tuple(findings))
