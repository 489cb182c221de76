"""Our new version of a document merged into the one that a person edited: three ways, place by place (python-docx).

What the person left takes the new value where it stands; what both changed stays as the person has it and
gets a Word comment; paragraphs and rows come and go with the data. All else of the file stays.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence

from lxml import etree
from msgspec import Struct, field
from msgspec.structs import replace

from cv183_reports.catalogue import machine
from cv183_reports.differences.comparison import (
    Difference,
    DocumentLine,
    Pair,
    aligned,
    brief,
    cell_under,
    lines_of,
    marked,
    squeezed,
)
from cv183_reports.differences.opened import (
    CELL,
    ROW,
    CannotMerge,
    OpenedDocument,
    P,
    ShownText,
    Woven,
    chart_figures,
    has_anchors,
    is_alone,
    is_plain,
    lay,
    look_alike,
    stretches,
    take_runs,
    weave,
    widths_of,
)
from cv183_reports.lint.judge import judge
from cv183_reports.lint.opened import Comment, with_comments
from cv183_reports.model.finding import Finding
from cv183_reports.ooxml.xml import remove
from cv183_reports.vietnamese.wording import count
from cv183_reports.word.document import read_facts
from cv183_reports.word.facts import DocumentFacts

_LEAST_KEPT = 0.5
"""Share of our lines that must still be found in the person's document, but for tables taken out whole."""
_ROW = ", dòng "
"""Between the table and the label of a row in a place."""


class MergedDocument(Struct, frozen=True):
    """What came of a merge."""

    data: bytes
    """The person's document with the new values in it."""
    taken: int
    """Places where it took over what is new."""
    contested: tuple[Difference, ...]
    """Places that both changed: they are as the person has them, with a comment."""
    faults: tuple[Finding, ...]
    """What is wrong with its presentation that was neither with the person's document nor with ours."""


def merge_documents(wrote: bytes, mine: bytes, new: bytes, name: str) -> MergedDocument:
    """Carries over into `mine` what `new` says otherwise than `wrote`; the same bytes for the same three.

    Args:
        wrote: our document before the person edited it.
        mine: the person's.
        new: what we write now.
        name: of the merged file, for its findings.

    Raises:
        CannotMerge: the three do not fit together, or what was read back is not what was meant.
    """
    merge = _Merge(OpenedDocument(wrote), OpenedDocument(mine), OpenedDocument(new))
    merge.carry_over()
    if not merge.is_touched:
        return MergedDocument(mine, 0, (), ())
    data = merge.packed()
    facts, _ = read_facts(data, name)
    if facts is None:
        raise CannotMerge(machine.MERGED_OTHERWISE)
    merge.prove(facts)
    return MergedDocument(data, merge.taken, tuple(merge.contested), merge.faults(facts))


class _Cell(Struct):
    """The paragraphs of one text in all three documents."""

    wrote: list[etree._Element]
    mine: list[etree._Element]
    new: list[etree._Element]

    @property
    def is_left(self) -> bool:
        """Whether the person left the text as it was."""
        return _said(self.mine) == _said(self.wrote)


class _Merge(Struct):
    """One merge; `mine` becomes the merged document."""

    wrote: OpenedDocument
    mine: OpenedDocument
    new: OpenedDocument
    taken: int = 0
    contested: list[Difference] = field(default_factory=list)
    _comments: list[tuple[etree._Element, str]] = field(default_factory=list)
    _expected: dict[int, list[str]] = field(default_factory=dict)
    """Texts by line of the person's, or of the new one's where it was put in."""
    _placed: dict[int, etree._Element] = field(default_factory=dict)
    """Element of the merged document by rank of the new document's line."""
    _ranks: dict[etree._Element, list[etree._Element]] = field(default_factory=dict)
    """Row → the cells that hold its rank."""
    _gone: set[str] = field(default_factory=set)
    """Tables that the person took out whole."""
    _recut: set[str] = field(default_factory=set)
    """Tables that have columns more or less by the person's hand."""
    _told: set[tuple[str, str]] = field(default_factory=set)
    """Tables and columns that the person took out, and that were told."""

    @property
    def is_touched(self) -> bool:
        """Whether anything is otherwise than in the person's document."""
        return bool(self.taken or self._comments)

    def carry_over(self) -> None:
        """Does all of it."""
        self.mine.know_tables_of(self.wrote)
        widths, kept = widths_of(self.wrote.lines), widths_of(self.mine.lines)
        self._gone = widths.keys() - kept.keys()
        self._recut = {table for table in kept if kept[table] != widths.get(table, kept[table])}
        own = {id(b): m for b, m in aligned(self.wrote.lines, self.mine.lines) if b is not None}
        still = sum(line.table not in self._gone for line in self.wrote.lines)
        if sum(m is not None for m in own.values()) < _LEAST_KEPT * still:
            raise CannotMerge(machine.OTHER_STRUCTURE)
        self._expected = {id(line): list(line.texts) for line in self.mine.lines}
        for line in self.mine.lines:
            if line.table:
                self._ranks[self.mine.units[id(line)]] = self.mine.others(line)
        was_numbered = self._numbering()
        pairs = _comparable(aligned(self.wrote.lines, self.new.lines))
        fresh = [(old, new) for old, new in pairs if new is not None]
        self._spaces([(o, n) for o, n in fresh if o is not None], own)
        self._arrive(fresh, own)
        for old, new in pairs:
            if old is not None and new is None:
                self._fall_away(old, own[id(old)])
        self._number_anew(was_numbered)
        self._charts()

    # Lines that are in the new document.

    def _arrive(
        self,
        fresh: Sequence[tuple[DocumentLine | None, DocumentLine]],
        own: dict[int, DocumentLine | None],
    ) -> None:
        kept = [own[id(old)] if old is not None else None for old, _ in fresh]
        used = {id(line) for line in own.values() if line is not None}
        already = _Already(line for line in self.mine.lines if id(line) not in used)
        stay = _in_order(self.wrote.lines, [old for old, _ in fresh])
        for at, line in enumerate(kept):
            if line is not None:
                self._placed[at] = self.mine.units[id(line)]
        anew = Counter(new.table for old, new in fresh if old is None or old.texts != new.texts)
        for at, ((old, new), line) in enumerate(zip(fresh, kept, strict=True)):
            if self._is_left_out(at, old, new, anew[new.table]):
                continue
            if old is None:
                self._come(at, new, already)
            elif line is None:
                if old.texts != new.texts:
                    self._contest(old, "", old.text, new.text, self._near(at, stay))
            else:
                if at not in stay:
                    self._move(at, stay)
                self._retell(old, line, new)

    def _is_left_out(self, at: int, old: DocumentLine | None, new: DocumentLine, anew: int) -> bool:
        """Whether the row has no place in what the person took out or cut anew; it is told then."""
        if new.table in self._gone:
            if anew and self._first_of(new.table):
                place = replace(new, where=new.where.partition(_ROW)[0])
                rows = machine.ROWS_ANEW.format(count=count(anew))
                self._contest(place, "", machine.WHOLE_TABLE, rows, self._near(at, frozenset()))
            return True
        if old is None and new.table in self._recut:
            self._contest(new, "", "", new.text, self._near(at, frozenset()))
            return True
        return False

    def _come(self, at: int, new: DocumentLine, already: _Already) -> None:
        """A line that was not there before."""
        if at in self._placed:
            return
        there = already.take(new)
        if there is not None:
            self._placed[at] = self.mine.units[id(there)]
            return
        self.taken += 1
        self._expected[id(new)] = list(new.texts)
        unit = self.new.units[id(new)]
        spot = self._spot(at, unit.getparent(), frozenset())
        if new.table and spot is None:
            self._come_table(at, unit)
            return
        if spot is None:
            raise CannotMerge(machine.OTHER_STRUCTURE)
        copy = self.mine.fitted(unit, self.new)
        alone = unit.getparent() is self.new.body
        empty = [self.mine.fitted(e, self.new) for e in self.new.before(unit)] if alone else []
        lay(spot, [*empty, copy])
        self.mine.note(copy)
        self._placed[at] = copy
        if new.table:
            self._note_rank(new, unit, copy)

    def _come_table(self, at: int, unit: etree._Element) -> None:
        """A table of which no row was there before."""
        table = self.new.block(unit)
        spot = self._spot(at, self.new.body, frozenset())
        if spot is None:
            raise CannotMerge(machine.OTHER_STRUCTURE)
        copy = self.mine.fitted(table, self.new)
        empty = [self.mine.fitted(each, self.new) for each in self.new.before(table)]
        lay(spot, [*empty, copy])
        self.mine.note(copy)
        rows = dict(zip(table.iter(ROW), copy.iter(ROW), strict=True))
        for rank, line in enumerate(self.new.lines):
            if self.new.units[id(line)] in rows:
                self._placed[rank] = rows[self.new.units[id(line)]]
                if rank != at:
                    self.taken += 1
                    self._expected[id(line)] = list(line.texts)

    def _move(self, at: int, stay: frozenset[int]) -> None:
        """A line that stands elsewhere now."""
        unit = self._placed[at]
        parent = unit.getparent()
        spot = self._spot(at, self.new.units[id(self.new.lines[at])].getparent(), stay)
        if spot is None or spot[0] is unit or parent is None or is_alone(unit):
            return
        self.taken += 1
        lay(spot, [unit])

    def _spot(
        self, at: int, parent: etree._Element | None, stay: frozenset[int]
    ) -> tuple[etree._Element, bool] | None:
        """Beside what the new document's line of that rank is to stand, and whether behind it."""
        for rank in range(at - 1, -1, -1):
            if (found := self._beside(rank, parent)) is not None:
                return found, True
        for rank in range(at + 1, len(self.new.lines)):
            if (not stay or rank in stay) and (found := self._beside(rank, parent)) is not None:
                return found, False
        return None

    def _beside(self, rank: int, parent: etree._Element | None) -> etree._Element | None:
        """The element for a line of the new document, as a neighbour of what stands in its `parent`."""
        element = self._placed.get(rank)
        if element is None:
            return None
        if self.new.units[id(self.new.lines[rank])].getparent() is parent:
            return element
        return self.mine.block(element) if parent is self.new.body else None

    def _near(self, at: int, stay: frozenset[int]) -> etree._Element:
        """A paragraph near to where the new document's line of that rank would stand."""
        spot = self._spot(at, self.new.body, stay)
        found = next(spot[0].iter(P), None) if spot else None
        return found if found is not None else self.mine.paragraphs[0]

    # What a line says.

    def _retell(self, old: DocumentLine, line: DocumentLine, new: DocumentLine) -> None:
        """Takes over what changed in a paragraph, or in the cells of a row."""
        if old.table:
            self._retell_rank(old, line, new)
        touched = False
        for at, (column, was, now) in enumerate(
            zip(old.columns, old.texts, new.texts, strict=True)
        ):
            if was == now:
                continue
            own = cell_under(line, column, at)
            if own is None and len(line.texts) == len(old.texts):
                own = at
            if own is None and line.table and not self._first_of(line.table, column):
                continue
            if own is None or not self.mine.cell(line, own):
                near = next(self.mine.units[id(line)].iter(P))
                self._contest(old, "", was, now, near, column)
                continue
            cell = _Cell(
                self.wrote.cell(old, at), self.mine.cell(line, own), self.new.cell(new, at)
            )
            before = line.texts[own]
            told, is_whole = self._retell_cell(cell, before)
            touched = touched or told != before
            self._expected[id(line)][own] = told
            if not is_whole:
                self._contest(old, before, was, now, cell.mine[0], column)
        self.taken += touched

    def _retell_cell(self, cell: _Cell, before: str) -> tuple[str, bool]:
        """What the person's cell says after it, and whether all that is new is in it."""
        if not before.endswith(squeezed(_said(cell.mine))):
            return before, False
        number = before.removesuffix(squeezed(_said(cell.mine)))
        if squeezed(_said(cell.mine)) == squeezed(_said(cell.new)):
            return before, True
        if len(cell.mine) == len(cell.wrote) == len(cell.new):
            done = map(self._retell_paragraph, cell.wrote, cell.mine, cell.new)
            whole = sum(done) == len(cell.mine)
        else:
            whole = cell.is_left and self._refill(cell)
        return number + squeezed(_said(cell.mine)), whole

    def _refill(self, cell: _Cell) -> bool:
        """Lets a cell that the person left have as many paragraphs as the new one."""
        if not all(map(is_plain, cell.mine)) or len(cell.mine) == 0:
            return False
        while len(cell.mine) > len(cell.new):
            remove(cell.mine.pop())
        while len(cell.mine) < len(cell.new):
            last = cell.mine[-1]
            more = self.mine.fitted(last, self.mine)
            last.addnext(more)
            cell.mine.append(more)
        for paragraph, model in zip(cell.mine, cell.new, strict=True):
            take_runs(paragraph, self.mine.fitted(model, self.new))
        return True

    def _retell_paragraph(
        self, old: etree._Element, own: etree._Element, new: etree._Element
    ) -> bool:
        """Takes over what is new in one paragraph; whether that was all."""
        was, mine, now = ShownText(old), ShownText(own), ShownText(new)
        if now.text in {was.text, mine.text}:
            return True
        model = self.mine.fitted(new, self.new)
        if mine.text == was.text:
            if is_plain(own) and look_alike(old, own):
                take_runs(own, model)
                return True
            return mine.change(stretches(was.text, now.text), model)
        woven: Woven = weave(was.text, mine.text, now.text)
        return mine.change(woven.stretches, model) and not woven.contested

    def _first_of(self, table: str, column: str = "") -> bool:
        """Whether nothing was told yet of a table, or a column, that the person took out."""
        is_first = (table, column) not in self._told
        self._told.add((table, column))
        return is_first

    # Lines that are not in it any more.

    def _fall_away(self, old: DocumentLine, line: DocumentLine | None) -> None:
        if line is None:
            return
        unit = self.mine.units[id(line)]
        if line.texts != old.texts or has_anchors(unit):
            self._contest(old, line.text, old.text, "", next(unit.iter(P), self._first()))
            return
        self.taken += 1
        del self._expected[id(line)]
        table = self.mine.block(unit)
        self._ranks.pop(unit, None)
        if unit.getparent() is self.mine.body:
            self._remove_block(unit, self.wrote.units[id(old)])
        elif is_alone(unit):
            take_runs(unit, None)
        else:
            remove(unit)
        origin = self.wrote.block(self.wrote.units[id(old)])
        if old.table and self._says_nothing(table, origin):
            self._remove_block(table, origin)

    def _first(self) -> etree._Element:
        return self.mine.paragraphs[0]

    def _says_nothing(self, table: etree._Element, origin: etree._Element) -> bool:
        """Whether only the heads are left of a table, as many as we wrote."""
        rows, telling = list(table.iter(ROW)), {*self._ranks, *self._placed.values()}
        heads = sum(row not in self.wrote.units.values() for row in origin.iter(ROW))
        return len(rows) == heads and not any(row in telling for row in rows)

    def _remove_block(self, block: etree._Element, origin: etree._Element) -> None:
        """Takes a block away with the empty ones that came with it."""
        empty = self.mine.before(block)
        gone = empty if len(empty) == len(self.wrote.before(origin)) else []
        for each in (*gone, block):
            self.mine.body.remove(each)

    # What stands around the lines.

    def _spaces(
        self,
        both: Sequence[tuple[DocumentLine, DocumentLine]],
        own: dict[int, DocumentLine | None],
    ) -> None:
        """Blocks without a word (the end of a section, say) that came or went before a line that stayed."""
        seen: set[etree._Element] = set()
        for old, new in both:
            line = own[id(old)]
            if line is None:
                continue
            block = self.mine.block(self.mine.units[id(line)])
            if block in seen:
                continue
            seen.add(block)
            was = self.wrote.before(self.wrote.block(self.wrote.units[id(old)]))
            now = self.new.before(self.new.block(self.new.units[id(new)]))
            mine = self.mine.before(block)
            if len(was) == len(now) or len(mine) != len(was):
                continue
            for each in mine:
                self.mine.body.remove(each)
            for each in now:
                block.addprevious(self.mine.fitted(each, self.new))

    def _charts(self) -> None:
        """Charts whose figures the person left draw the new ones."""
        before, now = self.wrote.charts(), self.new.charts()
        for name, (drawn, part) in self.mine.charts().items():
            if name not in before or name not in now:
                continue
            was, new = (self.wrote, before[name][1]), (self.new, now[name][1])
            if chart_figures(*was) != chart_figures(*new) and chart_figures(
                self.mine, part
            ) == chart_figures(*was):
                self.mine.package.put(part, new[0].package.read(new[1]))
                drawn.set("descr", now[name][0].get("descr", ""))
                self.taken += 1

    # Ranks: one new row changes all below it.

    def _note_rank(self, line: DocumentLine, unit: etree._Element, copy: etree._Element) -> None:
        at = [list(unit.iterchildren(CELL)).index(cell) for cell in self.new.others(line)]
        cells = list(copy.iterchildren(CELL))
        self._ranks[copy] = [cells[rank] for rank in at]

    def _retell_rank(self, old: DocumentLine, line: DocumentLine, new: DocumentLine) -> None:
        sides = [(self.wrote, old), (self.mine, line), (self.new, new)]
        was, mine, now = (side.others(each) for side, each in sides)
        if not len(was) == len(mine) == len(now):
            return
        for one, own, other in zip(was, mine, now, strict=True):
            cell = _Cell(*([*each.iter(P)] for each in (one, own, other)))
            if cell.is_left and len(cell.mine) == len(cell.new):
                self._retell_cell(cell, squeezed(_said(cell.mine)))

    def _numbering(self) -> dict[etree._Element, bool]:
        """The tables of the person's whose rows are counted through, and whether anew under each title."""
        found = {}
        for table in dict.fromkeys(map(self.mine.block, self._ranks)):
            ranks = [int(t.text) for row in table.iter(ROW) for t, _ in self._rank_texts(row)]
            steps = list(zip([0, *ranks], ranks, strict=False))
            if ranks and all(here in (before + 1, 1) for before, here in steps):
                found[table] = ranks.count(1) > 1
        return found

    def _rank_texts(self, row: etree._Element) -> list[tuple[ShownText, etree._Element]]:
        """The ranks of a row as they stand, with their paragraphs."""
        texts = [(ShownText(p), p) for cell in self._ranks.get(row, ()) for p in cell.iter(P)]
        return [(t, p) for t, p in texts if t.text.isascii() and t.text.isdecimal()]

    def _number_anew(self, numbered: dict[etree._Element, bool]) -> None:
        for table, anew in numbered.items():
            number = 0
            for row in table.iter(ROW):
                ranked = self._rank_texts(row)
                number = 0 if anew and not ranked else number
                for text, paragraph in ranked:
                    number += 1
                    if text.text != str(number):
                        text.change(stretches(text.text, str(number)), paragraph)

    # What both changed.

    def _contest(
        self,
        old: DocumentLine,
        own: str,
        was: str,
        now: str,
        at: etree._Element,
        column: str = "",
    ) -> None:
        """Leaves a place as the person has it, and says so there and in the list."""
        where = f"{old.where}, cột “{column}”" if column else old.where
        self.contested.append(Difference(where, was, now, own))
        shown_old, shown_new = ("".join(t for t, _ in brief(m)) for m in marked(was, now))
        told = machine.CONTESTED if own else machine.CONTESTED_AWAY
        text = told.format(old=shown_old or machine.NOT_YET, new=shown_new or machine.GONE)
        self._comments.append((at, text))

    # What came of it.

    def packed(self) -> bytes:
        """The merged document, its comments in it."""
        data = self.mine.packed()
        ranks = {paragraph: rank for rank, paragraph in enumerate(self.mine.paragraphs)}
        comments = [Comment(ranks[at], text) for at, text in self._comments if at in ranks]
        if len(comments) != len(self._comments):
            raise CannotMerge(machine.MERGED_OTHERWISE)
        return with_comments(data, self.mine.main, comments)

    def prove(self, facts: DocumentFacts) -> None:
        """Compares what was read back with what was meant, line by line.

        Raises:
            CannotMerge: it is not that.
        """
        told = Counter(line.texts for line in lines_of(facts))
        meant = Counter(tuple(map(squeezed, texts)) for texts in self._expected.values())
        meant.pop(("",), None)
        more = len(self.new.facts.sections) - len(self.wrote.facts.sections)
        if told != meant or len(facts.sections) != len(self.mine.facts.sections) + more:
            raise CannotMerge(machine.MERGED_OTHERWISE)

    def faults(self, facts: DocumentFacts) -> tuple[Finding, ...]:
        """What `lint` finds in it that it finds neither in the person's document nor in the new one."""
        sides = (self.mine.facts, self.new.facts)
        known = {fault.finding.code for side in sides for fault in judge(side).faults}
        found = (fault.finding for fault in judge(facts).faults)
        return tuple(finding for finding in found if finding.code not in known)


class _Already:
    """Lines that the person put in, by what they say: the new document may want the same."""

    def __init__(self, lines: Iterable[DocumentLine]) -> None:
        self._lines: dict[tuple[str, tuple[str, ...]], list[DocumentLine]] = {}
        for line in lines:
            self._lines.setdefault((line.table, line.texts), []).append(line)

    def take(self, wanted: DocumentLine) -> DocumentLine | None:
        """One that says the same, once."""
        there = self._lines.get((wanted.table, wanted.texts))
        return there.pop(0) if there else None


def _comparable(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs; a row is never paired with one of other columns."""
    found: list[Pair] = []
    for old, new in pairs:
        if old is not None and new is not None and old.columns != new.columns:
            found += [(old, None), (None, new)]
        else:
            found.append((old, new))
    return found


def _in_order(
    lines: Sequence[DocumentLine], wanted: Sequence[DocumentLine | None]
) -> frozenset[int]:
    """The places in `wanted` whose lines need not be moved: the longest rising row of their ranks."""
    ranks = {id(line): rank for rank, line in enumerate(lines)}
    ends: list[int] = []
    tails: list[int] = []
    back: dict[int, int | None] = {}
    for at, line in enumerate(wanted):
        if line is None:
            continue
        place = bisect_left(ends, ranks[id(line)])
        back[at] = tails[place - 1] if place else None
        ends[place : place + 1] = [ranks[id(line)]]
        tails[place : place + 1] = [at]
    found = set()
    last: int | None = tails[-1] if tails else None
    while last is not None:
        found.add(last)
        last = back[last]
    return frozenset(found)


def _said(paragraphs: Sequence[etree._Element]) -> str:
    return "\n".join(ShownText(paragraph).text for paragraph in paragraphs)
