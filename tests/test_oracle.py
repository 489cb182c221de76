"""Every count, total and change that is printed, against a recount of the raw forms that shares no line with ours."""

from __future__ import annotations

import ast
import re
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from tests import oracle
from tests.oracle import Month
from tests.oracle_case import KINDS, Case, read_case
from tests.oracle_counts import (
    attributed,
    days_over,
    done,
    gained,
    headed,
    keys_of,
    kind,
    leading,
    level,
    moved,
    on_time,
    ongoing,
    overdue,
    owing,
    parts_of,
    points,
    running,
    tabular,
    told_of,
)
from tests.oracle_sources import RATIO, Indicator
from tests.printed import Row, change_agrees, day, minute, number, shares


@pytest.fixture(scope="module", params=KINDS)
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Case:
    kind = request.param
    built = request.getfixturevalue("built") if kind == "shipped" else None
    return read_case(kind, built or tmp_path_factory.mktemp(kind) / "CV")


@pytest.mark.parametrize("name", ["oracle.py", "oracle_counts.py", "oracle_sources.py"])
def test_the_oracle_knows_nothing_of_the_package(name: str) -> None:
    tree = ast.parse((Path(__file__).parent / name).read_text(encoding="utf-8"))
    imported = {
        (node.module or "") if isinstance(node, ast.ImportFrom) else alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    own = {each for each in imported if each.startswith(("tests", "cv183"))}
    assert own <= {"tests", "tests.oracle", "tests.oracle_sources"}
    others = {each.partition(".")[0] for each in imported - own}
    assert others - {"openpyxl"} <= set(__import__("sys").stdlib_module_names)


def test_the_generated_months_are_what_they_are_called(case: Case) -> None:
    filings = Counter(case.month.filing(unit) for unit in case.month.units)
    tally = case.month.tally()
    match case.kind:
        case "nobody":
            assert filings.keys() == {oracle.MISSING}
            assert tally[oracle.DONE_ON_TIME] > 0, "what was done before stays done"
            periods = {month for month, _ in case.month.kept.values()}
            assert periods == {"2025-08", "2025-09"}
        case "perfect":
            assert filings.keys() == {oracle.ON_TIME}
            assert tally.keys() <= {*oracle.ALL_DONE, oracle.UNDER_WAY}
            assert not any(case.month.owes(unit) for unit in case.month.units)
        case _:
            assert len(filings) == (4 if case.kind == "shipped" else 5)
            assert len(tally) >= 11


def counts(row: Row) -> dict[str, int]:
    return {name: int(str(row[name] or 0).replace(".", "")) for name in oracle.CLASSES}


def test_every_class_of_every_obligation(case: Case) -> None:
    """Tiến độ, Phụ lục 1 of both reports."""
    headers = ("Nhiệm vụ", *oracle.CLASSES)
    in_book = case.book.table("Tiến độ", *headers)
    papers = [paper.rows(*headers) for paper in (case.monthly, case.progress)]
    obligations = [o for o in case.month.register.obligations if o.term.holds(case.month.month)]
    for rows, total in ((in_book, "Tổng cộng"), *((p, "Tổng số lượt giao") for p in papers)):
        at = len(obligations)
        each, bottom, parts = rows[:at], rows[at], rows[at + 1 :]
        assert [row["Nhiệm vụ"] for row in each] == [o.short for o in obligations]
        for row, tally in zip(
            (*each, bottom), (*(case.month.tally(o.code) for o in obligations), case.month.tally()),
            strict=True,
        ):  # fmt: skip
            assert counts(row) == {name: tally[name] for name in oracle.CLASSES}, row["Nhiệm vụ"]
            assert int(str(row[total]).replace(".", "")) == tally.total()
        assert bool(parts) == (rows is not in_book)
        for row, tally in zip(parts, parts_of(case.month), strict=bool(parts)):
            assert counts(row) == {name: tally[name] for name in oracle.CLASSES}, row["Nhiệm vụ"]
            assert int(str(row[total]).replace(".", "")) == tally.total()


def test_the_key_counts(case: Case) -> None:
    now, before = keys_of(case.month), keys_of(case.before) if case.before else {}
    changes = moved(case.month, case.before) if case.before else {}
    rows = {str(row["Nội dung"]): row for row in case.book.table("Tổng quan", "Nội dung", "Kỳ này")}
    for label, count in now.items():
        row = rows[label]
        assert (row["Kỳ này"], row["Kỳ trước"]) == (count, before.get(label)), label
        if label in changes:
            assert row["Tăng, giảm (cùng đơn vị)"] == changes[label], label


def test_the_classes_of_all_obligations_and_how_they_moved(case: Case) -> None:
    rows = {row["Phân loại"]: row for row in case.book.table("Tổng quan", "Phân loại", "Kỳ này")}
    now, before = case.month, case.before
    assert before is not None
    both = now.known() & before.known()
    here, there = (Counter(m.standings[key] for key in both) for m in (now, before))
    for name in oracle.CLASSES:
        row, tally = rows[name], now.tally()
        assert (row["Kỳ này"], row["Kỳ trước"]) == (tally[name], before.tally()[name]), name
        change = None if name in oracle.UNTOLD else here[name] - there[name]
        assert row["Tăng, giảm (cùng đơn vị)"] == change, name
        assert row["Tỷ lệ (%)"] == pytest.approx(100 * tally[name] / tally.total())
    assert rows["Tổng cộng"]["Kỳ này"] == len(now.standings)


def test_the_course_of_the_months(case: Case) -> None:
    """Diễn biến: shares of filing and of the work, ratios, totals with the units behind them."""
    months = [case.month, *case.month.past][::-1]
    rows = case.book.table("Diễn biến", "Kỳ", "Đơn vị phải gửi")
    for row, month in zip(rows, months, strict=True):
        keys, can = keys_of(month), month.completion()
        assert row["Kỳ"] == tabular(month)
        owing, filed = keys["Đơn vị phải gửi báo cáo"], keys["Đơn vị đã gửi báo cáo hợp lệ"]
        assert (row["Đơn vị phải gửi"], row["Đơn vị đã gửi"]) == (owing, filed)
        assert row["Tỷ lệ đã gửi (%)"] == pytest.approx(100 * filed / owing)
        assert (row["Lượt phải hoàn thành"], row["Lượt hoàn thành"]) == (can.total(), done(month))
        assert row["Tỷ lệ hoàn thành (%)"] == pytest.approx(100 * done(month) / can.total())
        assert row["Lượt quá hạn"] == can[oracle.OVERDUE]
        assert row["Tỷ lệ quá hạn (%)"] == pytest.approx(100 * can[oracle.OVERDUE] / can.total())
    main = [i for i in case.month.register.asked(case.month.month) if i.is_main]
    known = [i for i in main if any(level(m, i) is not None for m in months)]
    totals = case.book.table("Diễn biến", "Chỉ tiêu", tabular(months[0]))
    assert [row["Chỉ tiêu"] for row in totals] == [i.name for i in known]
    for row, indicator in zip(totals, known, strict=True):
        for month in months:
            same(row[tabular(month)], indicator, level(month, indicator))
            if indicator in month.register.asked(month.month):
                units = month.level(indicator).known
                assert row[f"{tabular(month)} (đơn vị)"] == units, indicator.code
    shares = [i for i in known if i.how == RATIO]
    for row, month in zip(
        case.book.table("Diễn biến", "Kỳ", *map(headed, shares)), months, strict=True
    ):
        for indicator in shares:
            same(row[headed(indicator)], indicator, level(month, indicator))


def same(cell: object, indicator: Indicator, value: Decimal | None) -> None:
    """A cell of a workbook holds the exact value, unless it would be shown as all or as nothing."""
    if value is None:
        assert cell is None, indicator.code
        return
    near = value.quantize(Decimal(1).scaleb(-indicator.digits), ROUND_HALF_UP)
    kept = value if near == indicator.shown(value) else indicator.shown(value)
    assert cell == pytest.approx(float(kept), rel=1e-12), indicator.code


def test_how_the_units_of_each_group_filed(case: Case) -> None:
    rows = case.book.table("Tổng quan", "Nhóm đơn vị", oracle.ON_TIME)
    names = (oracle.ON_TIME, oracle.LATE, oracle.RESEND, oracle.MISSING, oracle.EXCUSED)
    expected = {}
    for code, name in case.month.register.groups.items():
        tally = Counter(case.month.filing(u) for u in case.month.units if u.group == code)
        if tally:
            expected[name[0].upper() + name[1:]] = [*(tally[n] for n in names), tally.total()]
    whole = [sum(column) for column in zip(*expected.values(), strict=True)]
    got = {row["Nhóm đơn vị"]: [row[name] for name in (*names, "Tổng cộng")] for row in rows}
    assert got == {**expected, "Tổng cộng": whole}


def test_how_each_unit_filed(case: Case) -> None:
    """Tình hình gửi, Phụ lục 2."""
    month = case.month
    *rows, bottom = case.book.table("Tình hình gửi", "Mã đơn vị", "Tình trạng")
    listed = case.monthly.rows("Đơn vị", "Thời điểm nhận", "Tình trạng")
    assert [row["Mã đơn vị"] for row in rows] == [unit.code for unit in month.units]
    assert [row["Đơn vị"] for row in listed] == [unit.short for unit in month.units]
    share = next(name for name in listed[0] if name.startswith("Hợp lệ"))
    for unit, row, line in zip(month.units, rows, listed, strict=True):
        filed, waived = month.filed.get(unit.code), month.waived(unit)
        faulty, blank, spoilt, owed, valid = month.lines(unit)
        codes = [o.code for o in month.register.owed(unit, month.month)]
        assert row["Tình trạng"] == month.filing(unit)
        at = filed.came.at.replace(tzinfo=None) if filed else None
        assert row["Thời điểm nhận"] == at
        assert row["Nhiệm vụ được giao"] == owed + len(waived), unit
        assert row["Số liệu hợp lệ"] == valid, unit
        assert listed_in(row["Nhiệm vụ có lỗi"]) == faulty, unit
        assert listed_in(row["Nhiệm vụ để trống"]) == blank
        assert listed_in(row["Nhiệm vụ được miễn, hoãn"]) == [c for c in codes if c in waived]
        assert listed_in(row["Chỉ tiêu không được tính"]) == spoilt
        assert line["Tình trạng"].startswith(month.filing(unit))
        assert minute(line["Thời điểm nhận"]) == (at and (at.date(), at.hour, at.minute))
        assert line[share] == (f"{valid}/{owed}" if filed and owed else "")
    assert bottom["Số liệu hợp lệ"] == sum(month.lines(unit)[4] for unit in month.units)


def listed_in(cell: object) -> list[str]:
    return str(cell).split(", ") if cell else []


def test_who_is_reminded(case: Case) -> None:
    """All that owe, but for the board to which they owe it: in a list, or named in the letter itself."""
    month = case.month
    units = [u for u in month.units if month.owes(u) and u.name != month.register.board]
    if not units:
        assert case.letter is None
        return
    assert case.letter is not None
    words = {oracle.MISSING: "Chưa gửi", oracle.RESEND: "Cần gửi lại"}
    rows = case.letter.rows("Đơn vị", "Tình trạng")
    if rows:
        assert [(row["Đơn vị"], row["Tình trạng"]) for row in rows] == [
            (u.in_full, words.get(month.filing(u), "Cần rà soát, bổ sung")) for u in units
        ]
        return
    names = {unit.name for unit in month.units}
    lines = (text.strip("- ,.") for text in case.letter.paragraphs if text.startswith("- "))
    assert [name for name in lines if name in names] == [unit.name for unit in units]


def test_who_has_no_report(case: Case) -> None:
    """Phụ lục 2 of the progress report."""
    rows = case.progress.rows("Đơn vị", "Tình hình gửi")
    expected = [
        (unit.short, case.month.filing(unit))
        for unit in owing(case.month, oracle.MISSING, oracle.RESEND)
    ]
    assert [(row["Đơn vị"], row["Tình hình gửi"]) for row in rows] == expected


def test_what_is_overdue(case: Case) -> None:
    """Quá hạn with the days, Phụ lục 3, Phụ lục 2 of the progress report."""
    late = list(overdue(case.month))
    shorts = {o.code: o.short for o in case.month.register.obligations}
    rows = case.book.table("Quá hạn", "Mã đơn vị", "Số ngày quá hạn") if late else []
    got = [
        (r["Mã đơn vị"], r["Mã nhiệm vụ"], r["Trạng thái"], r["Số ngày quá hạn"], r["Tỷ lệ (%)"])
        for r in rows
    ]
    assert got == [
        (u.code, code, status, days_over(case.month, due), percent and float(percent))
        for u, code, status, due, percent in late
    ]
    told = case.monthly.rows("Đơn vị", "Nhiệm vụ", "Thời hạn", "Trạng thái", "Tỷ lệ")
    if told or late:
        assert [
            (r["Đơn vị"], r["Nhiệm vụ"], day(r["Thời hạn"]), r["Trạng thái"], number(r["Tỷ lệ"]))
            for r in told
        ] == [(u.short, shorts[c], due.date(), status, p) for u, c, status, due, p in late]
    filing = case.month.register.filing().code
    by_task = sorted((u.short, due.date(), s, p) for u, c, s, due, p in late if c != filing)
    rows_ = case.progress.rows("Đơn vị", "Thời hạn", "Trạng thái báo cáo")
    assert by_task == sorted(
        (r["Đơn vị"], day(r["Thời hạn"]), r["Trạng thái báo cáo"], number(r["Tỷ lệ (%)"]))
        for r in rows_
    )


def test_what_counts_of_each_unit(case: Case) -> None:
    """Số liệu hợp lệ: the rows that count and no other, with status, share and day."""
    filed = case.month.filed
    rows = case.book.table("Số liệu hợp lệ", "Mã đơn vị", "Trạng thái") if filed else []
    got = {}
    for row in rows:
        on = row["Ngày hoàn thành"]
        key = str(row["Mã đơn vị"]), str(row["Mã nhiệm vụ"])
        got[key] = row["Trạng thái"], row["Tỷ lệ (%)"], on and on.date()
    assert len(got) == len(rows)
    assert got == {
        (unit, code): (said.status, said.percent and float(said.percent), said.day)
        for unit, each in filed.items()
        for code, said in each.said.items()
    }


def test_every_indicator_and_its_change(case: Case) -> None:
    month, before = case.month, case.before
    assert before is not None
    rows = case.book.table("Chỉ tiêu", "Mã", "Kỳ này")
    asked = month.register.asked(month.month)
    assert [row["Mã"] for row in rows] == [i.code for i in asked]
    for row, indicator in zip(rows, asked, strict=True):
        now, change = month.level(indicator), month.change(indicator)
        same(row["Kỳ này"], indicator, now.value)
        same(row["Kỳ trước"], indicator, level(before, indicator))
        assert row["Số đơn vị được hỏi"] == now.asked, indicator.code
        assert row["Số đơn vị có số liệu"] == now.known, indicator.code
        assert row["Trong đó lấy số báo cáo trước"] == now.carried, indicator.code
        assert row["Số đơn vị có số liệu cả hai kỳ"] == (change and change.units), indicator.code
        same(row["Kỳ này (cùng đơn vị)"], indicator, change and change.now)
        same(row["Kỳ trước (cùng đơn vị)"], indicator, change and change.before)
        difference = row["Tăng, giảm (cùng đơn vị)"]
        expected = float(change.now - change.before) if change else None
        assert difference == (expected if expected is None else pytest.approx(expected, abs=1e-9))


def test_the_figures_of_each_unit(case: Case) -> None:
    """Số liệu theo đơn vị: every figure, and the same totals as Chỉ tiêu has."""
    month = case.month
    asked = [i for i in month.register.asked(month.month) if i.how != RATIO]
    heads = {i.code: f"{headed(i)} ({i.measure})" for i in asked}
    *rows, bottom = case.book.table("Số liệu theo đơn vị", "Mã đơn vị", *heads.values())
    groups = {group for i in asked for group in i.groups}
    units = [unit for unit in month.units if unit.group in groups]
    assert [row["Mã đơn vị"] for row in rows] == [unit.code for unit in units]
    for indicator in asked:
        by_unit = told_of(month, indicator)
        told = [by_unit[unit.code] for unit in units]
        expected = [None if t == "x" else float(t) if isinstance(t, Decimal) else t for t in told]
        assert [row[heads[indicator.code]] for row in rows] == expected, indicator.code
        value = month.level(indicator).value
        whole = bottom[heads[indicator.code]]
        assert whole == (None if value is None else pytest.approx(float(value))), indicator.code


def test_the_figures_in_the_appendix(case: Case) -> None:
    """Phụ lục 5: every figure as printed; totals that say what they cover."""
    month = case.month
    asked = {without_source(i.name): i for i in month.register.asked(month.month) if i.how != RATIO}
    seen = Counter[str]()
    by_name = {unit.short: unit.code for unit in month.units}
    told = {name: told_of(month, indicator) for name, indicator in asked.items()}
    carried = {unit for indicator in asked.values() for unit in month.carried(indicator)}
    for table in case.monthly.tables:
        names = [name for name in table[0] if name in asked] if table else []
        if not names or "STT" not in table[0]:
            continue
        seen.update(names)
        at = {name: table[0].index(name) for name in names}
        *rows, bottom = table[2:]
        for row in rows:
            unit = by_name[row[1].partition(" (số ")[0]]
            assert ("(số " in row[1]) == (unit in carried), row[1]
            for name in names:
                value, cell = told[name][unit], row[at[name]]
                assert (number(cell) if isinstance(value, Decimal) else cell or None) == value, name
        for name in names:
            totals_agree(month, asked[name], bottom[at[name]])
    known = any(month.level(i).known for i in asked.values())
    assert seen == (Counter(asked.keys()) if known else Counter())


def without_source(name: str) -> str:
    """As a narrow column is headed: without what stands in brackets at its end."""
    return re.sub(r" \([^()]*\)$", "", name)


def totals_agree(month: Month, indicator: Indicator, cell: str) -> None:
    now = month.level(indicator)
    assert number(cell) == (None if now.value is None else indicator.shown(now.value)), cell
    covered = re.search(r"\((\d+)/(\d+)\)", cell)
    is_part = now.value is not None and now.known < now.asked
    assert (covered and (int(covered[1]), int(covered[2]))) == (
        (now.known, now.asked) if is_part else None
    )


# The body.


def test_the_table_of_main_figures(case: Case) -> None:
    """This month and last as each was told, the change over the same units, and which units these are."""
    month, before = case.month, case.before
    assert before is not None
    labels = {f"{i.name} ({i.measure})": i for i in month.register.asked(month.month)}
    now_head, then_head = (f"Tháng {int(m.month[-2:])}" for m in (month, before))
    rows = case.monthly.rows("Chỉ tiêu", now_head, then_head)
    told = [(labels[row["Chỉ tiêu"]], row) for row in rows if row["Chỉ tiêu"] in labels]
    assert len(told) == len(rows) > 0
    for indicator, row in told:
        now = month.level(indicator)
        assert now.value is not None
        assert number(row[now_head]) == indicator.shown(now.value), indicator.code
        then = level(before, indicator)
        shown = None if then is None else indicator.shown(then)
        assert number(row[then_head].strip("–")) == shown, indicator.code
        beside = (shown, indicator.shown(now.value))
        change_agrees(row["Tăng, giảm"], indicator, month.change(indicator), beside)
        units_agree(row["Số đơn vị"], month, indicator)


def units_agree(cell: str, month: Month, indicator: Indicator) -> None:
    """``107/114 (102)``: known, asked where that is more, a star where some are carried, known in both months."""
    found = re.fullmatch(r"(\d+)(?:/(\d+))?(\*)?(?: \((\d+)\))?", cell)
    assert found, cell
    now, change = month.level(indicator), month.change(indicator)
    assert (int(found[1]), int(found[2] or found[1])) == (now.known, now.asked), indicator.code
    assert bool(found[3]) == bool(now.carried), indicator.code
    if found[4] and change:
        assert int(found[4]) == change.units, indicator.code


def test_the_table_of_overdue_tasks(case: Case) -> None:
    """By task, with the days; who did not send the monthly file is told elsewhere."""
    filing = case.month.register.filing().code
    rows = case.monthly.rows("Đơn vị", "Quá hạn (ngày)", "Tỷ lệ")
    expected = sorted(
        (unit.in_full, days_over(case.month, due), percent)
        for unit, code, _, due, percent in overdue(case.month)
        if code != filing
    )
    got = sorted((r["Đơn vị"], int(r["Quá hạn (ngày)"]), number(r["Tỷ lệ"])) for r in rows)
    assert got == expected


def test_the_lines_at_the_head(case: Case) -> None:
    """The four figures that matter."""
    month, can = case.month, case.month.completion()
    owe = [unit for unit in month.units if not month.is_excused(unit)]
    expected = {
        "Nhiệm vụ phải hoàn thành": (done(month), can.total()),
        "Nhiệm vụ thường xuyên": (running(month), ongoing(month, month.standings)),
        "Chế độ báo cáo": (on_time(month), len(owe)),
    }
    if not month.filed:  # nobody says what goes on
        del expected["Nhiệm vụ thường xuyên"]
    for label, (part, whole) in expected.items():
        line = next(t for t in case.monthly.paragraphs if t.startswith(f"- {label}:"))
        found = re.search(r"(\d+)/(\d+)[^;.]*?đạt ([\d,]+)%", line)
        assert found, line
        rate = Decimal(found[3].replace(",", "."))
        assert (int(found[1]), int(found[2]), rate) == (part, whole, points(part, whole)), line
    filing = month.register.filing().code
    late = [(unit.code, code) for unit, code, *_ in overdue(month) if code != filing]
    line = next((t for t in case.monthly.paragraphs if t.startswith("- Nhiệm vụ quá hạn:")), "")
    if late or line:
        told = tuple(map(int, re.findall(r"(\d+) (?:lượt|đơn vị)", line.partition(";")[0])))
        assert told == (len(late), len({unit for unit, _ in late})), line


def test_the_page_of_six_figures(case: Case) -> None:
    """tom-tat: both months as each stands by itself; figures of indicators over the units that are named."""
    month, before = case.month, case.before
    assert before is not None
    names = [f"Tháng {int(m.month[-2:])}" for m in (month, before)]
    rows = {row["Số liệu chính"]: row for row in case.brief.rows("Số liệu chính", *names)}
    assert len(rows) == 6
    for name, m in zip(names, (month, before), strict=True):
        owe = [unit for unit in m.units if not m.is_excused(unit)]
        expected = {
            "Lượt nhiệm vụ hoàn thành": (done(m), m.completion().total()),
            "Đơn vị gửi báo cáo đúng hạn": (on_time(m), len(owe)),
            "Lượt thường xuyên đang thực hiện": (running(m), ongoing(m, m.standings)),
        }
        if not m.filed:  # nobody says what goes on
            del expected["Lượt thường xuyên đang thực hiện"]
            assert rows["Lượt thường xuyên đang thực hiện"][name] == "chưa có số liệu"
        for label, (part, whole) in expected.items():
            found = re.fullmatch(r"(\d+)/(\d+) \(([\d,]+)%\)", rows[label][name])
            assert found, rows[label]
            rate = Decimal(found[3].replace(",", "."))
            assert (int(found[1]), int(found[2]), rate) == (part, whole, points(part, whole)), label
        filing = m.register.filing().code
        late = [unit.code for unit, code, *_ in overdue(m) if code != filing]
        told = tuple(map(int, re.findall(r"\d+", rows["Lượt nhiệm vụ quá hạn"][name])))
        assert told == (len(late), len(set(late))) or (not late and told in ((), (0,)))
    for indicator in month.register.asked(month.month):
        for label, row in rows.items():
            if re.sub(r" \(\d+/\d+ đơn vị\)|\*", "", label) == indicator.name:
                change = month.change(indicator)
                assert change is not None
                covered = re.search(r"\((\d+)/(\d+) đơn vị\)", label)
                asked = month.level(indicator).asked
                whole = (int(covered[1]), int(covered[2])) if covered else (asked, asked)
                assert whole == (change.units, asked), label
                for name, value in zip(names, (change.now, change.before), strict=True):
                    digits = re.match(r"[\d.,]+", row[name])
                    assert digits
                    assert number(digits[0]) == indicator.shown(value), label


def test_shares_in_sentences_are_those_of_their_numbers(case: Case) -> None:
    found = [each for paper in (case.monthly, case.progress) for each in shares(paper)]
    if case.kind == "shipped":
        assert len(found) >= 10
    for text, part, whole, rate in found:
        assert part <= whole, text
        assert rate == points(part, whole), text


def test_sentences_on_one_obligation_or_group_tell_its_counts(case: Case) -> None:
    month = case.month
    checked = 0
    for text, part, whole, _ in (e for p in (case.monthly, case.progress) for e in shares(p)):
        expected = attributed(month, text)
        if expected is not None:
            checked += 1
            assert (part, whole) in expected, text
    assert checked >= (10 if case.kind == "shipped" else 0)


def test_the_work_against_last_month(case: Case) -> None:
    """Progress report: one-off tasks that both months tell, before and now; units that fulfil each task."""
    month, before = case.month, case.before
    assert before is not None
    both = [key for key in month.known() & before.known() if kind(month, key[1]) == oracle.ONE_OFF]
    moved_by = [
        tuple(sum(m.standings[key] in some for key in both) for m in (before, month))
        for some in (oracle.ALL_DONE, {oracle.OVERDUE})
    ]
    line = next(
        filter(re.compile(r"So với tháng \d+, số lượt").match, case.progress.paragraphs), ""
    )
    moves = re.findall(r"(?:tăng|giảm) từ (\d+) (?:lên|xuống) (\d+)", line)
    expected = [pair for pair in moved_by if pair[0] != pair[1]]
    assert [tuple(map(int, move)) for move in moves] == (expected if line else [])
    assert bool(line) or not both
    checked = 0
    for text in case.progress.paragraphs:
        found = re.search(
            r"So với tháng \d+, số đơn vị [^.]*?(?:(tăng|giảm) (\d+) đơn vị|không thay đổi)", text
        )
        about = [o for o in month.register.obligations if o.short in text]
        if found and len(about) == 1:
            told = int(found[2] or 0) * (-1 if found[1] == "giảm" else 1)
            assert told == gained(month, before, about[0]), text
            checked += 1
    assert checked >= (4 if case.kind == "shipped" else 0)


def test_what_one_unit_owes_by_name(case: Case) -> None:
    """``Đảng ủy … hoàn thành 01/03 nhiệm vụ phải hoàn thành``."""
    month, checked = case.month, 0
    for unit in month.units:
        for text in case.monthly.paragraphs:
            found = re.match(
                re.escape(unit.name) + r" hoàn thành (\d+)/(\d+) nhiệm vụ phải hoàn thành", text
            )
            if found:
                own = [
                    o
                    for o in month.owed(unit)
                    if unit.code in o.owners and o.kind != oracle.ONGOING
                ]
                stand = [month.standings[unit.code, o.code] for o in own]
                stand = [each for each in stand if each != oracle.WAIVED]
                done_ = sum(each in oracle.ALL_DONE for each in stand)
                assert (int(found[1]), int(found[2])) == (done_, len(stand)), text
                checked += 1
    assert checked >= (3 if case.kind == "shipped" else 0)


def test_who_leads_is_counted_so(case: Case) -> None:
    """On time, nothing to mend, and all that can be completed done in time."""
    month = case.month
    words = r"Có (\d+)/(\d+) đơn vị gửi báo cáo đúng hạn, số liệu hợp lệ và hoàn thành đúng hạn"
    found = next((f for t in case.monthly.paragraphs if (f := re.match(words, t))), None)
    led = leading(month)
    assert bool(found) == bool(led)
    if found:
        owe = [unit for unit in month.units if not month.is_excused(unit)]
        assert (int(found[1]), int(found[2])) == (led, len(owe))


def test_who_filed_in_one_paragraph(case: Case) -> None:
    month = case.month
    owe = [unit for unit in month.units if not month.is_excused(unit)]
    filed = sum(unit.code in month.filed for unit in owe)
    for text in case.monthly.paragraphs:
        found = re.match(r"Có (\d+)/(\d+) đơn vị gửi báo cáo \(", text)
        if found:
            assert (int(found[1]), int(found[2])) == (filed, len(owe))
            for words, standing in (
                (r"(\d+) đơn vị gửi đúng hạn", oracle.ON_TIME),
                (r"(\d+) đơn vị gửi sau hạn", oracle.LATE),
                (r"Còn (\d+) đơn vị chưa gửi", oracle.MISSING),
                (r"(\d+) đơn vị gửi chưa đúng biểu mẫu", oracle.RESEND),
            ):
                count = re.search(words, text)
                if count:
                    assert int(count[1]) == len(owing(month, standing)), text
            return
    assert not filed
