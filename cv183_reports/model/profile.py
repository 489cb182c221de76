"""What makes a register that of one dispatch and one province: who issues and signs, what is carried out, where a report draws its lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from cv183_reports.model.period import Period


@dataclass(frozen=True, slots=True)
class Issuer:
    """One body that issues a document of ours (cơ quan ban hành): its head, signing block and recipients."""

    superior: str
    """First line of the issuer block: ``TỈNH ỦY …``."""
    heading: str
    """Second line: ``BAN TỔ CHỨC``."""
    name: str
    """In a sentence: ``Ban Tổ chức Tỉnh ủy``."""
    number_code: str
    """After the slash of the document number: ``BTCTU``."""
    number: str
    """Of its report of the month; empty while unsigned."""
    signed_on: date | None
    """None while unsigned."""
    capacity: str
    """First, bold line of the signing block: ``K/T TRƯỞNG BAN``."""
    title: str
    """Second line; empty when the head signs."""
    signatory: str
    recipients: tuple[str, ...]
    """Nơi nhận, one each, without dash and end mark; the last is the file copy."""
    addressees: tuple[str, ...]
    """Whom its report is written to, in sentences; in official order."""
    subject: str
    """Trích yếu of its report without the month, its line ends where a head would break it."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From when on a report says what of a month: the only place, shown in sheet Thiết lập."""

    good: int = 95
    """Points of completion and of files in time from which a month goes well."""
    fair: int = 85
    """From which it goes well but for what is named."""
    poor: int = 70
    """From which it is finding its way; below, it lags."""
    moved: int = 1
    """Per cent of its last value by which an indicator must move to be named as better or worse."""
    repeated: int = 2
    """Months running that a unit is late, or sends nothing that counts, before it is named for it."""
    named: int = 5
    """Units that one sentence of judgement names at most."""
    shared: int = 5
    """Units that must share a proposal before the board puts it forward as its own."""
    outlying: int = 5
    """Robust deviations (1.4826 × MAD) from its own months beyond which a figure is called unusual."""
    outlying_months: int = 4
    """Months before that must be known for that."""


class Encryption(Enum):
    """How a connection to a mail server is kept from others; the value is what the register writes."""

    STARTTLS = "STARTTLS"
    TLS = "TLS"

    @property
    def port(self) -> int:
        """Where servers usually listen for it."""
        return {Encryption.STARTTLS: 587, Encryption.TLS: 465}[self]


@dataclass(frozen=True, slots=True)
class MailServer:
    """The office's own server, through which its mails leave. Its password stands nowhere."""

    host: str
    port: int
    encryption: Encryption
    user: str
    """Whom it knows; empty: it asks nobody."""
    sender: str
    """The address that mails come from."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Sheet Thiết lập: who issues, who signs, and the house style."""

    board: Issuer
    """Of the monthly report and the reminder; units send their files there."""
    office: Issuer
    """Of the report on the progress of the dispatch."""
    new_tone_marks: bool
    """True: uỷ, hoà; False: ủy, hòa (default)."""
    thresholds: Thresholds = Thresholds()
    mail_server: MailServer | None = None
    """None: none is named, or what is said of it cannot be used."""


@dataclass(frozen=True, slots=True)
class Dispatch:
    """The document that gives the obligations (công văn), as ours speak of it."""

    name: str
    """How documents cite it: ``Công văn số 12-CV/TU, ngày … của …``."""
    kind: str
    """What it is called once cited: ``Công văn``."""
    issuer: str
    matter: str
    """What it is about, after ``về``: ``triển khai Kết luận số …, ngày … của …``."""
    directive: str
    """The document above it that all of this carries out, for titles: ``Kết luận số …``."""
    begun_on: date
    """When what it asks for began: an earlier date may be a day taken for a month."""
    first_period: Period
    """The first month reported."""

    @property
    def earliest(self) -> date:
        """Nothing that it asks for was done before this day."""
        return date(self.begun_on.year, 1, 1)


@dataclass(frozen=True, slots=True)
class ListValue:
    """One value of a list that forms offer."""

    value: str
    in_sentence: str
    """As it stands inside a sentence: ``cấp xã``."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What makes the register that of one dispatch and one province."""

    dispatch: Dispatch
    place: str
    """Before the date of the documents, and of units that have no place of their own."""
    whole: str
    """All units together, as in ``số liệu toàn tỉnh``: ``toàn tỉnh``."""
    overall_report: str
    """Code of the obligation to report on all units, whose deadline is that of the monthly report; may be empty."""
    fields: tuple[ListValue, ...]
    """Of difficulties (Lĩnh vực)."""
    levels: tuple[ListValue, ...]
    """Who can settle proposals (Cấp giải quyết), the highest last."""
    causes: tuple[ListValue, ...]
    """Of difficulties (Nguyên nhân)."""
    direction_topic: str = ""
    """The topic of the indicators that say how the work is led (văn bản, cuộc kiểm tra); may be empty."""
