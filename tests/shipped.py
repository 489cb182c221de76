"""What ships with the repository: the register, the invented months, and working folders laid out of them."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl

from cv183_reports.model import Period, Register
from cv183_reports.register.reader import read_register
from cv183_reports.sample.month import SEED, Sending, sendings
from cv183_reports.spreadsheet.grid import Workbook
from cv183_reports.spreadsheet.xlsx import read_workbook

REPOSITORY = Path(__file__).resolve().parent.parent
MONTHS = ("2025-08", "2025-09")
"""The invented ones."""
FEW = frozenset(("10507", "10903", "11329", "11383", "11560", "btc-tu", "du-ubnd", "so-noi-vu"))
"""Units enough, beside those with a fault in what they sent, where not all 142 are needed."""
NAMED = frozenset(
    ("btc-tu", "btgdv-tu", "du-mttq", "du-ubnd", "tct-to-hieu", "ubkt-tu", "vp-tu"),
)
"""Units that the register's obligations name: it is not whole without them."""
FIRST_ROW = 4
"""Under the header, on every sheet of the register."""

SHIPPED = REPOSITORY / "data" / "danh-muc.xlsx"


@cache
def book_at(path: Path) -> Workbook:
    book, _ = read_workbook(path.read_bytes(), path.name)
    assert book is not None
    return book


@cache
def register_at(path: Path) -> Register:
    register, _ = read_register(book_at(path), lambda: book_at(SHIPPED))
    assert register is not None
    return register


def shipped_register() -> Register:
    return register_at(SHIPPED)


def archive_of(month: str, root: Path = REPOSITORY) -> Path:
    """The .zip that holds what the units sent in an invented month."""
    (path,) = (root / "data" / month / "nop").glob("*.zip")
    return path


@cache
def sent(month: str) -> tuple[tuple[Sending, bytes], ...]:
    """What all units sent in an invented month, faults planted in it, in the order of receipt."""
    period = Period.parse(month)
    assert period is not None
    with zipfile.ZipFile(archive_of(month)) as archive:
        return tuple(
            (each, archive.read(each.name)) for each in sendings(shipped_register(), period, SEED)
        )


def lay(folder: Path, *, months: tuple[str, ...] = (), few: bool = False) -> Path:
    """A working folder: the repository's register and templates, and the months asked for.

    Of a month with `few` senders there is what FEW sent and everything faulty; it takes a fifth of the time.
    """
    (folder / "data").mkdir(parents=True)
    shutil.copy(REPOSITORY / "data" / "danh-muc.xlsx", folder / "data")
    shutil.copytree(REPOSITORY / "templates", folder / "templates")
    for month in months:
        shutil.copytree(REPOSITORY / "data" / month, folder / "data" / month)
        if few:
            _thin_out(month, archive_of(month, folder))
    return folder


def _thin_out(month: str, archive: Path) -> None:
    wanted = {each.name for each, _ in sent(month) if each.fault or each.unit.code in FEW}
    with zipfile.ZipFile(archive) as old:
        entries = [(entry, old.read(entry)) for entry in old.infolist() if entry.filename in wanted]
    with zipfile.ZipFile(archive, "w") as new:
        for entry, data in entries:
            new.writestr(entry, data)


def keep_senders(register: Path, *others: str) -> None:
    """Leaves of the units those that send in a month of `few` senders, those that are named, and `others`."""
    senders = {
        each.unit.code
        for month in MONTHS
        for each, _ in sent(month)
        if each.fault or each.unit.code in FEW
    }
    keep_rows(register, {"Đơn vị": {*senders, *NAMED, *others}})


def keep_rows(register: Path, kept: Mapping[str, Collection[str]]) -> None:
    """Leaves of the sheets of a register that are named only the rows of these codes."""
    edit_register(
        register, _keep_rows, tuple((name, frozenset(codes)) for name, codes in kept.items())
    )


def _keep_rows(book: openpyxl.Workbook, kept: Iterable[tuple[str, Collection[str]]]) -> None:
    for name, codes in kept:
        sheet = book[name]
        for row in range(sheet.max_row, FIRST_ROW - 1, -1):
            if str(sheet.cell(row, 1).value) not in codes:
                sheet.delete_rows(row)


def edit_register(register: Path, edit: Callable[..., None], *told: Hashable) -> None:
    """What came of the same edit of the same register is taken again: it then need not be read again either."""
    register.write_bytes(_edited(register.read_bytes(), edit, *told))


@cache
def _edited(data: bytes, edit: Callable[..., None], *told: Hashable) -> bytes:
    book = openpyxl.load_workbook(BytesIO(data))
    edit(book, *told)
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()
