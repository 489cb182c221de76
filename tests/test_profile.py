"""Another province, another directive: the whole month from a register, with no word of those that ship.

What makes the program that of one dispatch and one province stands in data/, in templates/, in the
sample and in the guide, and nowhere else.
"""

from __future__ import annotations

import ast
import email
import re
import shutil
import zipfile
from collections.abc import Iterator
from email.policy import default
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest

from cv183_reports.app.outline import outline
from cv183_reports.cli import cli
from cv183_reports.model import Better, Thresholds
from cv183_reports.register.reader import read_register
from tests.conftest import REPOSITORY, Command, lay
from tests.provinces import NAMES, REGISTER, register_file
from tests.register_tables import workbook
from tests.shipped import SHIPPED as SHIPPED_REGISTER
from tests.shipped import book_at

MONTH, BEFORE = "2026-02", "2026-01"
AFTER_THE_DEADLINE = "2026-02-11T08:00"
THEIRS = re.compile(
    r"số 183|183-|hải phòng|hai phong|thành [uủ][yỷ]|thành phố|bộ chính trị|kết luận số",
    re.IGNORECASE,
)
"""What only the register that ships may say; the program's own name is no word."""
PROGRAM = re.compile(r"cv183|\b[A-Z]{3}\d{3}\b", re.IGNORECASE)
"""Our own name, and codes of findings: FMT183 is a code like any other."""


def theirs(text: str) -> list[str]:
    return [found[0] for found in THEIRS.finditer(PROGRAM.sub("", text))]


def texts(path: Path) -> Iterator[tuple[str, str]]:
    """Every text in a file, parts and attachments of it included, by name."""
    yield from _texts(path.name, path.read_bytes())


def _texts(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    yield name, name
    if zipfile.is_zipfile(BytesIO(data)):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            for part in archive.namelist():
                yield from _texts(f"{name}!{part}", archive.read(part))
    elif name.endswith(".eml"):
        message = email.message_from_bytes(data, policy=default)
        yield name, f"{message['Subject']}\n{message['To']}"
        for part in message.walk():
            if part.get_content_maintype() == "text":
                yield name, part.get_content()
            elif part.get_content_maintype() == "application":
                yield from _texts(f"{name}!{part.get_filename()}", part.get_content())
    else:
        text = data.decode("utf-8", "replace")
        yield name, text
        if name.endswith((".xml", ".rels")):
            yield name, re.sub(r"<[^>]*>", "", text)


SAID = {
    "bao-cao-thang-{month}.docx": (
        "TỈNH ỦY BÌNH LÂM",
        "Số      -BC/VPTU",
        "Bình Lâm, ngày      tháng 02 năm 2026",
        "kết quả thực hành tiết kiệm,↵chống lãng phí tháng 02 năm 2026",
        (
            "Thực hiện Kế hoạch số 45-KH/TU, ngày 05/01/2026 của Ban Thường vụ Tỉnh ủy về thực hiện Chỉ thị số 07-CT/TW, "
            "ngày 15/12/2025 của Ban Bí thư về tiết kiệm, chống lãng phí, Văn phòng Tỉnh ủy phối hợp với Ủy ban Kiểm tra "
            "Tỉnh ủy, Sở Tài chính báo cáo Ban Thường vụ Tỉnh ủy kết quả thực hành tiết kiệm, chống lãng phí tháng 02 năm 2026"
        ),
        "kính đề nghị Ban Thường vụ Tỉnh ủy xem xét, cho ý kiến chỉ đạo.",
        "đúng hạn (trước 11 giờ, ngày 10/02/2026)",
        "Kế hoạch giao 06 nhiệm vụ cho 71 đơn vị",
        "Đối với Ban Thường vụ Tỉnh ủy",
        "Đối với sở, ngành của tỉnh",
        "Tiến độ thực hiện từng nhiệm vụ của Kế hoạch",
        "trước 17 giờ, ngày 12/3/2026. Chủ trì: Văn phòng Tỉnh ủy",
        "- Lưu Văn phòng Tỉnh ủy.",
        "K/T CHÁNH VĂN PHÒNG",
    ),
    "tom-tat-{month}.docx": (
        "kết quả thực hành tiết kiệm,↵chống lãng phí tháng 02 năm 2026",
        "(Kèm theo Báo cáo số      -BC/VPTU, ngày      /02/2026 của Văn phòng Tỉnh ủy)",
        "Văn phòng Tỉnh ủy đề nghị Ban Thường vụ Tỉnh ủy",
        "So với tháng 01",
    ),
    "bao-cao-tien-do-{month}.docx": (
        "BAN TUYÊN GIÁO VÀ DÂN VẬN",
        "tiến độ thực hiện các nhiệm vụ↵về tiết kiệm, chống lãng phí tháng 02 năm 2026",
        "trân trọng báo cáo Ban Thường vụ Tỉnh ủy xem xét",
        "Tiến độ thực hiện các nhiệm vụ của Kế hoạch",
    ),
    "cong-van-don-doc-{month}.docx": (
        "về Chỉ thị số 07-CT/TW",
        "để kịp tổng hợp, báo cáo Ban Thường vụ Tỉnh ủy trước 17 giờ, ngày 12/02/2026",
    ),
    "don-vi/xa-04-Phường Nguyễn Du-{month}.docx": (
        "ĐẢNG BỘ TỈNH BÌNH LÂM",
        "Số      -BC/ĐU",
        "Phường Nguyễn Du, ngày",
        "- Ban Thường vụ Tỉnh ủy,",
        "- Lưu Văn phòng Đảng ủy.",
    ),
    "don-vi/xa-05-Phường Thạch-{month}.docx": ("Phường Thạch, ngày",),
    "don-vi/xa-08-Xã An Mỹ-{month}.docx": ("An Mỹ, ngày", "Tiết kiệm trong sinh hoạt cộng đồng"),
    "don-vi/tt-tinh-Thanh tra tỉnh-{month}.docx": (
        "ỦY BAN NHÂN DÂN↵TỈNH BÌNH LÂM",
        "/BC-TTT",
        "CHÁNH THANH TRA",
        "Kính gửi:",
    ),
    "tong-hop-{month}.xlsx": (
        "TỔNG HỢP KẾT QUẢ THỰC HIỆN CHỈ THỊ SỐ 07-CT/TW",
        "CHỈ TIÊU TỔNG HỢP TOÀN TỈNH",
        "TIẾT KIỆM TRONG SINH HOẠT CỘNG ĐỒNG",
    ),
    "bieu-mau/xa-04-Phường Nguyễn Du-{month}.xlsx": (
        "BÁO CÁO KẾT QUẢ THỰC HIỆN CHỈ THỊ SỐ 07-CT/TW",
        "theo kế hoạch của Ban Thường vụ Tỉnh ủy",
        "tính theo thời điểm Văn phòng Tỉnh ủy nhận tệp",
        "trước 11 giờ, ngày 10/02/2026",
        "Sở, ngành của tỉnh",
        "Tiết kiệm trong sinh hoạt cộng đồng",
    ),
}
"""What stands in the outlines of the documents."""


@cache
def outlined(path: Path) -> str:
    return outline(path.read_bytes(), path.name)


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its working folder, empty but for register and templates."""
    root = lay(tmp_path_factory.mktemp("tinh") / "Bình Lâm")
    (root / "data" / "danh-muc.xlsx").write_bytes(register_file())
    return root


def test_its_thresholds_and_its_topic_of_direction_are_its_own() -> None:
    register, findings = read_register(workbook(REGISTER), lambda: book_at(SHIPPED_REGISTER))
    assert findings == ()
    assert register is not None
    assert register.settings.thresholds == Thresholds(good=90, named=3)
    assert register.profile.direction_topic == "Kiểm tra, đôn đốc"
    ways = {i.code: i.better for i in register.indicators if i.better}
    assert ways == {"TK01": Better.HIGHER, "TS01": Better.LOWER, "TS03": Better.HIGHER}


def test_the_month_of_another_province(province: Path, command: Command, tmp_path: Path) -> None:
    away = tmp_path / "nơi khác"
    shutil.copytree(province, away)
    screens: dict[str, str] = {}

    def run(*arguments: str, root: Path = province) -> str:
        ran = command("--root", root, *arguments)
        screens[" ".join(arguments)[:60]] = ran.out + ran.err
        assert ran.code <= 1, ran.out + ran.err
        return ran.out

    some = ("vp-tu", "so-tc", "tt-tinh", "xa-04", "xa-05", "xa-08")
    asked = [word for unit in some for word in ("--unit", unit)]
    for month in (BEFORE, MONTH):
        run("sample", month, root=away)
        sent = away / "data" / month / "nop" / f"bao-cao-minh-hoa-{month}.zip"
        run("templates", month, *asked)
        run("receive", month, str(sent), "--as-of", AFTER_THE_DEADLINE)
    run("check", MONTH)
    run("status", MONTH, "--as-of", AFTER_THE_DEADLINE, "--call-list", "--save")
    run("build", MONTH)
    for kind in ("templates", "returns", "reminders", "reports"):
        run("mail", MONTH, kind, "--as-of", AFTER_THE_DEADLINE)
    run("explain", MONTH, "III.1")
    run("doctor")
    documents = sorted((province / "out" / MONTH).rglob("[!d]*.docx"))  # all but the list of calls
    assert len(documents) > len(NAMES)
    looked_at = [d for d in documents if d.parent.name != "don-vi" or d.name.startswith(some)]
    judged = run("lint", *map(str, looked_at))
    assert judged.count("không có lỗi, cảnh báo") == len(looked_at) > len(some), judged

    out = province / "out" / MONTH
    lacking = [
        (name, words)
        for name, said in SAID.items()
        for words in said
        if words not in outlined(out / name.format(month=MONTH))
    ]
    assert lacking == []
    assert {name: found for name, text in screens.items() if (found := theirs(text))} == {}
    written = [path for path in province.rglob("*") if path.is_file()]
    told = [text for path in written if "templates" not in path.parts for text in texts(path)]
    assert len(told) > 1_000, len(told)
    assert {name: found for name, text in told if (found := theirs(text))} == {}


SOURCES = [
    path
    for path in sorted((REPOSITORY / "cv183_reports").rglob("*.py"))
    if "sample" not in path.relative_to(REPOSITORY).parts
]
SHIPPED = re.compile(r"(?<!\d)183(?!\d)|hải phòng|thành [uủ][yỷ]", re.IGNORECASE)
DAYS = re.compile(r"ngày 2[23]\b|\b16 ?giờ|\b16:00|T16:00")
"""When files and reports are due, in the words of a sentence."""
INSTANTS = {"instant", "date", "datetime", "time", "Deadline"}
DUE = {22, 23}


@pytest.mark.parametrize(
    "path", SOURCES, ids=lambda path: path.relative_to(REPOSITORY / "cv183_reports").as_posix()
)
def test_no_source_says_what_only_the_register_may(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert SHIPPED.findall(PROGRAM.sub("", source)) == []
    tree = ast.parse(source)
    told = {node.value.value for node in ast.walk(tree) if is_told(node)}
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value not in told
    ]
    assert [text for text in texts if DAYS.search(text)] == []
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert [
        ast.unparse(call) for call in calls if names(call) & INSTANTS and numbers(call) & DUE
    ] == []


def is_told(node: ast.AST) -> bool:
    """Whether it is a docstring."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def names(call: ast.Call) -> set[str]:
    return {ast.unparse(call.func).rpartition(".")[2]}


def numbers(call: ast.Call) -> set[object]:
    values = (*call.args, *(keyword.value for keyword in call.keywords))
    return {value.value for value in values if isinstance(value, ast.Constant)}


def test_no_template_says_it_either() -> None:
    told = [
        text for path in sorted((REPOSITORY / "templates").rglob("*.*")) for text in texts(path)
    ]
    assert len(told) > 100
    assert {name: found for name, text in told if (found := theirs(text))} == {}


def test_no_help_says_it(command: Command) -> None:
    for name in ("", *cli.commands):
        shown = command(*filter(None, (name, "--help"))).out
        assert SHIPPED.findall(PROGRAM.sub("", shown)) == []
