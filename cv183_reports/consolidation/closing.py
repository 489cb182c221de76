"""A month that is over, with all that later ones ask of it; and chot.json, a closed month as it was signed.

chot.json is written once, whole, and read back only if it is byte for byte what was written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from cv183_reports.catalogue import closing as catalogue
from cv183_reports.catalogue.files import is_nowhere, reason
from cv183_reports.consolidation.consolidate import Earlier
from cv183_reports.consolidation.progress import Point
from cv183_reports.model import Filing, Indicator, Period, Register, Source
from cv183_reports.model.consolidated import Consolidated
from cv183_reports.model.finding import Finding
from cv183_reports.model.frozen import Thawing, frozen, frozen_whole, thawed_whole
from cv183_reports.model.prose import TextDecision
from cv183_reports.workspace.folder import sha256


class MonthBefore(Struct, frozen=True):
    """What of one month had a part in the documents of later ones."""

    period: Period
    closed: str
    """SHA-256 of its chot.json; empty: it is open."""
    files: tuple[tuple[str, str], ...]
    """Of an open one the files that count, with their SHA-256."""


class KeptMonth(Struct, frozen=True):
    """One month as later ones see it; no file of it, or of those before, is read for that."""

    period: Period
    month: Consolidated
    """With the register of that time."""
    course: tuple[Point, ...]
    """The months before it, the oldest first, as its documents told them."""
    before: Earlier
    """What of the months before still counts after it, the latest first."""
    received: Mapping[str, str]
    """Every file it was made of, or that did not count: name → SHA-256."""
    history: tuple[MonthBefore, ...] = ()
    """Of the open months before it, and the closed one before those; empty once it is closed itself."""

    @property
    def by_unit(self) -> dict[str, Filing]:
        """The filings that counted."""
        return {filing.unit: filing for filing in self.month.accepted}

    @property
    def files(self) -> tuple[tuple[str, str], ...]:
        """The files that counted, with their SHA-256."""
        counted = {filing.file for filing in self.month.accepted}
        return tuple(each for each in self.received.items() if each[0] in counted)


def kept_told(kept: KeptMonth, *, briefly: bool = False) -> dict[str, Any]:
    """The month as JSON holds it, in named parts; `briefly` as in `frozen`."""
    told = partial(frozen, briefly=briefly)
    return {
        "period": str(kept.period),
        "received": dict(kept.received),
        "register": frozen_whole(kept.month.register),
        "ended": [frozen_whole(each) for each in _ended(kept)],
        "history": told(kept.history),
        "course": [told(point) for point in kept.course],
        "month": told(kept.month),
        "before": [
            {"period": str(period), "filings": {unit: told(f) for unit, f in filings.items()}}
            for period, filings in kept.before
        ],
    }


def _ended(kept: KeptMonth) -> Iterable[Indicator]:
    """Of which the months before tell, though the register of this one has them no more: as the last told them."""
    asked = {each.code for each in kept.month.register.indicators}
    told = (total.indicator for point in kept.course for total in point.totals)
    return {each.code: each for each in told if each.code not in asked}.values()


def told_kept(told: Mapping[str, Any], *, briefly: bool = False) -> KeptMonth:
    """What `kept_told` gave.

    Raises:
        Exception: it is none.
    """
    ended = [thawed_whole(each, Indicator) for each in told.get("ended", ())]
    thawing = Thawing(thawed_whole(told["register"], Register), ended, briefly=briefly)
    return KeptMonth(
        period=thawing.thawed(told["period"], Period),
        month=thawing.thawed(told["month"], Consolidated),
        course=thawing.thawed(told["course"], tuple[Point, ...]),
        before=tuple(
            (thawing.thawed(each["period"], Period), _filings(thawing, each["filings"]))
            for each in told["before"]
        ),
        received=told["received"],
        history=thawing.thawed(told["history"], tuple[MonthBefore, ...]),
    )


def _filings(thawing: Thawing, told: Mapping[str, object]) -> Mapping[str, Filing]:
    return {unit: thawing.thawed(each, Filing) for unit, each in told.items()}


FORMAT = 2
"""Of the file; what only adds to it leaves the number. The first told figures and plans twice."""


class _Accepted(Struct, frozen=True):
    accepted: list[msgspec.Raw]


class _Before(Struct, frozen=True):
    period: str
    filings: dict[str, msgspec.Raw]


class _Skimmed(Struct, frozen=True):
    """Of what `kept_told` gave, as bytes, where the filings lie."""

    period: str
    month: _Accepted
    before: list[_Before]
    format: int = FORMAT


class _OfUnit(Struct, frozen=True):
    unit: str


class _FilingsTold(Mapping[str, Filing]):
    """Filings by unit, each thawed when it is asked for: of a month long ago few are."""

    def __init__(self, told: Mapping[str, msgspec.Raw], thawing: Thawing) -> None:
        self._told, self._thawing = told, thawing

    def __getitem__(self, unit: str) -> Filing:
        return self._thawing.thawed(msgspec.json.decode(self._told[unit]), Filing)

    def __iter__(self) -> Iterator[str]:
        return iter(self._told)

    def __len__(self) -> int:
        return len(self._told)


def filings_told(data: bytes, register: Register, *, briefly: bool = False) -> Earlier:
    """What counted in the month that `data`, JSON of `kept_told`, tells; after it what of those before still counts.

    Raises:
        Exception: it is none, or of a later format.
    """
    told = msgspec.json.decode(data, type=_Skimmed)
    if told.format > FORMAT:
        raise ValueError(told.format)
    thawing = Thawing(register, briefly=briefly)
    counted = {msgspec.json.decode(raw, type=_OfUnit).unit: raw for raw in told.month.accepted}
    months = [(told.period, counted), *((each.period, each.filings) for each in told.before)]
    return [
        (thawing.thawed(period, Period), _FilingsTold(filings, thawing))
        for period, filings in months
    ]


class SignedPaper(Struct, frozen=True):
    """One file that was signed, as it was given: a document, or the scan of one."""

    name: str
    sha256: str
    """It is kept under it."""
    called: str = ""
    """What it is, in words for a clerk; empty: a scan, which nobody read."""
    wanted: str = ""
    """What `build` calls the document that it is; empty: a scan."""
    figures: int = 0
    """Numbers and days that were compared with the data."""
    misprints: int = 0
    """Places that differed all the same."""
    left: int = 0
    """Comments, highlights and the like that were left in it."""


class Published(Struct, frozen=True):
    """One month as it was signed (số đã công bố)."""

    kept: KeptMonth
    """With texts as staff edited them."""
    closed: datetime
    program: str
    """Version of the program that closed it."""
    register_sha256: str
    """Of the file data/danh-muc.xlsx."""
    signed: tuple[SignedPaper, ...]
    reason: str
    """Why it was closed though a paper differs from the data; empty: none does."""
    decisions: Mapping[str, TextDecision]
    """What staff decided on its assessments, by key."""
    inbox: Mapping[str, int]
    """Every file that lay in the folder nop: path within it → bytes."""
    sha256: str = ""
    """Of the file chot.json."""

    @property
    def period(self) -> Period:
        """The month."""
        return self.kept.period

    @property
    def month(self) -> Consolidated:
        """What its documents say."""
        return self.kept.month


def written(published: Published) -> bytes:
    """The file; the same month gives the same bytes."""
    told = {
        "format": FORMAT,
        "closed": published.closed.isoformat(),
        "program": published.program,
        "signed": frozen(published.signed),
        "reason": published.reason,
        "register_sha256": published.register_sha256,
        "inbox": dict(published.inbox),
        "decisions": {key: frozen(each) for key, each in published.decisions.items()},
        **kept_told(published.kept),
    }
    # A line for each part: who looks into it with an editor finds his way.
    parts = (f"{json.dumps(key)}: {_compact(value)}" for key, value in told.items())
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode()


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def read_published(path: Path, digest: str, shown: str) -> Published | Finding:
    """The month that `path` holds; or what is wrong with the file.

    Args:
        path: where chot.json lies.
        digest: SHA-256 of it, as the ledger has it.
        shown: the path as a clerk reads it.
    """
    place = Source(shown)
    try:
        data = path.read_bytes()
    except OSError as error:
        if is_nowhere(error):
            return catalogue.GONE.at(place)
        return catalogue.UNREADABLE.at(place, reason=reason(error))
    if sha256(data) != digest:
        return catalogue.CHANGED.at(place)
    try:
        found = _published(data, digest)
    except Exception:  # noqa: BLE001 - whatever a program of another day wrote there
        return catalogue.NOT_UNDERSTOOD.at(place)
    return found if isinstance(found, Published) else catalogue.NEWER.at(place, program=(found,))


@lru_cache(maxsize=2)
def _published(data: bytes, digest: str) -> Published | str:
    """The month, understood once in a run; of a later format the version of the program that wrote it."""
    told = json.loads(data)
    if told["format"] > FORMAT:
        return str(told["program"])
    return Published(
        kept=told_kept(told),
        closed=thawed_whole(told["closed"], datetime),
        program=told["program"],
        register_sha256=told["register_sha256"],
        signed=thawed_whole(told["signed"], tuple[SignedPaper, ...]),
        reason=told["reason"],
        decisions=thawed_whole(told["decisions"], dict[str, TextDecision]),
        inbox=told["inbox"],
        sha256=digest,
    )
