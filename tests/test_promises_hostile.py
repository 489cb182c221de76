"""P8: whatever comes, no code of it runs, nothing calls out, nothing is written elsewhere, all is bounded."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from msgspec import Struct

from tests.builders_mail import letter, posted
from tests.builders_other import ods, row, unpacked
from tests.builders_xlsx import RawEntry, packed, raw_zip
from tests.conftest import REPOSITORY, lay
from tests.hazards import HAZARDS, put
from tests.promise_files import filled_form
from tests.shipped import NAMED, keep_rows
from tests.test_receive import laid
from tests.test_saved_forms import HOSTILE
from tests.test_xlsx_hostile import CASES

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits of address space, /proc")
PERIOD = "2025-09"
GUARDED = """
import json, os, resource, sys
told = json.loads(sys.stdin.read())
resource.setrlimit(resource.RLIMIT_AS, (told["memory"],) * 2)
from cv183_reports.cli import cli
from cv183_reports.cli.clerk import run
from cv183_reports.spreadsheet import bounded_child
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
MOVES = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.symlink", "os.link", "os.chmod"}

def watch(event, details):
    told_of = None
    if event.startswith("socket.") or event in ("os.system", "os.exec", "os.posix_spawn", "os.startfile"):
        told_of = event
    elif event == "subprocess.Popen" and details[0] != sys.executable:
        told_of = event
    elif event in MOVES or (event == "open" and details[2] & WRITING):
        path = details[0]
        if isinstance(path, (str, bytes)) or hasattr(path, "__fspath__"):
            path = os.path.abspath(os.fsdecode(path))
            if not path.startswith(told["root"]) and path != os.devnull:
                told_of = event
    if told_of:
        os.write(2, f"FORBIDDEN {told_of} {details!r:.300}\\n".encode())
        os._exit(99)

sys.addaudithook(watch)
sys.argv = ["cv183-report", *told["arguments"]]
run(cli)
"""
"""A run that ends at once, with 99, when it does what no run may do."""
MEMORY = 700 * 1024 * 1024


def guarded(root: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """The command in `root`, in a process of 700 MB that may write nowhere else."""
    told = {
        "arguments": ["--root", str(root), *map(str, arguments)],
        "root": str(root),
        "memory": MEMORY,
    }
    return subprocess.run(
        [sys.executable, "-B", "-c", GUARDED], input=json.dumps(told), check=False, timeout=300,
        capture_output=True, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip


class Canary(Struct):
    """Listens where the hostile files point to."""

    server: socket.socket

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.getsockname()[1]}/a"

    @property
    def was_called(self) -> bool:
        try:
            self.server.accept()
        except BlockingIOError:
            return False
        return True


@pytest.fixture
def canary() -> Iterator[Canary]:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        server.setblocking(False)
        yield Canary(server)


def calling(url: str) -> dict[str, bytes]:
    """Files that ask whoever opens them to fetch something, to run something, or to write elsewhere."""
    form = filled_form("11560")
    entity = f'<!DOCTYPE x [<!ENTITY a SYSTEM "{url}">]><a>&a;</a>'.encode()
    outer = f'<!DOCTYPE x SYSTEM "{url}"><a/>'.encode()
    include = f'<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="{url}"/></a>'
    rels = unpacked(form)["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>",
        f'<Relationship Id="e" Type="x/externalLink" TargetMode="External" Target="{url}"/>'
        f'<Relationship Id="w" Type="x/attachedTemplate" TargetMode="External" Target="{url}"/>'
        "</Relationships>".encode(),
    )
    link = f'<table:table-source xlink:href="{url}" xmlns:xlink="urn:x"/>'
    letter_out = letter(("a.xlsx", form))
    letter_out.add_attachment(
        b"", maintype="application", subtype="octet-stream", filename="b.xlsx"
    )
    outside = posted(letter_out).replace(
        b"Content-Type: application/octet-stream",
        f'Content-Type: message/external-body; access-type=URL; URL="{url}"'.encode(),
        1,
    )
    changes: dict[str, dict[str, str | bytes | None]] = {
        "thực thể ngoài.xlsx": {"docProps/core.xml": entity},
        "DTD ngoài.xlsx": {"xl/styles.xml": outer},
        "XInclude.xlsx": {"docProps/core.xml": include},
        "liên kết ngoài.xlsx": {"xl/_rels/workbook.xml.rels": rels},
    }
    made = {name: packed(unpacked(form), change) for name, change in changes.items()}
    for name, formula in (
        ("dde.xlsx", f"=cmd|'/c calc'!A0&WEBSERVICE(\"{url}\")"),
        ("link.xlsx", f'=HYPERLINK("{url}")'),
    ):
        made |= put("Kết quả thực hiện", formula)(name, form)
    climbing = [
        "../../leo.xlsx",
        "/tmp/leo-cv183.xlsx",
        "C:\\leo.xlsx",
        "..\\..\\leo.xlsx",
        "CON",
        "a:b.xlsx",
    ]
    return {
        **made,
        "nguồn.ods": ods(row(f'office:value-type="string" office:href="{url}"><text:p>a</text:p>'), after=link),
        "ngoài.eml": outside,
        "leo.zip": raw_zip([RawEntry(name, form) for name in climbing]),
    }  # fmt: skip


def everything(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b""
        for path in folder.rglob("*")
    }


def test_nothing_calls_out_runs_or_writes_elsewhere(tmp_path: Path, canary: Canary) -> None:
    """Received, checked and built from; the form of whoever sent them is returned to them."""
    root, came = lay(tmp_path / "CV 183"), tmp_path / "Tải về"
    keep_rows(root / "data" / "danh-muc.xlsx", {"Đơn vị": {"11560", *NAMED}})
    files = calling(canary.url)
    for name, data in files.items():
        laid(came, name, data)
    before = everything(came)
    for arguments in (
        ["receive", PERIOD, came, "--as-of", "2025-09-22T15:00"],
        ["check", came],
        ["build", PERIOD, "--as-of", "2025-09-23T08:00"],
        *(["mail", PERIOD, kind] for kind in ("templates", "returns", "receipts", "reports")),
    ):
        ran = guarded(root, *arguments)
        assert ran.returncode in (0, 1), ran.stderr[-2_000:]
        assert "Traceback" not in ran.stderr
    assert not canary.was_called
    assert everything(came) == before
    assert {path.name for path in tmp_path.iterdir()} == {root.name, came.name}
    assert not Path("/tmp/leo-cv183.xlsx").exists()
    told = (root / "data" / PERIOD / "so-tiep-nhan.jsonl").read_text(encoding="utf-8")
    assert len(told.splitlines()) >= len(files) + 5


def test_the_watch_sees_what_it_is_to_see(tmp_path: Path) -> None:
    """A working folder laid elsewhere than where it may write ends the run."""
    told = guarded(tmp_path / "a", "init", tmp_path / "b")
    assert (told.returncode, "FORBIDDEN os.mkdir" in told.stderr) == (99, True)


WORST: dict[str, Callable[[], bytes]] = {
    **{f"xlsx {name}": make for name, _, make in CASES if "MB" in name or "," in name or "30" in name},
    **{name: make for name, make, _ in HOSTILE if not name.startswith("ods")},
    "a bomb of 200 MB": lambda: packed(unpacked(filled_form("11560")), {"xl/media/a.bin": bytes(200 << 20)}),
    "a .zip of bombs": lambda: raw_zip([RawEntry(f"{n}.bin", bytes(30 << 20)) for n in range(60)]),
    "everything else": lambda: raw_zip(
        [RawEntry(f"{n}.xlsx", data) for n, hazard in enumerate(HAZARDS.values())
         for data in hazard.make("a.xlsx", filled_form("11560")).values()]
    ),
}  # fmt: skip


def test_the_worst_files_are_told_of_within_700_megabytes(tmp_path: Path) -> None:
    """One after the other in one run: what one of them took is given back before the next."""
    root, came = lay(tmp_path / "CV 183"), tmp_path / "Tải về"
    for number, (name, make) in enumerate(WORST.items()):
        laid(came, f"{number:02} {name.replace('/', ' ')[:60]}.xlsx", make())
    ran = guarded(root, "check", came, "--json")
    assert ran.returncode == 1, ran.stderr[-2_000:]
    files = {
        file["file"].rpartition("Tải về/")[2]: file for file in json.loads(ran.stdout)["files"]
    }
    assert len(files) >= len(WORST)
    codes = {f["code"] for file in files.values() for f in file["findings"]}
    assert not codes & {"FIL054", "FIL055", "FIL056", "FIL057"}
    expected = {name: code for name, _, code in HOSTILE if name in WORST}
    assert len(expected) == 3
    for name, code in expected.items():
        (file,) = (file for told, file in files.items() if name in told)
        said = {f["code"] for f in file["findings"]}
        assert {each for each in said if each.startswith("FIL")} == {*code.split()}, name
    assert all(file["findings"] for file in files.values() if file["outcome"] == "rejected")
