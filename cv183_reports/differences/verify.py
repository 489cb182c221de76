"""A document to be signed against the month's own rendering of it: what it states otherwise.

Wording may change freely; numbers, dates, numbers of documents, names of units and cells of tables may not.
Two wordings of one paragraph are told apart by what they state.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from enum import Enum
from itertools import groupby, starmap

from msgspec import Struct, field

from cv183_reports.differences.comparison import DocumentLine, Pair, aligned, cell_under
from cv183_reports.differences.stated import (
    Sort,
    Stated,
    UnitNames,
    in_full,
    stated_in,
    words_of,
)
from cv183_reports.vietnamese.parsing import spelt_number
from cv183_reports.vietnamese.text import fold

_NEAR = 5
"""Words before and behind two figures that stand at the same place beyond doubt."""
_JOINS = frozenset({",", ";", "và", "."})
"""What falls away with a name that is taken out of a list."""


class Wording(Struct, frozen=True):
    """A text and what it states."""

    text: str
    stated: tuple[Stated, ...]


class Restated(Struct):
    """What became of the things that one wording states, in another."""

    differ: list[tuple[Stated, Stated]] = field(default_factory=list)
    """(as it should be, as it stands)."""
    lost: list[tuple[Stated, str]] = field(default_factory=list)
    """What should stand, and the words that stand in its place; empty: nothing does."""
    added: list[Stated] = field(default_factory=list)


Piece = tuple[str, Stated | None]
"""A word, or a thing that is stated under the name of its sort."""


class _Loose(Struct):
    """What has no sure counterpart, on both sides."""

    pairs: list[tuple[Stated, Stated]] = field(default_factory=list)
    gone: list[tuple[Stated, str | None]] = field(default_factory=list)
    """With the words in its place; None: its clause went with it."""
    new: list[Stated] = field(default_factory=list)


def restated(right: Wording, stands: Wording) -> Restated:
    """What `stands` states otherwise than `right`; a clause that is gone is no difference.

    Words and things are aligned with the things masked, so that a figure is compared with what stands
    between the same words; one that only moved is none.
    """
    found, loose = Restated(), _Loose()
    wanted, given = list(_pieces(right)), list(_pieces(stands))
    _as_listed(given, wanted)
    here, there = [mask for mask, _ in wanted], [mask for mask, _ in given]
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, here, there, autojunk=False).get_opcodes():
        is_one = i2 - i1 == j2 - j1 == 1 and _sort(wanted[i1]) is _sort(given[j1]) is not None
        if kind != "equal" and not is_one:
            _loosen(loose, wanted[i1:i2], given[j1:j2])
            continue
        for i, j in zip(range(i1, i2), range(j1, j2), strict=True):
            one, other = wanted[i][1], given[j][1]
            if one and other and not _same(one, other):
                is_firm = _around(wanted, i) == _around(given, j)
                (found.differ if is_firm else loose.pairs).append((one, other))
    _settle(found, loose)
    return found


def _same(right: Stated, stands: Stated) -> bool:
    return right.agrees(stands) or stands.fills(right) or stands.rounds(right)


def _pieces(wording: Wording) -> Iterator[Piece]:
    at = 0
    for each in wording.stated:
        yield from ((word, None) for word in words_of(wording.text[at : each.start]))
        # A name stands for itself: lists of names are shortened and turned about.
        own = each.value[0] if each.sort is Sort.UNIT else ""
        yield f"\0{each.sort.name} {own}", each
        at = each.end
    yield from ((word, None) for word in words_of(wording.text[at:]))


def _as_listed(given: list[Piece], wanted: Sequence[Piece]) -> None:
    """Puts lists of the same names into the order that is wanted: nothing stands between names but what joins them."""
    lists = [[wanted[at] for at in places] for places in _lists(wanted)]
    for places in _lists(given):
        names = sorted(given[at][0] for at in places)
        same = next((known for known in lists if sorted(n for n, _ in known) == names), None)
        held = {given[at][0]: given[at] for at in places}
        for at, (name, _) in zip(places, same or (), strict=False):
            given[at] = held[name]


def _lists(pieces: Sequence[Piece]) -> Iterator[list[int]]:
    """Where the names of each list of names stand."""
    places: list[int] = []
    for at, (word, stated) in enumerate(pieces):
        if stated is not None and stated.sort is Sort.UNIT:
            places.append(at)
        elif word not in _JOINS:
            yield places
            places = []
    yield places


def _sort(piece: Piece) -> Sort | None:
    return piece[1].sort if piece[1] else None


def _around(pieces: Sequence[Piece], at: int) -> list[tuple[str, Sort | None]]:
    """The words before and behind, and the sorts of what is stated there."""
    near = (*pieces[max(at - _NEAR, 0) : at], *pieces[at : at + 1 + _NEAR])
    return [("" if _sort(piece) else piece[0], _sort(piece)) for piece in near]


def _loosen(loose: _Loose, wanted: Sequence[Piece], given: Sequence[Piece]) -> None:
    """What stands between two stretches of the same words, one side against the other in order."""
    left, new = [s for _, s in wanted if s], [s for _, s in given if s]
    words = " ".join(mask for mask, each in given if not each)
    worded = {mask for mask, each in wanted if not each}
    if len(left) == len(new) and all(a.sort is b.sort for a, b in zip(left, new, strict=True)):
        loose.pairs += zip(left, new, strict=True)
        return
    for each in left:
        is_bare = worded <= _JOINS if each.sort is Sort.UNIT else not worded
        loose.gone.append((each, words if is_bare else None))
    loose.new += new


def _settle(found: Restated, loose: _Loose) -> None:
    """What left one place and stands at another only moved; the rest differs, came, or went."""
    pairs = [pair for pair in loose.pairs if not _same(*pair)]
    wanted = [*(one for one, _ in pairs), *(one for one, _ in loose.gone)]
    given = [*(other for _, other in pairs), *loose.new]
    for means in (Stated.agrees, _same):  # a rounded figure takes nothing that stands as it is
        for each in list(given):
            same = next((one for one in wanted if means(one, each)), None)
            if same is not None:
                wanted.remove(same)
                given.remove(each)
    for one, other in pairs:
        if one in wanted and other in given:
            wanted.remove(one)
            given.remove(other)
            found.differ.append((one, other))
    found.added += given
    for one, words in loose.gone:
        if one in wanted and words is not None and not _spells(words, one):
            found.lost.append((one, words))


def _spells(words: str, each: Stated) -> bool:
    """Whether a number, or a month, is told in words."""
    if each.sort is Sort.DATE:
        month = spelt_number(words.removeprefix("tháng ")) if words.startswith("tháng ") else None
        return not each.value[0] and str(month) == each.value[1]
    return each.sort is Sort.NUMBER and (str(spelt_number(words)), "") == each.value


_APPENDIX = "phu luc"
_UNDER = " – "
"""Between the upper head of a column and the lower one."""
_SHORT_CELL = 5
"""Words of a cell that is one of the data, not free text."""
_AROUND = 30
"""Characters of the text that are quoted on each side."""
_FREE = ("Phần đầu", "Phần mở đầu")
"""Parts whose figures hold for the whole document."""


class Slip(Enum):
    """In what way a place departs from the data."""

    DIFFERENT = "khác số liệu"
    LOST = "mất số liệu"
    ADDED = "không có trong dữ liệu"
    ROW_ADDED = "dòng không có trong dữ liệu"
    SUM = "cộng lại không khớp"
    ROWS = "không khớp số dòng phụ lục"
    RANK = "số thứ tự không liền"
    UNEQUAL = "ghi hai cách trong một văn bản"


class Misprint(Struct, frozen=True):
    """One place that is not as the data have it."""

    slip: Slip
    where: str
    """As a clerk finds it: section and heading, or appendix, row and column."""
    printed: str
    """What stands there; empty: nothing."""
    right: str
    """What the data say; empty: nothing of the kind."""
    context: str = ""
    """The words around it."""
    address: str = ""
    """What `explain` is asked for it; empty: it has no address."""


class Relabelled(Struct, frozen=True):
    """A row of figures whose name a person worded anew: it may mean another figure now."""

    where: str
    printed: str
    right: str


class Verification(Struct, frozen=True):
    """What was looked at, and what was found."""

    misprints: tuple[Misprint, ...]
    """In reading order, then what concerns whole tables."""
    rows_gone: tuple[str, ...]
    """Rows of tables that the data have and the document has not."""
    relabelled: tuple[Relabelled, ...]
    figures: int
    """Numbers, dates and numbers of documents that were looked at."""
    names: int
    """Names of units that were looked at."""


def checked(
    own: Sequence[DocumentLine],
    mine: Sequence[DocumentLine],
    names: UnitNames,
    address: Callable[[DocumentLine, str], str],
) -> Verification:
    """Everything that `mine` states otherwise than `own`.

    Args:
        own: the month's own rendering.
        mine: the document to be signed, of the same kind.
        names: names of units to look for.
        address: what `explain` is asked for a line of `own`, or for its cell in a column; empty: nothing.
    """
    return _Verifier(own, mine, names, address).verified()


class _Verifier:
    """Compares one document."""

    def __init__(
        self,
        own: Sequence[DocumentLine],
        mine: Sequence[DocumentLine],
        names: UnitNames,
        address: Callable[[DocumentLine, str], str],
    ) -> None:
        self._names = names
        self._own, self._mine = own, mine
        self._address = address
        self._known: dict[str, tuple[Stated, ...]] = {}
        self._by_place: dict[str, list[Stated]] = defaultdict(list)
        for line in own:
            for place in {line.where, _section(line.where)}:
                stated = tuple(self._all(line))
                self._by_place[place] += (*stated, *in_full(stated))

    def verified(self) -> Verification:
        pairs = aligned(self._own, self._mine)
        found = [each for pair in pairs for each in self._pair(*pair)]
        found += self._heads()
        found += self._ranks()
        told = {each.where for each in found}
        found += self._sums(told)
        found += self._row_counts(pairs, told)
        found += self._unequal(pairs)
        gone = tuple(o.where for o, m in pairs if o and m is None and self._is_row_of_data(o))
        sorts = [each.sort for line in self._mine for each in self._all(line)]
        names = sum(sort is Sort.UNIT for sort in sorts)
        renamed = tuple(filter(None, starmap(self._relabelled, pairs)))
        return Verification(tuple(found), gone, renamed, len(sorts) - names, names)

    def _relabelled(self, own: DocumentLine | None, mine: DocumentLine | None) -> Relabelled | None:
        """A name too long to be compared as one of the data, of a row of figures, that has other words now."""
        if own is None or mine is None or not own.table or own.columns != mine.columns:
            return None
        at = next((at for at, text in enumerate(own.texts) if any(map(str.isalpha, text))), 0)
        right, stands = own.texts[at], mine.texts[at]
        figures = sum(any(s.sort is Sort.NUMBER for s in self._stated(t)) for t in own.texts)
        is_long = min(len(right.split()), len(stands.split())) > _SHORT_CELL
        if not is_long or figures <= len(own.texts) / 2 or words_of(right) == words_of(stands):
            return None
        return Relabelled(own.where, stands, right)

    def _is_row_of_data(self, line: DocumentLine) -> bool:
        """Whether it is no paragraph, and no head of a group within a table."""
        has_cells = sum(map(bool, line.texts)) > 1
        return bool(
            line.table and (line.rank or (has_cells and any(map(self._stated, line.texts))))
        )

    def _stated(self, text: str) -> tuple[Stated, ...]:
        if text not in self._known:
            self._known[text] = stated_in(text, self._names)
        return self._known[text]

    def _all(self, line: DocumentLine) -> Iterator[Stated]:
        for text in line.texts:
            yield from self._stated(text)

    def _pair(self, own: DocumentLine | None, mine: DocumentLine | None) -> Iterator[Misprint]:
        if mine is None:
            return
        if own is None:
            yield from self._new(mine)
        elif own.texts == mine.texts:
            return
        elif mine.table and len(own.texts) == len(mine.texts):
            for column, right, stands in zip(own.columns, own.texts, mine.texts, strict=True):
                where = f"{own.where}, cột “{column}”" if column else own.where
                yield from self._cell(where, right, stands, own, column)
        elif mine.table and own.table:
            yield from self._other_columns(own, mine)
        else:
            yield from self._text(own, mine)

    def _other_columns(self, own: DocumentLine, mine: DocumentLine) -> Iterator[Misprint]:
        """A row with columns more or less: cells under the same head are the same, others state nothing new."""
        for at, (column, stands) in enumerate(zip(mine.columns, mine.texts, strict=True)):
            there = cell_under(own, column, at)
            where = f"{mine.where}, cột “{column}”"
            if there is not None:
                yield from self._cell(where, own.texts[there], stands, own, column)
                continue
            for each in self._stated(stands):
                if not self._is_near(own.where, each):
                    yield Misprint(Slip.ADDED, where, each.text, "", _quoted(stands, each))

    def _new(self, line: DocumentLine) -> Iterator[Misprint]:
        """A line that the data do not have: what it states must stand near, a row must state nothing."""
        stated = list(self._all(line))
        if line.table and self._repeats_heads(line):
            return
        if line.table and stated:
            yield Misprint(Slip.ROW_ADDED, line.where, line.text, "")
            return
        for each in stated:
            if not self._is_near(line.where, each):
                yield Misprint(Slip.ADDED, line.where, each.text, "", _quoted(line.text, each))

    def _repeats_heads(self, line: DocumentLine) -> bool:
        """Whether it is the lower row of heads of its table, which a person's program took for one of the rows."""
        heads = {head for own in self._own if own.table == line.table for head in own.columns}
        return all(any(head.endswith(f"{_UNDER}{text}") for head in heads) for text in line.texts)

    def _is_near(self, where: str, each: Stated) -> bool:
        places = (where if where in self._by_place else _section(where), *_FREE)
        near = (stated for place in places for stated in self._by_place.get(place, ()))
        return any(_same(one, each) for one in near)

    def _cell(
        self, where: str, right: str, stands: str, own: DocumentLine | None, column: str = ""
    ) -> Iterator[Misprint]:
        """A cell of data is the same; one of free text states the same."""
        if right == stands:
            return
        one, other = self._stated(right), self._stated(stands)
        is_data = len(right.split()) <= _SHORT_CELL or len(stands.split()) <= _SHORT_CELL
        if is_data:
            differs = _as_data(right, one) != _as_data(stands, other)
        else:
            told = restated(Wording(right, one), Wording(stands, other))
            near = [each for each in told.added if not self._is_near(where, each)]
            differs = bool(told.differ or told.lost or near)
        if differs:
            slip = Slip.DIFFERENT if stands else Slip.LOST
            yield Misprint(
                slip, where, stands, right, "", self._address(own, column) if own else ""
            )

    def _text(self, own: DocumentLine, mine: DocumentLine) -> Iterator[Misprint]:
        one, other = own.text, mine.text
        told = restated(Wording(one, self._stated(one)), Wording(other, self._stated(other)))
        address = self._address(own, "") if told.differ or told.lost or told.added else ""
        for right, stands in told.differ:
            context = _quoted(other, stands)
            yield Misprint(Slip.DIFFERENT, own.where, stands.text, right.text, context, address)
        for right, words in told.lost:
            context = _quoted(one, right)
            yield Misprint(Slip.LOST, own.where, words, right.text, context, address)
        for each in told.added:
            if not self._is_near(own.where, each):
                context = _quoted(other, each)
                yield Misprint(Slip.ADDED, own.where, each.text, "", context, address)

    def _heads(self) -> Iterator[Misprint]:
        """Heads of columns, told once a table."""
        own = {line.table: line.columns for line in reversed(self._own) if line.table}
        wanted = {(line.table, line.columns) for line in self._own}
        told: set[tuple[str, tuple[str, ...]]] = set()
        for line in self._mine:
            key = line.table, line.columns
            if not line.table or key in wanted or key in told or line.table not in own:
                continue
            told.add(key)
            columns = _likest(line, self._own) or ()
            for right, stands in zip(columns, line.columns, strict=False):
                where = f"{line.table}, đầu bảng, cột “{right}”"
                if right != stands and not right.startswith(f"{stands}{_UNDER}"):
                    yield from self._cell(where, right, stands, None)

    def _ranks(self) -> Iterator[Misprint]:
        """Ranks go up by one, or begin anew."""
        for table, lines in groupby(self._mine, key=lambda line: line.table):
            last = 0
            for line in lines:
                if not table or not line.rank.isdigit():
                    continue
                rank = int(line.rank)
                if rank not in (last + 1, 1):
                    where = f"{line.where}, cột “STT”"
                    yield Misprint(Slip.RANK, where, line.rank, str(last + 1))
                last = rank

    def _sums(self, told: set[str]) -> Iterator[Misprint]:
        """Totals that the data re-add and the document does not, where no cell explains it."""
        right = {
            key for key, (added, total, _) in self._totals(self._own).items() if added == total
        }
        for key, (added, total, line) in self._totals(self._mine).items():
            table, at, _ = key
            if key in right and added != total:
                column = line.columns[at]
                where = f"{line.where}, cột “{column}”"
                if not any(w.startswith(f"{table}, dòng") and f"“{column}”" in w for w in told):
                    yield Misprint(Slip.SUM, where, f"{total:f}", f"{added:f}")

    def _totals(
        self, lines: Iterable[DocumentLine]
    ) -> dict[tuple[str, int, int], tuple[Decimal, Decimal, DocumentLine]]:
        """Table, rank of column and of its table → what its cells add up to, and the total that stands."""
        found: dict[tuple[str, int, int], tuple[Decimal, Decimal, DocumentLine]] = {}
        segments = groupby(lines, key=lambda line: (line.table, line.columns))
        for rank, ((table, columns), group) in enumerate(s for s in segments if s[0][0]):
            sums = [Decimal()] * len(columns)
            for line in group:
                if len(line.texts) != len(columns):
                    continue
                values = [self._value(text) for text in line.texts]
                if line.is_total:
                    for column, (added, value) in enumerate(zip(sums, values, strict=True)):
                        if value is not None:
                            found[table, column, rank] = added, value, line
                else:
                    sums = [s + (v or 0) for s, v in zip(sums, values, strict=True)]
        return found

    def _value(self, text: str) -> Decimal | None:
        """The whole number that a cell is; None: it is none."""
        stated = self._stated(text)
        if len(stated) != 1 or stated[0].text != text or stated[0].sort is not Sort.NUMBER:
            return None
        digits = stated[0].value[0]
        return Decimal(digits) if digits.lstrip("-").isdigit() and not stated[0].value[1] else None

    def _row_counts(self, pairs: Sequence[Pair], known: Iterable[str]) -> Iterator[Misprint]:
        """Paragraphs that tell how many rows an appendix has, where it has others now and no cell is told."""
        right, stands = self._counts(self._own), self._counts(self._mine)
        for own, mine in pairs:
            if own is None or mine is None or own.table:
                continue
            for table, counts in right.items():
                if any(where.startswith(f"{table}, dòng") for where in known):
                    continue
                if f"({table}" in own.text or f"{table})" in own.text:
                    changed = {
                        str(n): stands[table][what]
                        for what, n in counts.items()
                        if stands[table][what] != n
                    }
                    yield from self._miscounted(own, mine, table, changed)

    def _miscounted(
        self, own: DocumentLine, mine: DocumentLine, table: str, changed: Mapping[str, int]
    ) -> Iterator[Misprint]:
        """The first number of `mine` that is a count of rows as it was."""
        for each in self._stated(mine.text):
            is_label = fold(mine.text[: each.start]).endswith(_APPENDIX)
            if each.sort is Sort.NUMBER and each.value[0] in changed and not is_label:
                told = f"{changed[each.value[0]]} ({table})"
                context, address = _quoted(mine.text, each), self._address(own, "")
                yield Misprint(Slip.ROWS, own.where, each.text, told, context, address)
                return

    def _counts(self, lines: Iterable[DocumentLine]) -> dict[str, Counter[str]]:
        """How many ranked rows each table has, and how many with each short text in a column."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for line in lines:
            if line.table and line.rank.isdigit():
                data = [t for t in line.texts[1:] if t and len(t.split()) <= _SHORT_CELL]
                plain = (" ".join(_marks_off(t)) for t in data if not self._stated(t))
                found[line.table].update(["", *plain])
        return found

    def _unequal(self, pairs: Sequence[Pair]) -> Iterator[Misprint]:
        """The number and the day of the document, where they are written in but not alike everywhere."""
        first: dict[tuple[Sort, tuple[str, ...]], Stated] = {}
        for own, mine in pairs:
            if own is None or mine is None or own.texts == mine.texts:
                continue
            wanted = tuple(self._all(own))
            for each in self._all(mine):
                blank = next((one for one in wanted if each.fills(one)), None)
                if blank is None or any(each.value == one.value for one in wanted):
                    continue
                known = first.setdefault((blank.sort, blank.value[1:]), each)
                if known.value != each.value:
                    context = _quoted(mine.text, each)
                    yield Misprint(Slip.UNEQUAL, mine.where, each.text, known.text, context)


def _section(where: str) -> str:
    return where.partition(", ")[0]


def _as_data(text: str, stated: Sequence[Stated]) -> tuple[object, ...]:
    """A cell as it is compared: its words and the meaning of what it states, marks that only part left out."""
    words: list[object] = []
    at = 0
    for each in stated:
        words += _marks_off(text[at : each.start])
        words.append((each.sort, each.value))
        at = each.end
    return (*words, *_marks_off(text[at:]))


def _marks_off(text: str) -> tuple[str, ...]:
    return tuple(word for word in words_of(text) if word not in {",", ".", ";"})


def _likest(line: DocumentLine, own: Iterable[DocumentLine]) -> tuple[str, ...] | None:
    """The heads of the table of that name that share most heads with it."""
    known = {other.columns for other in own if other.table == line.table}
    known = {columns for columns in known if len(columns) == len(line.columns)}
    shared = {columns: len(set(columns) & set(line.columns)) for columns in known}
    return max(sorted(shared), key=lambda columns: shared[columns], default=None)


def _quoted(text: str, each: Stated) -> str:
    """What is stated, between the words around it."""
    start, end = max(each.start - _AROUND, 0), each.end + _AROUND
    before, after = text[start : each.start], text[each.end : end]
    if start:
        before = f"…{before.partition(' ')[2]}"
    if end < len(text):
        after = f"{after.rpartition(' ')[0]}…"
    return f"{before}[{each.text}]{after}"
