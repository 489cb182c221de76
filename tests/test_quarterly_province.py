"""The invented province, reporting by quarters: a whole quarter and the one after, in which no sentence speaks of a month."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from tests.conftest import Command, lay
from tests.provinces import QUARTERLY, register_file
from tests.test_profile import outlined, texts, theirs

BEFORE, NOW = "2026-Q1", "2026-Q2"
AFTER = {BEFORE: "2026-03-11T08:00", NOW: "2026-06-11T08:00"}
SIGNED = "2026-03-20T08:00"
SEED = "quý"
"""Of a world in which no report happens to be the 183rd of its unit."""
MONTH = re.compile(r"tháng", re.IGNORECASE)
DATE = re.compile(r"(?:ngày|địa danh)[\s\d.…_,/]*$", re.IGNORECASE)
"""What stands before the word in a date, and in the name of a date's parts (ngày/tháng/năm)."""
THEIR_WORDS = re.compile(r"trong tháng tới", re.IGNORECASE)
"""Units of the sample ask for something within a month, which is no period."""


def months(text: str) -> list[str]:
    """Where `text` speaks of a month that is no part of a date."""
    said = THEIR_WORDS.sub("", text)
    return [
        said[max(found.start() - 40, 0) : found.end() + 20]
        for found in MONTH.finditer(said)
        if not DATE.search(said[: found.start()])
    ]


SAID = {
    "out/{period}/bao-cao-quy-{period}.docx": (
        "Bình Lâm, ngày      tháng 6 năm 2026",
        "kết quả thực hành tiết kiệm,↵chống lãng phí quý II năm 2026",
        "Quý II năm 2026, việc triển khai thực hiện Chỉ thị số 07-CT/TW",
        "Kế hoạch giao 06 nhiệm vụ cho 18 đơn vị",
        "báo cáo cả hai quý",
        "so với quý I",
        "theo báo cáo quý trước",
        "Trong quý II,",
        "đúng hạn (trước 11 giờ, ngày 10/6/2026; Phụ lục 2)",
        "Nhiệm vụ trọng tâm quý III năm 2026",
        "Gửi báo cáo quý III về Văn phòng Tỉnh ủy trước 11 giờ, ngày 10/9/2026",
        "trước 17 giờ, ngày 12/9/2026. Chủ trì: Văn phòng Tỉnh ủy",
    ),
    "out/{period}/tom-tat-{period}.docx": ("So với quý I", "chống lãng phí quý II năm 2026"),
    "out/{period}/bao-cao-tien-do-{period}.docx": (
        "về tiết kiệm, chống lãng phí quý II năm 2026",
        "hằng quý",
    ),
    "out/{period}/cong-van-don-doc-{period}.docx": (
        "báo cáo↵quý II năm 2026 về Chỉ thị",
        "báo cáo Ban Thường vụ Tỉnh ủy trước 17 giờ, ngày 12/6/2026",
    ),
    "out/{period}/don-vi/xa-05-Phường Thạch-{period}.docx": (
        "chống lãng phí quý II năm 2026",
        "Nhiệm vụ trọng tâm quý III năm 2026",
    ),
    "out/{period}/tong-hop-{period}.xlsx": (
        "quý II năm 2026",
        "NHIỆM VỤ TRỌNG TÂM QUÝ TỚI",
        "I/2026",
    ),
    "data/{period}/bien-tap.xlsx": ("NHIỆM VỤ QUÝ TỚI", "số liệu của quý"),
    "out/{period}/bieu-mau/xa-05-Phường Thạch-{period}.xlsx": (
        "quý II năm 2026",
        "trước 11 giờ, ngày 10/6/2026",
        "Nhiệm vụ trọng tâm quý tới",
    ),
}
"""What stands in the outlines of the documents of the second quarter."""


MOST = 12
"""Communes that report by quarters; by months all 65 do (tests/test_profile.py)."""


def few_communes(register: str) -> str:
    """The register with the first of its communes alone."""
    later = re.compile(r"\| xa-(\d\d) \| Đảng ủy")
    lines = register.split("\n")
    return "\n".join(
        line for line in lines if not ((found := later.match(line)) and int(found[1]) > MOST)
    )


def subjects(folder: Path) -> Iterable[str]:
    return (text for path in sorted(folder.rglob("*.eml")) for _, text in list(texts(path))[1:2])


def test_two_quarters(tmp_path: Path, command: Command) -> None:
    root, away = (lay(tmp_path / name) for name in ("Bình Lâm", "nơi khác"))
    for folder in (root, away):
        (folder / "data" / "danh-muc.xlsx").write_bytes(register_file(few_communes(QUARTERLY)))
    screens: dict[str, str] = {}

    def run(*arguments: str, folder: Path = root, most: int = 1) -> str:
        ran = command("--root", folder, *arguments)
        screens[" ".join(arguments)[:70]] = ran.out + ran.err
        assert ran.code <= most, ran.out + ran.err
        return ran.out

    for period, at in AFTER.items():
        run("sample", period, "--seed", SEED, folder=away)
        sent = away / "data" / period / "nop" / f"bao-cao-minh-hoa-{period}.zip"
        run("templates", period)
        run("mail", period, "templates", "--as-of", at)
        run("receive", period, str(sent), "--as-of", at)
        run("build", period)
        run("check", period)
        run("status", period, "--as-of", at, "--call-list", "--save")
        run("status", period, "--as-of", at, "--json")
        for kind in ("returns", "reminders", "receipts", "reports"):
            run("mail", period, kind, "--as-of", at)
        run("explain", period, "I.1")
        run("explain", period, "III.1")
        out = root / "out" / period
        for name in ("bao-cao-quy", "tom-tat", "bao-cao-tien-do", "cong-van-don-doc"):
            run("verify", period, str(out / f"{name}-{period}.docx"), most=0)
        if period == BEFORE:
            report = out / f"bao-cao-quy-{period}.docx"
            run("close", period, "--signed", str(report), "--as-of", SIGNED)
    run("doctor")
    run("status", "quý II/2026", "--as-of", AFTER[NOW])

    out = root / "out" / NOW
    documents = sorted(out.rglob("[!dp]*.docx"))
    assert len(documents) > MOST
    judged = run("lint", *map(str, documents))
    assert judged.count("không có lỗi, cảnh báo") == len(documents), judged
    lacking = [
        (name, words)
        for name, said in SAID.items()
        for words in said
        if words not in outlined(root / name.format(period=NOW))
    ]
    assert lacking == []
    told = "\n".join(subjects(out))
    assert "báo cáo quý II năm 2026" in told
    assert {name: found for name, text in screens.items() if (found := theirs(text))} == {}
    assert {name: found for name, text in screens.items() if (found := months(text))} == {}
    written = [
        (name, text)
        for path in root.rglob("*")
        if path.is_file() and "templates" not in path.parts
        for name, text in texts(path)
    ]
    assert len(written) > 800
    assert {name: found for name, text in written if (found := theirs(text))} == {}
    assert {name: found for name, text in written if (found := months(text))} == {}
    assert [path for path in (root / "out").rglob("*") if re.search(r"th[aá]ng", path.name)] == []
