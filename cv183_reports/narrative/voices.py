"""Sections IV and V: difficulties by field, proposals by who can settle them."""

from __future__ import annotations

from collections.abc import Sequence

from cv183_reports.consolidation.choices import THEMES, printed
from cv183_reports.consolidation.likeness import without_lead_in
from cv183_reports.model import Unit
from cv183_reports.model.consolidated import Consolidated, Theme, ThemeGroup
from cv183_reports.model.prose import About, Basis, Block, Section, body, heading, intro, item
from cv183_reports.narrative.phrases import (
    NAMED,
    in_line,
    in_sentence,
    units_named,
    who_said,
    without_full_stop,
)
from cv183_reports.vietnamese.wording import count, listed, sentence

_OVERDUE_APPENDIX = "Phụ lục 3"


def difficulties(now: Consolidated) -> Section:
    """Section IV of the monthly report."""
    late = overdue(now, _OVERDUE_APPENDIX) or (
        f"chưa ghi nhận nhiệm vụ quá hạn mà chưa hoàn thành ({_OVERDUE_APPENDIX})"
    )
    blocks = [body(sentence(late), basis=Basis(About.OVERDUE))]
    if now.difficulties:
        lead = f"{_speakers(now.difficulties)} nêu khó khăn, vướng mắc; các nội dung chính (chi tiết tại Phụ lục 4):"
        blocks += [
            intro(lead, basis=Basis(About.DIFFICULTIES)),
            *_themes(now, now.difficulties, "nêu", About.DIFFICULTIES),
        ]
    else:
        blocks.append(body(_silent(now, "khó khăn, vướng mắc")))
    return Section("IV", "Hạn chế, khó khăn, vướng mắc", tuple(blocks))


def proposals(now: Consolidated) -> Section:
    """Section V of the monthly report."""
    if not now.proposals:
        return Section("V", "Kiến nghị, đề xuất", (body(_silent(now, "kiến nghị, đề xuất")),))
    lead = f"{_speakers(now.proposals)} kiến nghị, đề xuất; các nội dung chính (chi tiết tại Phụ lục 4):"
    themes = _themes(now, now.proposals, "kiến nghị", About.PROPOSALS, prefix="Đối với ")
    begin = intro(lead, basis=Basis(About.PROPOSALS))
    return Section("V", "Kiến nghị, đề xuất", (begin, *themes))


def _speakers(groups: Sequence[ThemeGroup]) -> str:
    units = {unit.code for group in groups for theme in group.themes for unit in theme.units}
    return f"Có {count(len(units))} đơn vị"


def overdue(now: Consolidated, appendix: str) -> str:
    """How much is overdue, whose it is and what; empty when nothing is. `appendix` lists it."""
    late = now.overdue
    if not late:
        return ""
    units: dict[str, Unit] = {a.unit.code: a.unit for a in late}
    unsent = sum(a.obligation.judged_by_receipt for a in late)
    codes = {
        a.obligation.order: a.obligation.code for a in late if not a.obligation.judged_by_receipt
    }
    parts, kind = [], now.register.profile.dispatch.kind
    if unsent:
        parts.append(f"{count(unsent)} lượt do chưa gửi báo cáo tháng")
    if codes:
        listed_codes = listed([code for _, code in sorted(codes.items())])
        parts.append(f"{count(len(late) - unsent)} lượt thuộc mục {listed_codes} của {kind}")
    text = (
        f"còn {count(len(late))} lượt nhiệm vụ đã quá hạn nhưng chưa hoàn thành của {count(len(units))} đơn vị "
        f"({'; '.join(parts)}; chi tiết tại {appendix})"
    )
    if len(units) <= NAMED:
        text += f", {units_named(list(units.values()), appendix)}"
    return text


def _silent(now: Consolidated, what: str) -> str:
    if not now.accepted:
        return f"Chưa có báo cáo của đơn vị để tổng hợp {what} (Phụ lục 4)."
    return f"Các đơn vị đã gửi báo cáo không nêu {what} (Phụ lục 4)."


def _themes(
    now: Consolidated, groups: Sequence[ThemeGroup], verb: str, about: About, prefix: str = ""
) -> list[Block]:
    blocks: list[Block] = []
    for rank, group in enumerate(groups, start=1):
        units = {unit.code for theme in group.themes for unit in theme.units}
        title = _title(now, group.label, prefix)
        blocks.append(heading(f"{rank}. {title} ({count(len(units))} đơn vị {verb})"))
        shown = printed(group.themes, THEMES)
        blocks += [item(_line(theme), Basis(about, (group.label, theme.text))) for theme in shown]
        rest = len(group.themes) - len(shown)
        if rest > 0:
            blocks.append(item(f"Còn {count(rest)} nội dung khác tại Phụ lục 4."))
    return blocks


def _title(now: Consolidated, label: str, prefix: str) -> str:
    """``Đối với cấp xã``, ``Đối với Trung ương``; a missing label has no prefix."""
    if not prefix or label.startswith("Chưa nêu"):
        return label
    return prefix + in_sentence(now.register.profile.levels, label)


def _line(theme: Theme) -> str:
    """The unit's own words from the fact on, or those of staff as they are, and who said so."""
    text = theme.text if theme.edited else without_lead_in(in_line(theme.text))
    return f"{without_full_stop(text)} ({who_said(theme)})."
