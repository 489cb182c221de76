"""The invented month: the same every time, every unit accounted for, true to the register, marked."""

from __future__ import annotations

import hashlib
import re
import tomllib
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from io import BytesIO
from itertools import product
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace
from rapidfuzz import fuzz

from cv183_reports.form.fields import LAST_RESULT, NEW_DEADLINE, last_day
from cv183_reports.form.filled import describe
from cv183_reports.form.values import Answers
from cv183_reports.model import (
    LOCAL,
    Constraint,
    Figure,
    Filing,
    Period,
    Receipt,
    Record,
    Register,
    Status,
    Unit,
)
from cv183_reports.model.finding import Finding, Severity
from cv183_reports.sample import world
from cv183_reports.sample.answers import Writer, issued
from cv183_reports.sample.month import (
    SEED,
    SPOILT,
    PlantedFault,
    Sending,
    attachments,
    reported_on,
    sample_month,
    scaled,
    sendings,
)
from cv183_reports.sample.world import TEXTS, StoryStage, figures_of, holds, read_texts
from cv183_reports.spreadsheet.xlsx import read_workbook
from cv183_reports.validation.batch import Batch, Received, settle
from cv183_reports.validation.judgement import judge_submission
from cv183_reports.vietnamese.wording import lower_first
from tests.builders import REGISTER as SMALL
from tests.shipped import shipped_register

DATA = Path(__file__).parents[1] / "data" / "danh-muc.xlsx"
TOML = Path(world.__file__).with_name("texts.toml")
AUGUST, SEPTEMBER = Period(2025, 8), Period(2025, 9)
MONTHS = (AUGUST, SEPTEMBER)


@cache
def part() -> Register:
    """Every city unit and a quarter of the communes: enough for every fault, quick to write."""
    units = [
        u for n, u in enumerate(shipped_register().units) if not u.code.isdigit() or n % 4 == 0
    ]
    return replace(shipped_register(), units=tuple(units))


@cache
def written(period: Period) -> tuple[tuple[Sending, bytes], ...]:
    return tuple(attachments(part(), period))


class Judged(Struct, frozen=True):
    batch: Batch
    findings: Mapping[str, tuple[Finding, ...]]
    """Of each file by name, those of the reader included."""
    records: Mapping[tuple[str, str], Record]
    figures: Mapping[tuple[str, str], Figure]


@cache
def judged(period: Period) -> Judged:
    last = judged(AUGUST) if period == SEPTEMBER else None
    received, unreadable = [], {}
    for sending, content in written(period):
        book, on_cells = read_workbook(content, sending.name)
        if book is None:
            unreadable[sending.name] = on_cells
            continue
        receipt = Receipt(sending.at, "thử")
        judgement = judge_submission(
            describe(book),
            part(),
            period,
            receipt,
            last=last.records if last else {},
            last_figures=last.figures if last else {},
            on_cells=on_cells,
        )
        received.append(Received(hashlib.sha256(content).hexdigest(), receipt, judgement))
    batch = settle(received, part())
    return Judged(
        batch,
        {j.file: j.findings for j in batch.judgements} | unreadable,
        {(f.unit, r.obligation): r for f in batch.filings for r in f.records},
        {(f.unit, r.indicator): r for f in batch.filings for r in f.figures},
    )


def test_the_same_month_has_the_same_bytes() -> None:
    few = replace(part(), units=part().units[::8])
    assert sample_month(few, SEPTEMBER) == sample_month(few, SEPTEMBER)
    assert sample_month(few, SEPTEMBER) != sample_month(few, SEPTEMBER, seed="another world")


def test_entries_carry_the_time_of_receipt() -> None:
    few = replace(part(), units=part().units[20:36])
    with zipfile.ZipFile(BytesIO(sample_month(few, SEPTEMBER))) as archive:
        times = {e.filename: datetime(*e.date_time, tzinfo=LOCAL) for e in archive.infolist()}
    assert times == {s.name: s.at for s in sendings(few, SEPTEMBER, SEED)}
    assert list(times.values()) == sorted(times.values())


@pytest.mark.parametrize("period", [AUGUST, SEPTEMBER, Period(2025, 12), Period(2026, 2)])
def test_every_unit_files_is_late_or_is_missing(period: Period) -> None:
    sent = sendings(shipped_register(), period, SEED)
    due = period.instant(22).replace(hour=16)
    senders = {s.unit.code for s in sent}
    late = {s.unit.code: s.at for s in sent if s.at >= due}
    assert len(shipped_register().units) - len(senders) == 4
    assert len(late) == 7
    soonest, latest = due + timedelta(minutes=5), due + timedelta(hours=22)
    assert all(soonest <= at <= latest for at in late.values())
    assert all(s.at > period.instant(13) for s in sent)
    assert len({s.name for s in sent}) == len(sent)
    assert {s.fault for s in sent} == {*PlantedFault, None}
    assert len([s for s in sent if s.fault]) == len(PlantedFault) + 1
    spoilt = {s.unit.code for s in sent if s.fault in SPOILT}
    assert senders - spoilt == reported_on(shipped_register(), period, SEED).keys()


@pytest.mark.parametrize("period", MONTHS)
def test_forms_without_a_planted_fault_are_accepted(period: Period) -> None:
    copied_from = "SUB096"
    troubled = {
        sending.name: [f.code for f in judged(period).findings[sending.name]]
        for sending, _ in written(period)
        if sending.fault is None
        and any(f.severity is not Severity.NOTE for f in judged(period).findings[sending.name])
    }
    assert list(troubled.values()) == [[copied_from]], troubled


EXPECTED = {
    PlantedFault.PERCENT_AS_SHARE: {"SUB043"},
    PlantedFault.PERCENT_IN_WORDS: {"SUB042"},
    PlantedFault.DATE_AS_TEXT: {"SUB046"},
    PlantedFault.DONE_AT_SIXTY: {"SUB063"},
    PlantedFault.STATUS_WITHOUT_MARKS: {"SUB041"},
    PlantedFault.ROW_LEFT_BLANK: {"SUB062"},
    PlantedFault.LEGACY_TEXT: {"SUB032"},
    PlantedFault.FIGURES_DISAGREE: {"SUB085"},
    PlantedFault.COPIED: {"SUB096"},
    PlantedFault.RESUBMITTED: {"SUB092", "SUB094"},
    PlantedFault.PDF: {"FIL030"},
    PlantedFault.WRONG_MONTH: {"SUB003", "SUB008"},
    PlantedFault.TRUNCATED: {"FIL030"},
}
FELL_BACK = "SUB069"
"""60% after last month's 100%: only where there is a last month."""


@pytest.mark.parametrize("period", MONTHS)
@pytest.mark.parametrize("fault", PlantedFault)
def test_each_planted_fault_gives_its_finding(period: Period, fault: PlantedFault) -> None:
    names = [sending.name for sending, _ in written(period) if sending.fault is fault]
    codes = {finding.code for name in names for finding in judged(period).findings[name]}
    assert codes - {FELL_BACK} == EXPECTED[fault]


def filings(period: Period) -> dict[str, Filing]:
    return {filing.unit: filing for filing in judged(period).batch.filings}


def test_every_file_that_counts_is_marked_as_a_sample() -> None:
    assert all(filing.sample for month in MONTHS for filing in filings(month).values())
    assert len(filings(SEPTEMBER)) > 45


def test_from_month_to_month_nothing_falls_back() -> None:
    before, now = judged(AUGUST).records, judged(SEPTEMBER).records
    ongoing = [code for code in before.keys() & now.keys() if code[1] not in ("1.4", "5.4")]
    assert len(ongoing) > 100
    for key in ongoing:
        old, new = before[key], now[key]
        if old.status is Status.DONE:
            assert (new.status, new.done_on) == (Status.DONE, old.done_on), key
        if old.percent is not None and new.percent is not None:
            assert new.percent >= old.percent or new.percent == 60, key


def test_the_grey_cells_hold_what_was_reported_the_month_before() -> None:
    flawless = {sending.unit.code for sending, _ in written(AUGUST) if sending.fault is None}
    told = {code: filing for code, filing in filings(AUGUST).items() if code in flawless}
    compared = 0
    for sending, content in written(SEPTEMBER):
        if sending.fault is not None or sending.unit.code not in told:
            continue
        book, _ = read_workbook(content, sending.name)
        assert book is not None
        rows = {row.code: row for row in describe(book).answers[0].rows}
        for record in told[sending.unit.code].records:
            cell = rows[record.obligation].slot(LAST_RESULT).cell
            assert cell is not None
            assert cell.text == record.result
            compared += 1
    assert compared > 120


UNITS = st.sampled_from(range(142))
PERIODS = st.builds(Period, st.just(2026), st.integers(1, 12)) | st.sampled_from(MONTHS)


@settings(max_examples=60, deadline=None)
@given(UNITS, PERIODS, st.text("0123456789", min_size=1, max_size=4))
def test_every_indicator_has_a_figure_and_every_constraint_holds(
    number: int, period: Period, seed: str
) -> None:
    register = shipped_register()
    unit = register.units[number]
    figures = figures_of(unit, register, period, seed)
    asked = {indicator.code: indicator for indicator in register.indicators_of(unit)}
    assert figures.keys() == asked.keys()
    for code, value in figures.items():
        assert value >= 0
        assert value == round(value, asked[code].decimals)
        if asked[code].measure in ("%", "điểm"):
            assert value <= 100
    broken = [c for c in _constraints(register, figures) if not holds(c, figures)]
    assert broken == []


def _constraints(register: Register, figures: Mapping[str, object]) -> list[Constraint]:
    return [c for c in register.constraints if figures.keys() >= {*c.left, *c.right}]


def test_indicators_that_staff_add_get_figures_that_fit_too() -> None:
    sums = Constraint(("MOI1", "MOI2"), "=", ("MOI3",), "cộng lại")
    less = Constraint(("MOI1",), "<=", ("MOI2",), "không quá")
    added = tuple(
        replace(SMALL.indicators[0], code=code, order=9) for code in ("MOI1", "MOI2", "MOI3")
    )
    register = replace(
        SMALL,
        indicators=SMALL.indicators + added,
        constraints=(*SMALL.constraints, sums, less),
    )
    for unit in register.units[:2]:
        figures = figures_of(unit, register, SEPTEMBER, SEED)
        assert len(figures) == 7
        assert all(holds(c, figures) for c in register.constraints)


def test_what_is_left_over_is_carried_into_the_next_month() -> None:
    for unit in shipped_register().units[-114:]:
        before = figures_of(unit, shipped_register(), AUGUST, SEED)
        now = figures_of(unit, shipped_register(), SEPTEMBER, SEED)
        assert now["HC01"] == before["HC09"]
        for code in ("CS01", "CS04", "CS06", "CS07", "KN01", "KN02"):
            assert now[code] >= before[code]


def test_scaling_adds_communes_of_our_own_making() -> None:
    big = scaled(shipped_register(), 3321)
    assert len(big.units) == 3321
    assert big.units[:142] == shipped_register().units
    first, last = big.units[142], big.units[-1]
    assert (first.code, first.short_name) == ("90001", "Xã Minh họa 0001")
    assert (last.code, last.name) == ("93179", "Đảng ủy xã Minh họa 3179")
    assert big.obligations_of(first) == shipped_register().obligations_of(
        shipped_register().units[-1]
    )
    assert len({unit.code for unit in big.units}) == 3321


def test_scaling_takes_no_unit_away() -> None:
    with pytest.raises(ValueError, match="141"):
        scaled(shipped_register(), 141)
    assert scaled(shipped_register(), 142).units == shipped_register().units


def test_a_scaled_month_holds_the_added_communes() -> None:
    few = replace(part(), units=part().units[-3:])
    with zipfile.ZipFile(BytesIO(sample_month(scaled(few, 8), SEPTEMBER))) as archive:
        assert any("Minh họa" in name or "Minh hoa" in name for name in archive.namelist())


POOLS = (*TEXTS.commune.pools.items(), *TEXTS.city.pools.items(), ("any", TEXTS.other))
STAGES = [(code, name, getattr(pool, name)) for code, pool in POOLS for name in ("done", "doing")]


def fields(sentences: Iterable[str]) -> set[str]:
    return {name for s in sentences for _, name, _, _ in Formatter().parse(s) if name}


def test_every_field_of_every_sentence_is_known() -> None:
    told = [s for _, _, stage in STAGES for s in (*stage.openings, *stage.details)]
    told += [s for _, pool in POOLS for s in pool.not_started]
    told += [*TEXTS.not_arising, *TEXTS.not_competent, *TEXTS.commune.plans, *TEXTS.city.plans]
    known = {"noi", "don_vi", "thang", "moc", *TEXTS.loose}
    known |= {indicator.code for indicator in shipped_register().indicators}
    assert len(told) > 150
    assert fields(told) - known == {"xong"}
    evidence = [s for _, _, stage in STAGES for s in stage.evidence]
    assert fields(evidence) - known == {"xong"} | TEXTS.documents.keys()


@pytest.mark.parametrize(("code", "name", "stage"), STAGES)
def test_finished_and_unfinished_work_are_told_apart(
    code: str, name: str, stage: StoryStage
) -> None:
    told = " ".join((*stage.openings, *stage.details))
    if name == "doing":
        assert "{xong}" not in told
        assert "{HD}" not in stage.evidence
        return
    assert all("{xong}" in opening for opening in stage.openings)
    never_ends = code in ("1.1", "1.2")
    assert never_ends or not re.search(r"đang|\{phan\}|Dự thảo (?!trình)", told)
    assert not [proof for proof in stage.evidence if "Dự thảo" in proof]


@cache
def answers_of_all(period: Period) -> Mapping[str, Answers]:
    days = reported_on(shipped_register(), period, SEED)
    units = [unit for unit in shipped_register().units if unit.code in days]
    return {
        u.code: Writer(u, shipped_register(), period, days[u.code], SEED).answers() for u in units
    }


@pytest.mark.parametrize("period", MONTHS)
def test_no_two_units_of_the_city_write_the_same(period: Period) -> None:
    rows = [row for answers in answers_of_all(period).values() for row in answers.rows.items()]
    for column in ("result", "difficulty", "proposal"):
        told = [(code, row[column]) for code, row in rows if row.get(column)]
        assert len(told) == len(set(told)) > 100


def masked(text: object, unit: Unit) -> str:
    """`text` without the unit's name, numbers and days: what it shares with the same sentence of others."""
    told = str(text)
    for name in (unit.name, unit.short_name, f"{lower_first(unit.short_name)}"):
        told = told.replace(name, "@")
    return re.sub(r"\d[\d./]*", "#", told)


NEARLY_THE_SAME = 95
"""Percent of the letters that two texts share, in their order."""


@pytest.mark.parametrize("period", MONTHS)
def test_no_three_units_tell_nearly_the_same_of_one_task(period: Period) -> None:
    told: dict[str, list[str]] = {}
    for code, answers in answers_of_all(period).items():
        unit = shipped_register().unit(code)
        assert unit is not None
        for obligation, row in answers.rows.items():
            told.setdefault(obligation, []).append(masked(row["result"], unit))
    alike = [
        (obligation, text)
        for obligation, said in told.items()
        for text in said
        if sum(fuzz.ratio(text, other) >= NEARLY_THE_SAME for other in said) > 2
    ]
    assert sum(map(len, told.values())) > 600
    assert alike == []


@pytest.mark.parametrize("period", MONTHS)
def test_most_causes_are_none_of_the_units_own(period: Period) -> None:
    rows = [row for answers in answers_of_all(period).values() for row in answers.rows.values()]
    causes = Counter(row.get("cause") for row in rows if row.get("difficulty"))
    alone = [row for row in rows if row.get("cause") and not row.get("difficulty")]
    assert {row["status"] for row in alone} <= {"Đang thực hiện", "Chưa thực hiện"}  # overdue
    shares = [causes[value] / causes.total() for value in ("Khách quan", "Chủ quan", "Cả hai")]
    assert sum(shares) == pytest.approx(1)
    for share, wanted in zip(shares, (0.60, 0.25, 0.15), strict=True):
        assert share == pytest.approx(wanted, abs=0.05)


def test_a_new_deadline_is_asked_for_most_of_what_is_overdue_and_nothing_else() -> None:
    register = shipped_register()
    asked: list[bool] = []
    for period in MONTHS:
        due, last = register.due(period), last_day(NEW_DEADLINE, period)
        passed = {
            each.code
            for each in register.obligations
            if each.deadline is not None and each.deadline.at(period) <= due
        }
        rows = [row for told in answers_of_all(period).values() for row in told.rows.items()]
        for code, row in rows:
            day = row.get("new_deadline")
            is_open = row["status"] in (Status.NOT_STARTED.value, Status.IN_PROGRESS.value)
            if is_open and code in passed:
                asked.append(bool(day))
                assert not day or (isinstance(day, date) and due.date() < day <= last)
            else:
                assert not day
    assert len(asked) > 20
    assert 0.7 < sum(asked) / len(asked) < 0.98


@pytest.mark.parametrize("period", MONTHS)
def test_what_stands_out_is_said_by_most_who_are_asked_and_by_no_neighbours_alike(
    period: Period,
) -> None:
    told = {
        unit.order: masked(answers_of_all(period)[unit.code].highlight, unit)
        for unit in shipped_register().units
        if unit.code in answers_of_all(period)
    }
    communes = {u.order for u in shipped_register().units if u.tier}
    said = {order: text for order, text in told.items() if text}
    assert said.keys() <= communes
    assert len(said) > 0.8 * len(communes)
    assert len(set(said.values())) > 60
    sentences = {order: set(re.split(r"(?<=\.) ", text)) for order, text in said.items()}
    assert all(len(found) == 3 for found in sentences.values())
    assert not [o for o in sentences if sentences[o] & sentences.get(o + 1, set())]


@pytest.mark.parametrize("period", MONTHS)
def test_whoever_approves_has_a_name_and_the_title_of_a_head_or_a_deputy(period: Period) -> None:
    heads = [answers.header for answers in answers_of_all(period).values()]
    assert all(head["approved_by"] for head in heads)
    titles = {str(head["approver_title"]) for head in heads}
    assert {"Bí thư", "Phó Bí thư", "Phó Giám đốc"} <= titles
    assert all(title[:1].isupper() and not title.isupper() for title in titles)
    assert not [title for title in titles if "văn phòng" in title]


def test_every_theme_has_more_wordings_than_there_are_communes() -> None:
    around = TEXTS.wordings
    openings = set(product(around.views, around.times))
    requests = set(product(around.requests, around.manners, around.pleas))
    for theme in TEXTS.themes:
        assert len(openings) * len(set(theme.difficulties)) >= 114
    assert len(requests) >= 114


@pytest.mark.parametrize("period", MONTHS)
def test_figures_in_results_are_those_of_the_figures_sheet(period: Period) -> None:
    compared = 0
    for answers in answers_of_all(period).values():
        told = " ".join(str(row["result"]) for row in answers.rows.values())
        for whole_count in re.findall(r"tiếp nhận ([\d.]+) hồ sơ", told):
            assert int(whole_count.replace(".", "")) == answers.figures["HC02"]["value"]
            compared += 1
    assert compared > 30


@pytest.mark.parametrize("period", MONTHS)
def test_documents_are_of_working_days_since_the_dispatch(period: Period) -> None:
    rows = [row for answers in answers_of_all(period).values() for row in answers.rows.values()]
    dated = [re.search(r"ngày (\d+)/(\d+)/(\d+)$", str(row.get("evidence"))) for row in rows]
    days = [date(*map(int, reversed(found.groups()))) for found in dated if found]
    assert len(days) > 400
    assert all(issued(shipped_register()) <= day < date(2025, period.month, 24) for day in days)
    assert {day.weekday() for day in days} <= set(range(5))


def test_themes_reach_every_field_and_level_and_only_real_obligations() -> None:
    raised = TEXTS.commune.themes + TEXTS.city.themes
    assert len(TEXTS.commune.themes) >= 25
    profile = shipped_register().profile
    assert {theme.field for theme in raised} == {choice.value for choice in profile.fields}
    assert {theme.level for theme in raised} == {choice.value for choice in profile.levels}
    codes = {obligation.code for obligation in shipped_register().obligations}
    assert {code for theme in raised for code in theme.obligations} <= codes


COMMUNE = {
    "tasks": {},
    "themes": [],
    "plans": ["Giao ban."],
    "telephone": "02",
    "legacy": "§",
    "highlights": [["Ổn định."]],
}
BROKEN = [
    ("shared", {}, KeyError),
    ("other", {"done": {}, "doing": {}}, TypeError),
    ("not_arising", [], ValueError),
    ("not_arising", "Không phát sinh.", ValueError),
    ("preparers", ["Nguyễn Văn", ""], ValueError),
    ("commune", {**COMMUNE, "plans": ["@nowhere"]}, KeyError),
    ("commune", {**COMMUNE, "plan": ["x"]}, TypeError),
    ("commune", {**COMMUNE, "highlights": [["Ổn định."], []]}, ValueError),
    ("commune", {**COMMUNE, "themes": [{"field": "Thể thao"}]}, KeyError),
    ("wordings", {"views": [""]}, TypeError),
    ("unheard", ["x"], TypeError),
]


@pytest.mark.parametrize(("table", "content", "error"), BROKEN)
def test_texts_that_do_not_fit_are_refused(
    table: str, content: object, error: type[Exception]
) -> None:
    data = tomllib.loads(TOML.read_text(encoding="utf-8"))
    assert read_texts(data) == TEXTS
    with pytest.raises(error):
        read_texts(data | {table: content})
