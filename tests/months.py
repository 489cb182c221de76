"""A small month for tests: three groups, four units, six obligations, a few indicators."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

from msgspec.structs import fields, replace

from cv183_reports.model import (
    LOCAL,
    Aggregation,
    Answer,
    Deadline,
    Dispatch,
    Figure,
    Filing,
    Indicator,
    Issuer,
    Kind,
    ListValue,
    Obligation,
    OwnPaper,
    Period,
    PresentationStyle,
    Profile,
    Receipt,
    Record,
    Register,
    Settings,
    Source,
    Status,
    Unit,
    UnitGroup,
)

SEPTEMBER = Period(2025, 9)
CUT_OFF = datetime(2025, 9, 22, 16, tzinfo=LOCAL)


def _obligation(
    order: int, code: str, owners: tuple[str, ...], deadline: Deadline | None, kind: Kind
) -> Obligation:
    return Obligation(
        code=code,
        section=f"{code[0]}. Phần {code[0]}",
        text=f"Nguyên văn nhiệm vụ {code}",
        short_text=f"Nhiệm vụ {code}",
        kind=kind,
        deadline=deadline,
        assigned_to=owners,
        with_units=(),
        proof="Báo cáo",
        judged_by_receipt=code == "1.4",
        order=order,
    )


def _once(day: int, month: int = 8) -> Deadline:
    return Deadline(once=datetime(2025, month, day, tzinfo=LOCAL))


BOARD = Issuer(
    superior="THÀNH ỦY HẢI PHÒNG",
    heading="BAN TỔ CHỨC",
    name="Ban Tổ chức Thành ủy",
    number_code="BTCTU",
    number="",
    signed_on=None,
    capacity="K/T TRƯỞNG BAN",
    title="PHÓ TRƯỞNG BAN",
    signatory="",
    recipients=("Thường trực Thành ủy", "Lưu Ban Tổ chức Thành ủy"),
    addressees=("Thường trực Thành ủy",),
    subject="tình hình triển khai thực hiện và vận hành mô hình\nchính quyền địa phương 02 cấp",
)
OFFICE = Issuer(
    superior="THÀNH ỦY HẢI PHÒNG",
    heading="VĂN PHÒNG",
    name="Văn phòng Thành ủy",
    number_code="VPTU",
    number="",
    signed_on=None,
    capacity="CHÁNH VĂN PHÒNG",
    title="",
    signatory="",
    recipients=("Thường trực Thành ủy", "Ban Thường vụ Thành ủy", "Lưu Văn phòng Thành ủy"),
    addressees=("Thường trực Thành ủy", "Ban Thường vụ Thành ủy"),
    subject="tiến độ thực hiện các nhiệm vụ được giao\nvề triển khai Kết luận số 183-KL/TW",
)


class Field:
    """Some fields of difficulties."""

    STAFF = ListValue("Cán bộ, biên chế", "cán bộ, biên chế")
    DIGITAL = ListValue("Chuyển đổi số", "chuyển đổi số")


class Level:
    """Who can settle proposals."""

    COMMUNE = ListValue("Cấp xã", "cấp xã")
    DEPARTMENTS = ListValue("Sở, ban, ngành thành phố", "sở, ban, ngành thành phố")
    PEOPLES_COMMITTEE = ListValue("Ủy ban nhân dân thành phố", "Ủy ban nhân dân thành phố")
    CITY_PARTY = ListValue("Thành ủy, Ban Thường vụ Thành ủy", "Thành ủy, Ban Thường vụ Thành ủy")
    CENTRAL = ListValue("Trung ương", "Trung ương")


DISPATCH = Dispatch(
    name="Công văn số 12-CV/TU, ngày 10/8/2025 của Ban Thường vụ Thành ủy",
    kind="Công văn",
    issuer="Ban Thường vụ Thành ủy",
    matter="triển khai Kết luận số 183-KL/TW, ngày 01/8/2025 của Bộ Chính trị, Ban Bí thư",
    directive="Kết luận số 183-KL/TW",
    begun_on=date(2025, 7, 1),
    first_period=Period(2025, 8),
)
PROFILE = Profile(
    dispatch=DISPATCH,
    place="Hải Phòng",
    whole="toàn thành phố",
    overall_report="5.4",
    fields=(
        ListValue("Tổ chức bộ máy", "tổ chức bộ máy"),
        Field.STAFF,
        ListValue("Thủ tục hành chính", "thủ tục hành chính"),
        Field.DIGITAL,
        ListValue("Trụ sở, tài sản", "trụ sở, tài sản"),
        ListValue("Đất đai, xây dựng", "đất đai, xây dựng"),
    ),
    levels=(
        Level.COMMUNE,
        Level.DEPARTMENTS,
        Level.PEOPLES_COMMITTEE,
        Level.CITY_PARTY,
        Level.CENTRAL,
    ),
    causes=(ListValue("Khách quan", "khách quan"), ListValue("Chủ quan", "chủ quan")),
)
COMMITTEES = OwnPaper(
    symbol="ĐU",
    superior="ĐẢNG BỘ THÀNH PHỐ HẢI PHÒNG",
    capacity="T/M BAN THƯỜNG VỤ",
    title="BÍ THƯ",
    kept_by="Văn phòng Đảng ủy",
)
DEPARTMENTS = OwnPaper(superior="ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HẢI PHÒNG", capacity="GIÁM ĐỐC")


def register(**settings: object) -> Register:
    """Sở A & B, phường Cẩm Giang, xã Cẩm Giàng, Đảng ủy có tên rất dài.

    A setting that is a field of Issuer is one of Ban Tổ chức.
    """
    everyone = ("ban", "xa")
    of_board = {f.name: settings.pop(f.name) for f in fields(Issuer) if f.name in settings}
    values: dict[str, object] = {
        "board": replace(BOARD, **of_board),  # type: ignore[arg-type]
        "office": OFFICE,
        "new_tone_marks": False,
    }
    name = settings.pop("dispatch", DISPATCH.name)
    values.update(settings)
    party, state = PresentationStyle.PARTY, PresentationStyle.STATE
    return Register(
        groups=(
            UnitGroup("ban", "sở, ban, ngành", 0, DEPARTMENTS),
            UnitGroup("xa", "cấp ủy cấp xã", 1, COMMITTEES),
        ),
        units=(
            Unit("so-ab", "Sở A & B", "Sở A & B", "ban", state, 0, paper=OwnPaper("SA&B")),
            Unit("10888", "Đảng ủy xã Cẩm Giang", "Xã Cẩm Giang", "xa", party, 1, tier="Xã"),
            Unit("10903", "Đảng ủy xã Cẩm Giàng", "Xã Cẩm Giàng", "xa", party, 2, tier="Xã"),
            Unit(
                "11329",
                "Đảng ủy phường Ngô Quyền",
                "Phường Ngô Quyền",
                "xa",
                party,
                3,
                tier="Phường",
                paper=OwnPaper(place="Phường Ngô Quyền"),
            ),
        ),
        obligations=(
            _obligation(0, "1.1", everyone, None, Kind.ONGOING),
            _obligation(1, "1.3", everyone, _once(15), Kind.ONE_OFF),
            _obligation(
                2, "1.4", everyone, Deadline(monthly_day=22, monthly_time=time(16)), Kind.MONTHLY
            ),
            _obligation(3, "2.1", ("xa",), None, Kind.ONGOING),
            _obligation(4, "3.1", ("so-ab",), _once(31), Kind.ONE_OFF),
            _obligation(5, "9", ("so-ab",), None, Kind.ONGOING),
        ),
        indicators=(
            Indicator(
                "N1",
                "Hồ sơ tiếp nhận",
                "hồ sơ",
                "Phục vụ hành chính công",
                ("xa",),
                Aggregation.SUM,
                0,
                0,
            ),
            Indicator(
                "N2",
                "Hồ sơ trực tuyến",
                "hồ sơ",
                "Phục vụ hành chính công",
                ("xa",),
                Aggregation.SUM,
                0,
                1,
            ),
            Indicator(
                "N3",
                "Điểm chỉ số",
                "điểm",
                "Phục vụ hành chính công",
                ("xa",),
                Aggregation.AVERAGE,
                2,
                2,
            ),
            Indicator(
                "N4",
                "Tỷ lệ trực tuyến",
                "%",
                "Phục vụ hành chính công",
                (),
                Aggregation.RATIO,
                1,
                3,
                numerator=("N2",),
                denominator=("N1",),
            ),
        ),
        constraints=(),
        settings=Settings(**values),  # type: ignore[arg-type]
        profile=replace(PROFILE, dispatch=replace(DISPATCH, name=name)),  # type: ignore[arg-type]
        fingerprint="0" * 16,
    )


def record(
    unit: str, obligation: str, status: Status = Status.IN_PROGRESS, **said: Answer
) -> Record:
    """A record that says little else."""
    source = Source(f"{unit}.xlsx", "Báo cáo", "G9")
    return Record(unit, obligation, {"status": status, **said}, source)


def filing(
    unit: str,
    *records: Record,
    at: datetime = datetime(2025, 9, 20, 9, tzinfo=LOCAL),
    figures: dict[str, int | str] | None = None,
    blank: tuple[str, ...] = (),
    faulty: tuple[str, ...] = (),
    sample: bool = False,
) -> Filing:
    """A filing that counts."""
    file = f"{unit}.xlsx"
    return Filing(
        unit=unit,
        period=SEPTEMBER,
        file=file,
        receipt=Receipt(at, "theo thời điểm của tệp"),
        sample=sample,
        records=records,
        figures=tuple(
            Figure(unit, code, Decimal(value), Source(file, "Số liệu", "E9"))
            for code, value in (figures or {}).items()
        ),
        plans=(),
        faulty=frozenset(faulty),
        blank=frozenset(blank),
    )


def on(day: int, month: int = 8) -> date:
    """A day of 2025."""
    return date(2025, month, day)
