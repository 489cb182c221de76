"""Makes the offline folder for office PCs: all wheels, an installer, a launcher, the guide, licences, hashes.

``python .ci/bundle.py`` makes it for Windows x64 and Python 3.12 in ``dist/``, as a folder and as a .zip of the same
name. With ``--python python-3.12.N-embed-amd64.zip`` (python.org's embeddable package) the folder runs as it is
unpacked, from a USB stick, too. The same wheels give the same bytes; ``phien-ban.txt`` of a bundle names them:
``PIP_CONSTRAINT=phien-ban.txt`` makes that bundle again.

This is the one tool that asks a package index: pip, with its own settings (mirror, proxy, cache).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from email.parser import Parser
from pathlib import Path, PurePosixPath
from typing import Any

from guide_page import page
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = Path(__file__).resolve().parent / "bundled"
SUMS, VERSIONS, LICENCES, WHEELS = "SHA256SUMS.txt", "phien-ban.txt", "giay-phep", "wheels"
NOT_FOR_CLERKS = frozenset({"test"})
"""Extras that no bundle has."""
WINDOWS, VERSION = "win_amd64", "3.12"
LINUX = {"os_name": "posix", "sys_platform": "linux", "platform_system": "Linux"}
SYSTEMS = {
    "win": {"os_name": "nt", "sys_platform": "win32", "platform_system": "Windows"},
    "manylinux": LINUX,
    "linux": LINUX,
}
MACHINES = {"amd64": "AMD64", "x86_64": "x86_64", "aarch64": "aarch64"}
PE_MACHINES = {"win_amd64": 0x8664}
DAY = (2020, 1, 1, 0, 0, 0)
"""Of every entry of the .zip: the day of making is no part of it."""
LICENCE = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)


class Refused(Exception):  # noqa: N818 - it is no error of the tool
    """Why there is no bundle, as a sentence."""


@dataclass(frozen=True, slots=True)
class Target:
    """The machine that the wheels are for: platform tags as pip knows them, the best first."""

    platforms: tuple[str, ...] = (WINDOWS,)
    python: str = VERSION

    @property
    def environment(self) -> dict[str, str]:
        """What environment markers mean there.

        Raises:
            Refused: a platform of which we do not know it.
        """
        best = self.platforms[0]
        system = next((names for start, names in SYSTEMS.items() if best.startswith(start)), None)
        machine = next((name for end, name in MACHINES.items() if best.endswith(end)), None)
        if system is None or machine is None:
            raise Refused(f"Nothing is known of the platform {best}: name one of Windows or Linux.")
        return {
            **system,
            "platform_machine": machine,
            "python_version": self.python,
            "python_full_version": f"{self.python}.0",
            "implementation_name": "cpython",
            "platform_python_implementation": "CPython",
        }

    @property
    def pip(self) -> tuple[str, ...]:
        """How pip is told of it."""
        platforms = (word for tag in self.platforms for word in ("--platform", tag))
        python = ("--python-version", self.python, "--implementation", "cp")
        return (*platforms, *python, "--only-binary", ":all:")


@dataclass(frozen=True, slots=True)
class Release:
    """One release of one distribution, what it asks for, and its wheel: the address with the hash."""

    name: str
    version: str
    requires: tuple[Requirement, ...]
    wheel: str = ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Makes the bundle; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument(
        "--python", type=Path, metavar="EMBED.ZIP", help="python.org's embeddable package"
    )
    parser.add_argument(
        "--platform", action="append", help=f"platform tag, may be repeated; {WINDOWS}"
    )
    parser.add_argument("--python-version", default=VERSION, metavar="X.Y", help=VERSION)
    parser.add_argument(
        "--out", type=Path, default=ROOT / "dist", help="folder of the bundles; dist/"
    )
    given = parser.parse_args(arguments)
    target = Target(tuple(given.platform or (WINDOWS,)), given.python_version)
    try:
        if given.python:
            check_python(given.python, target)
        with tempfile.TemporaryDirectory() as work:
            print(
                f"Collecting the wheels for {target.platforms[0]}, Python {target.python} …",
                flush=True,
            )
            wheels = gathered(Path(work), target)
            folder, archive = made(given.out, wheels, target, given.python)
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 1
    size = archive.stat().st_size / 1_000_000
    print(f"Made {folder} and {archive.name} ({size:.1f} MB, {len(wheels)} wheels).")
    return 0


# The wheels.


def gathered(work: Path, target: Target) -> list[Path]:
    """The wheels of the program and of all it needs there, downloaded below `work`.

    pip takes the wheels of another platform, but judges environment markers by the machine it runs on. So it is
    asked for releases until what *they* ask for on the target is there; what only this machine needs stays away.

    Raises:
        Refused: pip finds no set of releases, or no wheel of one.
    """
    environment = target.environment
    ours, folder = work / "ours", work / WHEELS
    pip("wheel", "--no-deps", "--wheel-dir", ours, ROOT)
    (wheel,) = ours.glob("*.whl")
    releases = needed(wheel, target, environment)
    chosen = [release.wheel for release in releases.values()]
    pip("download", "--no-deps", "--dest", folder, *target.pip, *chosen)
    return sorted(folder.glob("*.whl"))


def extras() -> list[str]:
    """The extras that a clerk has."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return sorted(project["optional-dependencies"].keys() - NOT_FOR_CLERKS)


def needed(wheel: Path, target: Target, environment: Mapping[str, str]) -> dict[str, Release]:
    """All releases that the wheel and its extras need on the target, by name.

    Raises:
        Refused: there is no such set.
    """
    root = canonicalize_name(parse_wheel_filename(wheel.name)[0])
    asked = {f"{root}[{','.join(extras())}] @ {wheel.resolve().as_uri()}"}
    known = offered(asked, target)
    while True:
        found, missing = closure(root, extras(), known, environment)
        if not missing:
            return dict(sorted(found.items()))
        if missing <= asked:
            raise Refused(f"pip does not give what is asked for: {', '.join(sorted(missing))}.")
        asked |= missing
        beside = offered(missing, target) | known  # quicker than to ask for everything once more
        fits = not closure(root, extras(), beside, environment)[1]
        known = beside if fits else offered(asked, target)


def offered(asked: Iterable[str], target: Target) -> dict[str, Release]:
    """The releases that pip chooses for these requirements, by name."""
    with tempfile.TemporaryDirectory() as empty:
        into = ("--target", empty, *target.pip)
        report = json.loads(pip("install", "--dry-run", "--report", "-", *into, *sorted(asked)))
    return {release.name: release for release in map(release_of, report["install"])}


def release_of(item: dict[str, Any]) -> Release:
    """One release of pip's report."""
    told, source = item["metadata"], item["download_info"]
    digest = source["archive_info"].get("hashes", {}).get("sha256")
    address = f"{source['url']}#sha256={digest}" if digest else source["url"]
    requires = tuple(map(Requirement, told.get("requires_dist", ())))
    return Release(canonicalize_name(told["name"]), told["version"], requires, address)


def closure(
    root: str,
    extras_of_root: Iterable[str],
    known: Mapping[str, Release],
    environment: Mapping[str, str],
) -> tuple[dict[str, Release], set[str]]:
    """What of `known` the root needs there, and the requirements that none of it meets."""
    found: dict[str, Release] = {}
    missing: set[str] = set()
    open_, seen = [(root, extra) for extra in ("", *extras_of_root)], set()
    while open_:
        name, extra = open_.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        found[name] = known[name]
        for asked in known[name].requires:
            if asked.marker and not asked.marker.evaluate({**environment, "extra": extra}):
                continue
            wanted = canonicalize_name(asked.name)
            if wanted in known and asked.specifier.contains(
                known[wanted].version, prereleases=True
            ):
                open_ += [(wanted, each) for each in ("", *asked.extras)]
            else:
                asked.marker = None
                missing.add(str(asked))
    return found, missing


def pip(*arguments: str | Path) -> str:
    """Runs pip; what it says.

    Raises:
        Refused: it failed; its last lines.
    """
    command = [
        sys.executable,
        "-m",
        "pip",
        "--quiet",
        "--disable-pip-version-check",
        *map(str, arguments),
    ]
    ran = subprocess.run(
        command, capture_output=True, encoding="utf-8", errors="replace", check=False
    )
    if ran.returncode:
        told = [line for line in ran.stderr.splitlines() if line.startswith("ERROR")]
        raise Refused(
            "\n".join((f"pip {arguments[0]} failed.", *(told or [ran.stderr.strip()])[-5:]))
        )
    return ran.stdout


# The folder.


def made(
    out: Path, wheels: Sequence[Path], target: Target, embed: Path | None = None
) -> tuple[Path, Path]:
    """The bundle as a folder and as a .zip in `out`; one of an earlier day is replaced.

    Raises:
        Refused: no embeddable Python for the target, or something else has the name of the bundle.
    """
    version = next(parse_wheel_filename(wheel.name)[1] for wheel in wheels if is_ours(wheel))
    kind = "-chay-ngay" if embed else ""
    folder = out.resolve() / f"cv183-report-{version}-{target.platforms[0]}{kind}"
    if folder.exists() and not (folder / SUMS).is_file():
        raise Refused(f"{folder} is there and is no bundle: move it away.")
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out) as work:
        new = Path(work) / folder.name
        lay(new, wheels, target, embed)
        if folder.exists():
            shutil.rmtree(folder)
        new.rename(folder)
    archive = folder.with_name(f"{folder.name}.zip")
    pack(folder, archive)
    return folder, archive


def is_ours(wheel: Path) -> bool:
    """Whether it is the program's own wheel."""
    return canonicalize_name(parse_wheel_filename(wheel.name)[0]) == "cv183-report"


def lay(folder: Path, wheels: Sequence[Path], target: Target, embed: Path | None) -> None:
    """Lays all files of a bundle into a new folder, their hashes last."""
    folder.mkdir()
    if embed:
        check_python(embed, target)
        lay_python(folder / "python", wheels, target, embed)
        program = r"python\python.exe"
    else:
        (folder / WHEELS).mkdir()
        for wheel in wheels:
            shutil.copyfile(wheel, folder / WHEELS / wheel.name)
        program = r"chuong-trinh\Scripts\python.exe"
    said = {
        "@PROGRAM@": program,
        "@PYTHON_VERSION@": target.python,
        "@PYTHON_DIGITS@": target.python.replace(".", ""),
        "@PLATFORM@": target.platforms[0],
    }
    kind = SHIPPED / ("chay-ngay" if embed else "cai-dat")
    for file in sorted((*SHIPPED.glob("*.*"), *kind.glob("*.*"))):
        lay_text(folder / file.name, file.read_text(encoding="utf-8"), said)
    lay_licences(folder / LICENCES, wheels)
    pins = [f"{canonicalize_name(name)}=={version}\n" for name, version in map(named, wheels)]
    write(folder / VERSIONS, "".join(sorted(pins)))
    write(folder / "huong-dan.html", page(ROOT / "docs" / "huong-dan.md"))
    write(folder / SUMS, "".join(f"{hashed(folder / name)}  {name}\n" for name in files_of(folder)))


def named(wheel: Path) -> tuple[str, str]:
    """Name and version of a wheel."""
    name, version, _, _ = parse_wheel_filename(wheel.name)
    return name, str(version)


def lay_text(path: Path, text: str, said: Mapping[str, str]) -> None:
    """What clerks open or Windows runs: CRLF; a text for Notepad says that it is UTF-8, a batch file must not."""
    for token, value in said.items():
        text = text.replace(token, value)
    mark = "\ufeff" if path.suffix == ".txt" else ""
    write(path, mark + text, newline="\r\n")


def write(path: Path, text: str, newline: str = "\n") -> None:
    """Writes a text as UTF-8."""
    path.write_text(text, encoding="utf-8", newline=newline)


def check_python(embed: Path, target: Target) -> None:
    """Whether the file is an embeddable Python for the target.

    Raises:
        Refused: it is no such package, or of another Python or machine than the wheels.
    """
    try:
        with zipfile.ZipFile(embed) as archive:
            if not {"python.exe", path_file(target)} <= set(archive.namelist()):
                raise Refused(
                    f"{embed} is no embeddable package of Python {target.python}: "
                    f"no python.exe, or no {path_file(target)}."
                )
            machine = machine_of(archive.read("python.exe"))
    except (OSError, zipfile.BadZipFile) as error:
        raise Refused(f"{embed} cannot be read as a .zip: {error}.") from error
    if machine != PE_MACHINES.get(target.platforms[0]):
        raise Refused(
            f"{embed} is for another machine than {target.platforms[0]}: take the one named embed-amd64."
        )


def path_file(target: Target) -> str:
    """The file of an embeddable Python that says where modules are."""
    return f"python{target.python.replace('.', '')}._pth"


def lay_python(folder: Path, wheels: Sequence[Path], target: Target, embed: Path) -> None:
    """The embeddable Python with the wheels unpacked into it; its ``._pth`` leads there."""
    with zipfile.ZipFile(embed) as archive:
        archive.extractall(folder)
    path = folder / path_file(target)
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if line.strip() and not line.startswith("#")]
    write(path, "\n".join((*kept, "site-packages", "")), newline="\r\n")
    unpack(wheels, folder / "site-packages")


def unpack(wheels: Iterable[Path], folder: Path) -> None:
    """The modules of the wheels, without the scripts that some bring.

    Raises:
        Refused: a wheel has modules where unpacking does not lay them.
    """
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            modules = []
            for name in archive.namelist():
                top, kind, *_ = (*PurePosixPath(name).parts, "")
                if not top.endswith(".data"):
                    modules.append(name)
                elif kind != "scripts":
                    raise Refused(f"{wheel.name} cannot be unpacked as it is: it has {name}.")
            archive.extractall(folder, modules)


def machine_of(program: bytes) -> int | None:
    """The machine a Windows program is for, as its PE header has it."""
    start = int.from_bytes(program[0x3C:0x40], "little")
    is_program = program[:2] == b"MZ" and program[start : start + 4] == b"PE\0\0"
    return int.from_bytes(program[start + 4 : start + 6], "little") if is_program else None


def lay_licences(folder: Path, wheels: Sequence[Path]) -> None:
    """The licence texts of each wheel in a folder of its own, and a list of all.

    Raises:
        Refused: a wheel says nothing of its licence.
    """
    lines = ["Tên, phiên bản, giấy phép của từng gói đi kèm; toàn văn trong thư mục cùng tên.\n"]
    for wheel in wheels:
        name, version = named(wheel)
        with zipfile.ZipFile(wheel) as archive:
            texts = {}
            for entry in archive.namelist():
                top, _, rest = entry.partition("/")
                if top.endswith(".dist-info") and LICENCE.search(rest) and not entry.endswith("/"):
                    texts[rest.removeprefix("licenses/")] = archive.read(entry)
                if top.endswith(".dist-info") and rest == "METADATA":
                    licence = licence_of(archive.read(entry).decode())
        if not texts and not licence:
            raise Refused(f"{wheel.name} says nothing of its licence.")
        for inner, data in texts.items():
            path = folder / f"{canonicalize_name(name)}-{version}" / inner
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        lines.append(f"{canonicalize_name(name)} {version}: {licence or 'xem toàn văn'}")
    lay_text(folder / "DANH-SACH.txt", "\n".join((*lines, "")), {})


def licence_of(metadata: str) -> str:
    """The licence as METADATA names it: expression, classifiers, else the first line of the old field."""
    told = Parser().parsestr(metadata, headersonly=True)
    kept = [line for line in told.get_all("Classifier", ()) if line.startswith("License ::")]
    classified = ", ".join(line.rpartition(" :: ")[2] for line in kept)
    return (
        told["License-Expression"]
        or classified
        or (told["License"] or "").strip().partition("\n")[0]
    )


def files_of(folder: Path) -> list[str]:
    """Every file of a folder, with slashes, in order."""
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


def hashed(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def pack(folder: Path, archive: Path) -> None:
    """The folder as a .zip, its name on top: the same files give the same bytes on every system."""
    with zipfile.ZipFile(archive, "w") as packed:
        for name in files_of(folder):
            entry = zipfile.ZipInfo(f"{folder.name}/{name}", DAY)
            entry.create_system = 0
            entry.compress_type = (
                zipfile.ZIP_STORED if name.endswith(".whl") else zipfile.ZIP_DEFLATED
            )
            packed.writestr(entry, (folder / name).read_bytes())


if __name__ == "__main__":
    sys.exit(main())
