"""The offline folder for office PCs: complete, whole, the same each time; installed and run as far as Linux can."""

from __future__ import annotations

import base64
import ctypes
import hashlib
import importlib.util
import os
import re
import shutil
import socket
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from importlib.metadata import distributions
from pathlib import Path
from types import ModuleType, SimpleNamespace

import bundle
import pytest
from packaging.requirements import Requirement
from packaging.tags import platform_tags
from packaging.utils import canonicalize_name
from playwright.sync_api import sync_playwright

from cv183_reports import __version__
from cv183_reports.app.guide import guide_sections
from tests.conftest import REPOSITORY

CI = os.environ.get("CI") == "true"
HERE = f"{sys.version_info.major}.{sys.version_info.minor}"
WINDOWS = bundle.Target()
AS_ON_WINDOWS = f"""
import sys
from pip._internal.cli.main import main
from pip._vendor.packaging import markers
here = markers.default_environment
markers.default_environment = lambda: {{**here(), **{WINDOWS.environment!r}}}
sys.exit(main(sys.argv[1:]))
"""
"""pip takes the wheels of another platform, but judges markers by its own: here by those of Windows."""


def offline() -> dict[str, str]:
    """An environment where nothing can be fetched, and no module comes from elsewhere."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}  # fmt: skip
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "HTTPS_PROXY"), "http://127.0.0.1:9")
    return kept | nowhere


def run(*command: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    words = [str(word) for word in command]
    return subprocess.run(
        words, cwd=cwd, env=offline(), capture_output=True, encoding="utf-8", check=False, timeout=180
    )  # fmt: skip


@dataclass(frozen=True)
class Made:
    """One bundle, as the tool left it."""

    folder: Path
    archive: Path

    @property
    def wheels(self) -> list[Path]:
        return sorted((self.folder / "wheels").iterdir())


def is_reachable() -> bool:
    try:
        socket.create_connection(("pypi.org", 443), timeout=5).close()
    except OSError:
        return False
    return True


def wheel_once(kept: Path) -> Callable[..., str]:
    """pip, which makes the program's own wheel the first time and copies it then: it fits every target."""
    pip = bundle.pip

    def called(*arguments: str | Path) -> str:
        if arguments[0] != "wheel":
            return pip(*arguments)
        *options, into, source = arguments
        if not any(kept.iterdir()):
            pip(*options, kept, source)
        shutil.copytree(kept, into)
        return ""

    return called


def those_here(wheels: Path) -> Callable[..., dict[str, bundle.Release]]:
    """In place of what pip would choose for this machine: the releases on it, their wheels from the folder if it can be."""
    kept = {bundle.named(each): each.as_uri() for each in wheels.glob("*-none-any.whl")}

    def called(asked: Iterable[str], _: bundle.Target) -> dict[str, bundle.Release]:
        found = {}
        for each in distributions():
            name = canonicalize_name(each.name)
            requires = tuple(map(Requirement, each.requires or ()))
            wheel = kept.get((name, each.version), f"{name}=={each.version}")
            found[name] = bundle.Release(name, each.version, requires, wheel)
        (ours,) = asked
        mine = replace(found["cv183-report"], wheel=ours.partition(" @ ")[2])
        return found | {"cv183-report": mine}

    return called


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Made, Made]:
    """The bundle for Windows, made by the tool itself, and that for the machine we are on.

    The second is without extras, and pip is not asked again which releases to take.
    """
    out = tmp_path_factory.mktemp("gói") / "Gói cài & chạy"
    here = [word for tag in platform_tags() for word in ("--platform", tag)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bundle, "pip", wheel_once(tmp_path_factory.mktemp("bánh xe")))
        ended = [bundle.main(["--out", str(out)])]
        patch.setattr(bundle, "offered", those_here(next(out.glob("*/wheels"))))
        patch.setattr(bundle, "extras", list)
        ended.append(bundle.main(["--out", str(out), *here, "--python-version", HERE]))
    if any(ended) and not CI and not is_reachable():
        pytest.skip("the package index cannot be reached")
    assert ended == [0, 0]
    windows, linux = (
        Made(path.with_suffix("").parent / path.name.removesuffix(".zip"), path)
        for path in sorted(out.glob("*.zip"), key=lambda path: "win_amd64" not in path.name)
    )
    return windows, linux


@pytest.fixture(scope="module")
def windows(both: tuple[Made, Made], tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The bundle for Windows, as its .zip unpacks."""
    unpacked = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(both[0].archive) as archive:
        archive.extractall(unpacked)
    return Made(unpacked / both[0].folder.name, both[0].archive)


@pytest.fixture(scope="module")
def linux(both: tuple[Made, Made]) -> Made:
    return both[1]


def tried(wheels: Path, *wanted: str) -> subprocess.CompletedProcess[str]:
    """What pip on Windows would say of installing these from the folder alone."""
    return run(
        sys.executable, "-c", AS_ON_WINDOWS, "install", "--no-index", "--find-links", wheels, "--dry-run",
        *WINDOWS.pip, "--target", wheels.parent / "x", *wanted, cwd=wheels.parent,
    )  # fmt: skip


def test_windows_finds_every_wheel_in_the_folder_and_no_other_is_there(windows: Made) -> None:
    ran = tried(windows.folder / "wheels", f"cv183-report[{','.join(bundle.extras())}]")
    assert ran.returncode == 0, ran.stderr
    (line,) = (line for line in ran.stdout.splitlines() if line.startswith("Would install"))
    chosen = {re.sub(r"[-_.]+", "-", word).lower() for word in line.split()[2:]}
    pins = (windows.folder / "phien-ban.txt").read_text(encoding="utf-8").split()
    assert chosen == {re.sub(r"[-_.=]+", "-", pin).lower() for pin in pins}
    assert len(windows.wheels) == len(pins)


def test_one_wheel_less_is_seen(windows: Made, tmp_path: Path) -> None:
    """That pip asks for what Windows alone needs: keyring does without it elsewhere."""
    fewer = shutil.copytree(windows.folder / "wheels", tmp_path / "wheels")
    (only_there,) = fewer.glob("pywin32_ctypes-*")
    only_there.unlink()
    ran = tried(fewer, "cv183-report[mail]")
    assert ran.returncode != 0
    assert "pywin32-ctypes" in ran.stderr


def test_wheels_are_for_that_windows_and_that_python(windows: Made) -> None:
    tags = {wheel.stem.split("-", 2)[2].rpartition("-")[2] for wheel in windows.wheels}
    assert tags == {"any", "win_amd64"}
    pythons = {wheel.stem.split("-")[-3] for wheel in windows.wheels if "abi3" not in wheel.name}
    assert pythons <= {"py3", "py2.py3", "cp312"}


def test_every_file_has_its_hash_and_the_zip_holds_the_folder(windows: Made, both: tuple[Made, Made]) -> None:  # fmt: skip
    sums = (windows.folder / "SHA256SUMS.txt").read_text(encoding="utf-8").splitlines()
    told = dict(reversed(line.split("  ", 1)) for line in sums)
    there = {
        path.relative_to(windows.folder).as_posix(): path
        for path in windows.folder.rglob("*")
        if path.is_file()
    }
    assert told.keys() == there.keys() - {"SHA256SUMS.txt"}
    assert {name: hashlib.sha256(there[name].read_bytes()).hexdigest() for name in told} == told
    whole = both[0].folder
    assert bundle.files_of(whole) == sorted(there)
    assert all((whole / name).read_bytes() == path.read_bytes() for name, path in there.items())


def test_the_same_wheels_give_the_same_bytes_and_replace_the_bundle_that_was(windows: Made, tmp_path: Path) -> None:  # fmt: skip
    _, first = bundle.made(tmp_path, windows.wheels, WINDOWS)
    before = first.read_bytes()
    folder, again = bundle.made(tmp_path, windows.wheels, WINDOWS)
    assert again.read_bytes() == before == windows.archive.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == [folder.name, again.name]


def test_every_wheel_has_its_licence(windows: Made) -> None:
    folder = windows.folder / "giay-phep"
    pins = (windows.folder / "phien-ban.txt").read_text(encoding="utf-8").split()
    listed = (folder / "DANH-SACH.txt").read_text(encoding="utf-8-sig").splitlines()[2:]
    assert [line.split(": ")[0].replace(" ", "==") for line in listed] == pins
    assert all(line.split(": ")[1] for line in listed)
    for pin in pins:
        texts = [path for path in (folder / pin.replace("==", "-")).rglob("*") if path.is_file()]
        assert sum(path.stat().st_size for path in texts) > 200, pin
    assert "MIT License" in (folder / f"cv183-report-{__version__}" / "LICENSE").read_text()


# What clerks open.

UNPACKED = ("click-", "cv183_report-", "lxml-", "xlsxwriter-")
"""Wheels of all kinds: ours, one for Windows alone, one with scripts."""


@pytest.fixture(scope="module")
def portable(windows: Made, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The bundle that runs as it is unpacked, of some wheels, with a stand-in for python.org's package."""
    place = tmp_path_factory.mktemp("usb")
    embed = embeddable(place / "python-3.12.10-embed-amd64.zip")
    some = [wheel for wheel in windows.wheels if wheel.name.startswith(UNPACKED)]
    assert len(some) == len(UNPACKED)
    return Made(*bundle.made(place / "ra", some, WINDOWS, embed))


@pytest.fixture(params=["windows", "portable"])
def laid(request: pytest.FixtureRequest) -> Made:
    """The bundle that is installed, and that which runs as it is."""
    made = request.getfixturevalue(request.param)
    assert isinstance(made, Made)
    return made


def test_texts_are_as_windows_wants_them(laid: Made) -> None:
    commands, texts = sorted(laid.folder.glob("*.cmd")), [laid.folder / "DOC-TRUOC.txt"]
    assert [path.name for path in commands][-1] == "cv183-report.cmd"
    for path in (*commands, *texts):
        data = path.read_bytes()
        assert data.count(b"\r\n") == data.count(b"\n") == data.count(b"\r"), path
        assert data.startswith(b"\xef\xbb\xbf") == (path.suffix == ".txt"), path
        text = data.decode()
        assert unicodedata.is_normalized("NFC", text)
        assert re.findall(r"@[A-Z_]+@", text) == []
    named = re.findall(r"^([\w.-]+) {2,}\S", texts[0].read_text(encoding="utf-8-sig"), re.MULTILINE)
    there = {path.name for path in laid.folder.iterdir()} - {"DOC-TRUOC.txt", "cai-dat.py"}
    assert set(named) == there


def test_batch_files_speak_utf_8_before_their_first_vietnamese_word(laid: Made) -> None:
    for path in laid.folder.glob("*.cmd"):
        lines = path.read_text(encoding="utf-8").splitlines()
        first = next(number for number, line in enumerate(lines) if not line.isascii())
        assert "chcp 65001 >nul" in lines[:first], path
        labels = {line[1:] for line in lines if line.startswith(":")}
        assert set(re.findall(r"(?:goto |call :)(\w+)", "\n".join(lines))) == labels, path


def test_the_launcher_runs_the_program_of_its_own_folder(laid: Made) -> None:
    text = (laid.folder / "cv183-report.cmd").read_text(encoding="utf-8")
    (program,) = re.findall(r'set "PROGRAM=%~dp0(.+)"', text)
    is_installed = (laid.folder / "cai-dat.cmd").is_file()
    assert program == (
        "chuong-trinh\\Scripts\\python.exe" if is_installed else "python\\python.exe"
    )
    assert (laid.folder / program.replace("\\", "/")).is_file() != is_installed
    assert '"%PROGRAM%" -P -m cv183_reports %*\nexit /b %errorlevel%\n' in text
    assert 'set "PATH=%~dp0;%PATH%"\n' in text


def test_the_installer_looks_for_the_python_of_the_wheels(windows: Made) -> None:
    text = (windows.folder / "cai-dat.cmd").read_text(encoding="utf-8")
    assert re.findall(r"^call :look (.+)$", text, re.MULTILINE) == [
        "py -3.12",
        "python",
        '"%LocalAppData%\\Programs\\Python\\Python312\\python.exe"',
        '"%ProgramFiles%\\Python312\\python.exe"',
    ]
    assert "startswith('3.12.')" in text
    assert "!= 'win_amd64'" in text
    assert text.endswith(":end\necho.\npause\npopd\nexit /b %CODE%\n")


class Links(HTMLParser):
    """What a page refers to, and what can be referred to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.sources: list[str] = []
        self.links: list[str] = []
        self.anchors: list[str] = []
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        self.sources += [named["src"]] if "src" in named else []
        self.links += [named["href"]] if "href" in named else []
        self.anchors += [named["id"]] if "id" in named else []


def test_the_guide_is_complete_in_itself(windows: Made) -> None:
    text = (windows.folder / "huong-dan.html").read_text(encoding="utf-8")
    found = Links(text)
    written = (REPOSITORY / "docs" / "huong-dan.md").read_text(encoding="utf-8")
    pictures = re.findall(r"!\[[^]]*\]\(([^)]+)\)", written)
    assert pictures
    kept = [base64.b64decode(source.partition(";base64,")[2]) for source in found.sources]
    assert kept == [(REPOSITORY / "docs" / name).read_bytes() for name in pictures]
    assert {link for link in found.links if not link.startswith("#")} == set()
    assert {link[1:] for link in found.links} <= set(found.anchors)
    assert len(found.anchors) == len(set(found.anchors))
    assert found.tags & {"script", "link", "iframe", "object"} == set()
    assert "url(" not in text
    contents = re.findall(r'<li><a href="#[^"]+">(.+)</a></li>', text)
    assert contents[:-1] == [section.title for section in guide_sections()]


@pytest.mark.skipif(not CI and shutil.which("chromium") is None, reason="no chromium here")
def test_the_guide_in_a_browser_fetches_nothing_and_fits(windows: Made) -> None:
    asked: list[str] = []
    told: list[str] = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])  # fmt: skip
        for width in (1366, 420):
            view = browser.new_page(viewport={"width": width, "height": 768})
            view.on("request", lambda request: asked.append(request.url))
            view.on("console", lambda message: told.append(message.text))
            address = (windows.folder / "huong-dan.html").as_uri()
            view.goto(address)
            view.get_by_role("link", name="2. Tập dùng").click()
            assert view.url == f"{address}#huong-dan-2"
            assert view.evaluate("document.documentElement.scrollWidth <= innerWidth")
            assert view.evaluate("[...document.images].every((image) => image.naturalWidth > 0)")
            assert view.evaluate("getComputedStyle(document.querySelector('nav')).backgroundColor") == "rgb(230, 235, 241)"  # fmt: skip
        browser.close()
    assert {url for url in asked if not url.startswith("data:")} == {address}
    assert told == []


# The folder that runs as it is.

AMD64, I386 = 0x8664, 0x014C
FILES = ("python.exe", "python312.dll", "python312.zip", "python312._pth", "LICENSE.txt")


def program(machine: int) -> bytes:
    """The head of a Windows program."""
    return b"MZ" + bytes(0x3A) + (0x40).to_bytes(4, "little") + b"PE\0\0" + machine.to_bytes(2, "little")  # fmt: skip


def embeddable(path: Path, machine: int = AMD64, names: tuple[str, ...] = FILES) -> Path:
    """A package built as python.org builds its embeddable one."""
    search = b"python312.zip\r\n.\r\n\r\n# Uncomment to run site.main() automatically\r\n#import site\r\n"
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            data = {"python.exe": program(machine), "python312._pth": search}.get(name, b"x")
            archive.writestr(name, data)
    return path


def test_the_given_python_finds_the_unpacked_wheels(portable: Made) -> None:
    folder, archive = portable.folder, portable.archive
    assert folder.name == f"cv183-report-{__version__}-win_amd64-chay-ngay"
    python = folder / "python"
    assert (python / "python312._pth").read_bytes() == b"python312.zip\r\n.\r\nsite-packages\r\n"
    assert {path.name for path in python.iterdir()} == {*FILES, "site-packages"}
    modules = {path.name for path in (python / "site-packages").iterdir()}
    assert {"cv183_reports", "lxml", "click", f"cv183_report-{__version__}.dist-info"} <= modules
    assert [name for name in modules if name.endswith(".data")] == []
    assert {path.name for path in folder.iterdir()} == {
        "DOC-TRUOC.txt", "SHA256SUMS.txt", "cv183-report.cmd", "giay-phep", "huong-dan.html", "phien-ban.txt", "python",
    }  # fmt: skip
    with zipfile.ZipFile(archive) as packed:
        assert packed.testzip() is None


def test_every_wheel_can_be_unpacked_as_it_is(
    windows: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen without writing two thousand files."""
    taken = list[str]()
    monkeypatch.setattr(zipfile.ZipFile, "extractall", lambda _, __, names: taken.extend(names))
    bundle.unpack(windows.wheels, tmp_path)
    assert len(taken) > 1_000


def test_the_program_runs_from_wheels_that_are_only_unpacked(linux: Made, tmp_path: Path) -> None:
    bundle.unpack(linux.wheels, tmp_path / "gói & chạy")
    ran = subprocess.run(
        [sys.executable, "-S", "-P", "-m", "cv183_reports", "init", tmp_path / "Việc tháng"],
        env=offline() | {"PYTHONPATH": str(tmp_path / "gói & chạy")}, capture_output=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr.decode()
    assert (tmp_path / "Việc tháng" / "data" / "danh-muc.xlsx").is_file()


@pytest.mark.parametrize(
    ("machine", "names", "told"),
    [
        (AMD64, ("python.exe", "python311._pth"), "no embeddable package of Python 3.12"),
        (AMD64, ("python312._pth",), "no embeddable package of Python 3.12"),
        (I386, FILES, "another machine"),
        (None, (), "cannot be read as a .zip"),
    ],
)
def test_another_python_is_refused_and_leaves_nothing(
    machine: int | None, names: tuple[str, ...], told: str, tmp_path: Path
) -> None:
    embed = tmp_path / "e.zip"
    if machine is None:
        embed.write_bytes(b"no zip")
    else:
        embeddable(embed, machine, names)
    (wheel,) = (invented(tmp_path),)
    with pytest.raises(bundle.Refused, match=told):
        bundle.made(tmp_path / "ra", [wheel], WINDOWS, embed)
    assert list((tmp_path / "ra").iterdir()) == []


def invented(folder: Path, *files: str) -> Path:
    """A wheel with the name of ours."""
    path = folder / "cv183_report-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name in files:
            archive.writestr(name, "Name: cv183-report\n")
    return path


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (("cv183_report-1.0.dist-info/METADATA",), "says nothing of its licence"),
        (("cv183_report-1.0.data/purelib/x.py",), "cannot be unpacked as it is"),
    ],
)
def test_a_wheel_that_cannot_be_given_on_is_refused(
    files: tuple[str, ...], told: str, tmp_path: Path
) -> None:
    wheel = invented(tmp_path, *files)
    embed = embeddable(tmp_path / "e.zip") if "unpacked" in told else None
    with pytest.raises(bundle.Refused, match=told):
        bundle.made(tmp_path / "ra", [wheel], WINDOWS, embed)


def test_what_is_no_bundle_is_never_replaced(tmp_path: Path, windows: Made) -> None:
    theirs = tmp_path / windows.folder.name / "thư.txt"
    theirs.parent.mkdir()
    theirs.write_text("của người khác", encoding="utf-8")
    with pytest.raises(bundle.Refused, match="is no bundle"):
        bundle.made(tmp_path, windows.wheels, WINDOWS)
    assert theirs.read_text(encoding="utf-8") == "của người khác"


# Installing.


@pytest.fixture(scope="module")
def installer() -> ModuleType:
    path = REPOSITORY / ".ci" / "bundled" / "cai-dat" / "cai-dat.py"
    spec = importlib.util.spec_from_file_location("cai_dat", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def installed(linux: Made, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle of this machine, unpacked and installed as ``cai-dat.cmd`` does it."""
    place = tmp_path_factory.mktemp("máy") / "Chương trình & 100%"
    with zipfile.ZipFile(linux.archive) as archive:
        archive.extractall(place)
    (folder,) = place.iterdir()
    ran = run(sys.executable, "-I", "-X", "utf8", folder / "cai-dat.py")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert f"Đã cài xong: cv183-report {__version__}." in ran.stdout
    return folder


def test_the_installed_program_begins_a_month(installed: Path, tmp_path: Path) -> None:
    program = (installed / "chuong-trinh" / "bin" / "python", "-P", "-m", "cv183_reports")
    place = tmp_path / "Ban Tổ chức & tháng 9"
    ran = run(*program, "--version", cwd=tmp_path)
    assert (ran.returncode, __version__ in ran.stdout) == (0, True), ran.stderr
    ran = run(*program, "init", place, cwd=tmp_path)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    ran = run(*program, "templates", "2025-09", "--unit", "11560", cwd=place)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert list((place / "out" / "2025-09" / "bieu-mau").glob("*.xlsx"))
    # Files dropped on what `init` laid find this program again.
    laid = "".join(path.read_text(encoding="utf-8") for path in place.glob("*.desktop"))
    assert "chuong-trinh/bin/python" in laid


def asks_for_nothing(wheel: Path) -> None:
    """The same wheel, without what it requires."""
    with zipfile.ZipFile(wheel) as archive:
        entries = [(entry, archive.read(entry)) for entry in archive.infolist()]
    with zipfile.ZipFile(wheel, "w") as archive:
        for entry, data in entries:
            is_told = entry.filename.endswith(".dist-info/METADATA")
            archive.writestr(
                entry, re.sub(rb"(?m)^Requires-Dist:.*\n", b"", data) if is_told else data
            )


def test_installing_again_repairs(installed: Path) -> None:
    """With our wheel alone: to see the others installed once more is to see the same of each."""
    (broken,) = installed.glob("chuong-trinh/lib/*/site-packages/cv183_reports/__init__.py")
    broken.write_text("1 / 0", encoding="utf-8")
    (wheel,) = installed.glob("wheels/cv183_report-*")
    asks_for_nothing(wheel)
    (installed / "phien-ban.txt").write_text(f"cv183-report=={__version__}\n", encoding="utf-8")
    sums = installed / "SHA256SUMS.txt"
    names = [line.split("  ", 1)[1] for line in sums.read_text(encoding="utf-8").splitlines()]
    sums.write_text("".join(f"{bundle.hashed(installed / name)}  {name}\n" for name in names), encoding="utf-8")  # fmt: skip
    ran = run(sys.executable, "-I", "-X", "utf8", installed / "cai-dat.py")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "1 / 0" not in broken.read_text(encoding="utf-8")


@pytest.mark.parametrize("is_gone", [True, False])
def test_a_file_lost_or_altered_in_copying_is_named(linux: Made, tmp_path: Path, *, is_gone: bool) -> None:  # fmt: skip
    folder = shutil.copytree(linux.folder, tmp_path / "bản chép")
    wheel = next((folder / "wheels").glob("lxml-*"))
    if is_gone:
        wheel.unlink()
    else:
        wheel.write_bytes(wheel.read_bytes()[:-1])
    ran = run(sys.executable, "-I", "-X", "utf8", folder / "cai-dat.py")
    assert ran.returncode == 3
    assert f"Tệp thiếu hoặc hỏng khi chép: wheels/{wheel.name}. Chép lại cả thư mục" in ran.stdout
    assert "Traceback" not in ran.stdout + ran.stderr
    assert not (folder / "chuong-trinh").exists()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", r"D:\CV"),
        (r"C:\a;%USERPROFILE%\b;", r"D:\CV;C:\a;%USERPROFILE%\b"),
        (r"C:\a;d:\cv" + "\\", r"D:\CV;C:\a"),
    ],
)
def test_the_folder_comes_first_in_path_once_and_the_rest_stays(
    before: str, after: str, installer: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The registry of Windows is played by a dictionary."""
    kept = {"Path": (before, 2)} if before else {}

    class Key:
        def __enter__(self) -> dict[str, tuple[str, int]]:
            return kept

        def __exit__(self, *_: object) -> None:
            pass

    def value(key: dict[str, tuple[str, int]], name: str) -> tuple[str, int]:
        if name not in key:
            raise FileNotFoundError(name)
        return key[name]

    registry = SimpleNamespace(
        HKEY_CURRENT_USER=1, KEY_READ=1, KEY_WRITE=2, REG_EXPAND_SZ=2, QueryValueEx=value,
        CreateKeyEx=lambda *_: Key(),
        SetValueEx=lambda key, name, _, kind, text: key.update({name: (text, kind)}),
    )  # fmt: skip
    told: list[object] = []
    user32 = SimpleNamespace(SendMessageTimeoutW=lambda *words: told.append(words))
    monkeypatch.setitem(sys.modules, "winreg", registry)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(user32=user32), raising=False)
    monkeypatch.setattr(installer, "sys", SimpleNamespace(platform="win32"))
    monkeypatch.setattr(installer, "FOLDER", r"D:\CV")
    assert "đã thêm thư mục này vào PATH" in installer.named()
    assert kept == {"Path": (after, 2)}
    assert len(told) == 1
