"""A mail taken apart: what is attached, who sent it, and when it came, in every way that mailers write instants."""

from __future__ import annotations

import re
import unicodedata
from binascii import Error as NotBase64
from binascii import a2b_base64
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from quopri import decodestring

from msgspec import Struct

from cv183_reports.catalogue import intake as mails
from cv183_reports.intake.guard import (
    decoded_name,
    is_mail,
    is_picture,
    may_be_sent,
    showable,
    shown_name,
)
from cv183_reports.intake.wrappings import in_envelope, is_envelope
from cv183_reports.model import LOCAL, Claim, Receipt, Source
from cv183_reports.model.finding import Finding, Rule, quote
from cv183_reports.ooxml.archive import Refusal

_LONGEST_HEADER = 1_000
"""Characters of a date that are looked at."""


class Stamp(Struct, frozen=True):
    """What the header of a mail tells of when it came."""

    at: datetime | None
    """None: all that it tells cannot be read."""
    evidence: str
    """Sentence with a field ``{mail}`` that says what tells `at`; empty without it."""
    unread: tuple[tuple[str, str], ...] = ()
    """What should have told it: a sentence with fields ``{mail}`` and ``{value}``, and the value."""


def stamp(received: Sequence[str], *others: tuple[datetime | str | None, str]) -> Stamp | None:
    """What tells when a mail came; None where nothing even tries.

    Args:
        received: the values of its Received headers. The topmost is the word of our own server.
        others: what tells it where that does not, the best first: an instant, or a date as text;
            and the sentence that says so.
    """
    unread = []
    if received and (text := _date_of_trace(received[0])):
        at = instant_of(text)
        if at is not None:
            return Stamp(at, mails.BY_RECEIVED)
        unread.append((mails.UNREADABLE_RECEIVED, text))
    for told, evidence in others:
        at = instant_of(told) if isinstance(told, str) else told
        if at is not None:
            return Stamp(at, evidence, tuple(unread))
        if isinstance(told, str) and told.strip():
            unread.append((mails.UNREADABLE_DATE, told))
    return Stamp(None, "", tuple(unread)) if unread else None


def instant_of(text: str) -> datetime | None:
    """The one instant that `text` can mean, local time; None where it means none, or several.

    A date that names no zone is local; a comment may name it.
    """
    masked, comments = _masked(unicodedata.normalize("NFKC", text[:_LONGEST_HEADER]).lower())
    plain = " ".join(masked.split()).strip(" ,;.")
    zones = [offset for each in comments if (offset := _zone(each)) is not None]
    default = zones[0] if zones else LOCAL
    found = {
        at
        for shape in _SHAPES
        if (told := shape.fullmatch(plain)) and (at := _read(told.groupdict(), default))
    }
    return found.pop() if len(found) == 1 else None


def _date_of_trace(header: str) -> str:
    """The date of a Received header: behind its last semicolon; without one, at its end."""
    masked, _ = _masked(header)
    semicolon = masked.rfind(";")
    if semicolon >= 0:
        return header[semicolon + 1 :].strip()
    found = _AT_THE_END.search(header)
    return (found[0] if found else header).strip()


def _masked(text: str) -> tuple[str, list[str]]:
    """`text` with its comments blanked out, and what stands in them (RFC 5322: they nest)."""
    shown, comments, depth = list(text), list[str](), 0
    for at, character in enumerate(text):
        if character == "(":
            depth += 1
            if depth == 1:
                comments.append("")
        elif depth and character != ")":
            comments[-1] += character
        if depth or character == ")":
            shown[at] = " "
        if character == ")" and depth:
            depth -= 1
    return "".join(shown), comments


_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|t[2-7]|cn|thứ \w+|chủ nhật)?\s?[.,]*\s*"
_MONTH = r"(?P<name>[a-z]{3,9}|th(?:g|áng)?\.?\s?\d{1,2})\.?"
_TIME = (
    r"(?P<hour>\d{1,2})\s?[:.h]\s?(?P<minute>\d\d)(?:\s?[:.]\s?(?P<second>\d\d)(?:[.,]\d+)?)?"
    r"\s?(?P<half>am|pm|a\.m|p\.m|sa|ch)?\.?"
)
_ZONE = r"[\s,]*(?P<zone>\D.*|)"
_YEAR = r"(?P<year>\d{4}|\d{2,3})"
_BETWEEN = r"(?:[\s,]*(?:at|lúc)\s|[\s,]*)"
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        # Mon, 22 Sep 2025 15:59:00 +0700 · 22-Sep-25 3:59 PM · T2, 22 thg 9, 2025 15:59
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})[\s./-]*{_MONTH},?[\s./-]*{_YEAR}{_BETWEEN}{_TIME}{_ZONE}",
        # Monday, September 22, 2025 3:59 PM · Mon Sep 22 2025 15:59:00 GMT+0700
        rf"{_WEEKDAY}{_MONTH}\s?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s,]+(?P<year>\d{{4}}){_BETWEEN}{_TIME}{_ZONE}",
        # Mon Sep 22 15:59:00 2025 · Mon Sep 22 15:59:00 ICT 2025
        rf"{_WEEKDAY}{_MONTH}\s(?P<day>\d{{1,2}})\s{_TIME}\s(?P<zone>[a-z]{{1,5}}|[a-z]{{0,3}}[+-]\d\d:?\d\d)\s(?P<year>\d{{4}})",
        rf"{_WEEKDAY}{_MONTH}\s(?P<day>\d{{1,2}})\s{_TIME}\s(?P<year>\d{{4}}){_ZONE}",
        # 2025-09-22T15:59:00+07:00 · 20250922T085900Z
        rf"{_WEEKDAY}(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})[\s,]?t?\s?{_TIME}{_ZONE}",
        r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)t?(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?"
        + _ZONE,
        # 22/9/2025 15:59 · 15:59 22/9/2025; of 5/9 nobody knows which is the month
        *(
            shape
            for pair in (("day", "month"), ("month", "day"))
            for date in [rf"(?P<{pair[0]}>\d\d?)[/.-](?P<{pair[1]}>\d\d?)[/.-](?P<year>\d{{4}})"]
            for shape in (
                rf"{_WEEKDAY}{date}{_BETWEEN}{_TIME}{_ZONE}",
                rf"{_TIME}(?P<zone>)[\s,]+(?:ngày )?{_WEEKDAY}{date}",
            )
        ),
    )
)
_AT_THE_END = re.compile(
    r"(?:\w{2,9},?\s+)?\d{1,2}[\s-][A-Za-z]{3,9}[\s-]\d{2,4}\s.{1,60}$", re.DOTALL
)
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_SHORTEST_MONTH = 3
_AFTERNOON = {"am": 0, "a.m": 0, "sa": 0, "pm": 12, "p.m": 12, "ch": 12}
_NOON = 12
_LAST_SECOND = 59
_FULL_YEAR, _CENTURY_TURNS = 1_000, 50
"""Years of fewer digits count from 1900 (RFC 5322), those below 50 from 2000."""


def _read(told: dict[str, str | None], default: timezone) -> datetime | None:
    """The instant of which these are the parts; None where there is none such."""
    zone = told["zone"] or ""
    offset = _zone(zone) if zone.strip(" ,;.") else default
    month, hour = _month(told), _hour(told)
    if offset is None or month is None or hour is None:
        return None
    second = min(int(told["second"] or 0), _LAST_SECOND)  # a leap second is none to us
    with suppress(ValueError, OverflowError):
        at = datetime(
            _year(told["year"] or ""), month, int(told["day"] or 0),
            hour, int(told["minute"] or 0), second, tzinfo=offset,
        )  # fmt: skip
        return at.astimezone(LOCAL)
    return None


def _year(text: str) -> int:
    year = int(text)
    if year >= _FULL_YEAR or len(text) > 3:  # noqa: PLR2004
        return year
    return year + (2000 if year < _CENTURY_TURNS else 1900)


def _month(told: dict[str, str | None]) -> int | None:
    if told.get("month"):
        return int(told["month"] or 0)
    name = told["name"] or ""
    if name[-1:].isdigit():
        return int(re.sub(r"\D", "", name))
    named = [
        n
        for n, month in enumerate(_MONTHS, 1)
        if month.startswith(name) or name == "sept" == month[:4]
    ]
    return named[0] if len(named) == 1 and len(name) >= _SHORTEST_MONTH else None


def _hour(told: dict[str, str | None]) -> int | None:
    hour, half = int(told["hour"] or 0), told.get("half")
    if not half:
        return hour
    return hour % _NOON + _AFTERNOON[half] if 1 <= hour <= _NOON else None


_HOURS = {
    "z": 0, "gmt": 0, "utc": 0, "ut": 0, "coordinated universal time": 0, "greenwich mean time": 0,
    "ict": 7, "wib": 7, "indochina time": 7, "se asia standard time": 7,
    "asia/ho_chi_minh": 7, "asia/saigon": 7, "asia/bangkok": 7, "asia/jakarta": 7, "asia/vientiane": 7,
    "hkt": 8, "sgt": 8, "myt": 8, "pht": 8, "awst": 8, "china standard time": 8,
    "singapore standard time": 8, "asia/singapore": 8, "asia/shanghai": 8, "asia/hong_kong": 8,
    "jst": 9, "kst": 9, "tokyo standard time": 9, "korea standard time": 9, "asia/tokyo": 9, "asia/seoul": 9,
    "aest": 10, "aedt": 11, "nzst": 12, "wet": 0, "west": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3,
    "edt": -4, "est": -5, "cdt": -5, "mdt": -6, "mst": -7, "pdt": -7, "pst": -8,
}  # fmt: skip
"""Names of zones with one meaning; CST, IST and BST have several."""
_OFFSET = re.compile(
    r"(?:gmt|utc|ut|z|ict)?\s?([+\N{MINUS SIGN}\N{EN DASH}-])\s?"
    r"(?:(\d\d)\s?:?(\d\d)|(\d)\s?:?(\d\d)|(\d\d?))(?::\d\d)?(?:\s[a-z/_ ]*)?"
)
_FARTHEST = 15
"""Hours from Greenwich."""


def _zone(text: str) -> timezone | None:
    """The zone that `text` names: an offset, or a name; None for one that we do not know."""
    name = " ".join(text.lower().split()).strip(" ,;.")
    if name in _HOURS:
        return timezone(timedelta(hours=_HOURS[name]))
    found = _OFFSET.fullmatch(name)
    if not found:
        return None
    hours, minutes = (
        int(next(filter(None, found.group(*each)), "0")) for each in ((2, 4, 6), (3, 5))
    )
    if hours >= _FARTHEST or minutes > _LAST_SECOND:
        return None
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(offset if found[1] == "+" else -offset)


MAX_ATTACHMENTS = 2_000
MAX_FORWARDED = 4
"""Mails within mails that are taken apart."""
_ORNAMENTS = frozenset(
    f"{main}/{sub}"
    for main in ("text", "application")
    for sub in ("calendar", "ics", "vcard", "x-vcard", "directory", "pgp-signature")
) | {"application/pkcs7-signature", "application/x-pkcs7-signature"}
_HEADERS_ONLY = "text/rfc822-headers"
"""The head of a mail that could not be delivered."""
_ORNAMENT_NAMES = (".ics", ".vcf", ".p7s")


class Attachment(Struct, frozen=True):
    """One thing that a mail carries."""

    name: str
    """Fit to be shown; never empty, no folder."""
    content: bytes | Mail | Rule
    """Its bytes; the mail that was forwarded in it; or why neither can be had."""
    is_ornament: bool = False
    """Belongs to the letter, not to what is sent with it: a picture shown in it, a signature."""
    is_returned: bool = False
    """The letter that a server could not deliver: in our mailbox it is one of our own."""


class Mail(Struct, frozen=True):
    """One mail (thư)."""

    subject: str
    sender: str
    """Bare address of From, lower case; empty where there is none."""
    stamp: Stamp | None
    """None: nothing in the mail tells when it came."""
    attachments: tuple[Attachment, ...] = ()
    links: tuple[str, ...] = ()
    """Addresses of files kept in a cloud that its text or its attachments point to."""
    is_automatic: bool = False
    is_cut: bool = False
    """It ends before its end, or a part of it cannot be found."""

    @property
    def shown(self) -> str:
        """How a sentence calls it: ``thư “Báo cáo tháng 9” từ a@b.vn``."""
        mail = (
            mails.MAIL_ABOUT.format(subject=quote(self.subject))
            if self.subject
            else mails.SOME_MAIL
        )
        return mails.MAIL_FROM.format(mail=mail, sender=self.sender) if self.sender else mail

    @property
    def receipt(self) -> Receipt:
        """When it came, as far as it tells: the time of the file that it was saved in tells nothing."""
        unread = tuple(Claim(said, None) for said in self._unread)
        if self.stamp is None:
            return Receipt(None, mails.NO_TIME.format(mail=self.shown))
        if self.stamp.at is None:
            return Receipt(None, "; ".join(claim.evidence for claim in unread))
        return Receipt(self.stamp.at, self.stamp.evidence.format(mail=self.shown), unread)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """What it tells of its time where it lies in another mail: anybody can have written that."""
        receipt = self.receipt
        return (Claim(receipt.evidence, receipt.at),) if receipt.at is not None else ()

    @property
    def _unread(self) -> tuple[str, ...]:
        unread = self.stamp.unread if self.stamp else ()
        return tuple(
            sentence.format(mail=self.shown, value=quote(legible(value)))
            for sentence, value in unread
        )

    def carried(self, *, is_inner: bool) -> tuple[Attachment, ...]:
        """What is sent with it; a letter that came back is only where it came back to somebody else."""
        sent = (each for each in self.attachments if not each.is_ornament)
        return tuple(each for each in sent if is_inner or not each.is_returned)

    def finding(self, file: str, *, is_inner: bool) -> Finding | None:
        """What is to be said of the mail itself, lying at `file`; `is_inner`: in another mail."""
        place, carries = Source(file), bool(self.carried(is_inner=is_inner))
        if self.is_automatic and not carries:
            return mails.AUTOMATIC.at(place)
        if self.is_cut:
            return mails.TRUNCATED.at(place)
        if self.links:
            rule = mails.ALSO_LINKS if carries else mails.ONLY_LINKS
            return rule.at(place, places=tuple(dict.fromkeys(map(place_of, self.links))))
        return None if carries else mails.WITHOUT_FILES.at(place)


def is_ornament(mime: str, name: str, content: object, *, is_shown: bool) -> bool:
    """Whether a part belongs to the letter itself; `is_shown`: it stands within its text.

    What may be a form is none, whatever the part declares itself to be.
    """
    if mime == _HEADERS_ONLY:
        return not may_be_sent(content) or (isinstance(content, bytes) and is_mail(content))
    if may_be_sent(content) or _is_signed_content(mime, content):
        return False
    if mime in _ORNAMENTS or mime.startswith("message/") or name.lower().endswith(_ORNAMENT_NAMES):
        return True
    return is_shown and (mime.startswith("image/") or is_picture(content))


def _is_signed_content(mime: str, content: object) -> bool:
    """Whether something was signed that lies in `content` itself; a signature alone is an ornament."""
    if not (isinstance(content, bytes) and is_envelope(content)):
        return False
    try:
        return in_envelope(content) is not None
    except Refusal:
        return mime not in _ORNAMENTS


_LONGEST = 8_192
"""Characters of a header that are looked at."""
_LONGEST_NAME, _NAME_BEGINS, _NAME_ENDS = 200, 180, 19
"""Characters of a file name that are shown."""
_NOT_IN_NAMES = re.compile(r"[^\w.+-]+")
_WORD = re.compile(r"=\?([\w.:+-]{1,40})(?:\*[\w-]{0,20})?\?([bBqQ])\?([^?]*)\?=")
_IN_BRACKETS = re.compile(r"<([^<>@\s]{1,128}@[^<>@\s]{1,255})>")
_BARE = re.compile(r"[^\s<>()\",;:@\\]{1,128}@[^\s<>()\",;:@\\]{1,255}")


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


def attachment_name(raw: str) -> str:
    """The name of an attachment, fit to be shown, without the folders of the sender; may be empty."""
    name = legible(raw).strip("\"' ")
    shown = shown_name(name).rpartition("/")[2] if name else ""
    return shown if len(shown) <= _LONGEST_NAME else f"{shown[:_NAME_BEGINS]}…{shown[-_NAME_ENDS:]}"


def mail_name(subject: str) -> str:
    """The name of a mail that has none of its own, by its subject; may be empty."""
    title = _NOT_IN_NAMES.sub(" ", subject).strip()
    return attachment_name(f"{title}.eml") if title else ""


def address(raw: str) -> str:
    """The bare address in a From header, lower case; empty where there is none."""
    text = raw[:_LONGEST]
    found = _IN_BRACKETS.findall(text) or _BARE.findall(text)[:1]
    return legible(found[-1]).casefold() if found else ""


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


_LOOKED_AT = 1024 * 1024
"""Bytes of one text."""
_LINK = re.compile(rb"https?://([a-z0-9.-]{3,100})/[!#-;=?-~]{1,2000}", re.IGNORECASE)
"""An address of ASCII, up to a blank, a quote or an angle bracket."""
_TRAILING = ".,;:)]'*"


def cloud_links(texts: Iterable[bytes]) -> tuple[str, ...]:
    """The addresses of cloud storage in `texts`, each once, in the order they stand."""
    found: dict[str, None] = {}
    for text in texts:
        for link in _LINK.finditer(text[:_LOOKED_AT]):
            if is_cloud(link[1].decode("ascii")):
                found.setdefault(link[0].decode("ascii").replace("&amp;", "&").rstrip(_TRAILING))
    return tuple(found)


def is_cloud(host: str) -> bool:
    """Whether files lie at `host` for others to fetch."""
    return _cloud(host) is not None


def place_of(link: str) -> str:
    """What people call the place that `link` leads to; the address itself is nobody's to open."""
    host = re.match(r"https?://([^/:?#]*)", link, re.IGNORECASE)
    return (_cloud(host[1]) or mails.SOME_SITE) if host else mails.SHARED_FOLDER


def _cloud(host: str) -> str | None:
    names = (name for at, name in mails.CLOUDS.items() if f".{host.lower()}".endswith(f".{at}"))
    return next(names, None)
