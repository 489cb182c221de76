"""Header fields of a mail: text in whatever encoding mailers wrote it, addresses, instants."""

from __future__ import annotations

import re
from binascii import Error as NotBase64
from binascii import a2b_base64
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from quopri import decodestring

from cv183_reports.catalogue import intake as mails
from cv183_reports.intake.entry_names import decoded_name, showable, shown_name
from cv183_reports.intake.mail import Stamp
from cv183_reports.model import LOCAL

_LONGEST = 8_192
"""Characters of a header that are looked at."""
_LONGEST_NAME, _NAME_BEGINS, _NAME_ENDS = 200, 180, 19
"""Characters of a file name that are shown."""
_WORD = re.compile(r"=\?([\w.:+-]{1,40})(?:\*[\w-]{0,20})?\?([bBqQ])\?([^?]*)\?=")
_IN_BRACKETS = re.compile(r"<([^<>@\s]{1,128}@[^<>@\s]{1,255})>")
_BARE = re.compile(r"[^\s<>()\",;:@\\]{1,128}@[^\s<>()\",;:@\\]{1,255}")
_SANE_YEARS = range(2000, 2100)
"""A clock that tells another year was never set."""
_UNKNOWN_ZONE = re.compile(r"-0000\s*(?:\(.*\))?\s*")
"""RFC 5322: an instant in UTC, told by a machine that does not know where it stands."""


def legible(raw: str) -> str:
    """A header value as text: NFC, one line, encoded words (RFC 2047) and raw 8-bit bytes decoded.

    Encoded words are decoded wherever they stand, in file names too, where no standard allows
    them and most mailers write them; neighbours are joined first: a letter may be cut in two.
    """
    text = raw[:_LONGEST]
    if any("\udc80" <= character <= "\udcff" for character in text):
        text = decoded_name(text.encode("utf-8", "surrogateescape"), utf8=False)
    text = "".join(_decoded_words(text)) if "=?" in text else text
    return showable(" ".join(text.split()))


def file_name(raw: str) -> str:
    """The name of an attachment, fit to be shown, without the folders of the sender; may be empty."""
    name = legible(raw).strip("\"' ")
    shown = shown_name(name).rpartition("/")[2] if name else ""
    return shown if len(shown) <= _LONGEST_NAME else f"{shown[:_NAME_BEGINS]}…{shown[-_NAME_ENDS:]}"


def address(raw: str) -> str:
    """The bare address in a From header, lower case; empty where there is none."""
    text = raw[:_LONGEST]
    found = _IN_BRACKETS.findall(text) or _BARE.findall(text)[:1]
    return legible(found[-1]).casefold() if found else ""


def stamp(received: Sequence[str], dates: Sequence[str]) -> tuple[Stamp | None, bool]:
    """What tells when a mail came: the topmost Received, else Date; whether Received tells nothing."""
    at = _instant(received[0][:_LONGEST].rpartition(";")[2]) if received else None
    if at is not None:
        return Stamp(at, mails.BY_RECEIVED), False
    at = _instant(dates[0][:_LONGEST]) if dates else None
    return None if at is None else Stamp(at, mails.BY_DATE), bool(received)


def sane(at: datetime) -> datetime | None:
    """An instant in local time; None when no true clock can have told it."""
    return at.astimezone(LOCAL).replace(microsecond=0) if at.year in _SANE_YEARS else None


def _instant(text: str) -> datetime | None:
    """A date of RFC 5322 that names its zone; None for anything else."""
    try:
        at = parsedate_to_datetime(" ".join(text.split()))
        if at.tzinfo is None:
            at = at.replace(tzinfo=UTC) if _UNKNOWN_ZONE.search(text) else at
        return None if at.tzinfo is None else sane(at)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _decoded_words(text: str) -> list[str]:
    """`text` in pieces, its encoded words decoded."""
    pieces: list[str] = []
    pending, charset, at = b"", "", 0
    for word in _WORD.finditer(text):
        gap = text[at : word.start()]
        at = word.end()
        if gap.strip() or not pending or word[1].lower() != charset:
            pieces += [_in_charset(pending, charset), "" if pending and not gap.strip() else gap]
            pending = b""
        charset = word[1].lower()
        pending += _bytes_of(word)
    return [*pieces, _in_charset(pending, charset), text[at:]]


def _bytes_of(word: re.Match[str]) -> bytes:
    encoded = word[3].encode("utf-8", "replace")
    if word[2] in "qQ":
        return decodestring(encoded, header=True)
    try:
        return a2b_base64(encoded + b"==")
    except NotBase64:
        return word[0].encode("utf-8", "replace")


def _in_charset(data: bytes, charset: str) -> str:
    try:
        return data.decode(charset or "ascii")
    except (LookupError, ValueError):
        return decoded_name(data, utf8=False)
