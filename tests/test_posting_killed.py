"""`mail --send` killed at any step of its book: what left is never sent again, what did not leaves with the next run."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cv183_reports.app.posting import prepare
from cv183_reports.outbox.sent import MailKind, read_book
from tests.mail_server import Office, free_port, send_forms, serving, trust
from tests.shipped import REPOSITORY
from tests.test_posting import PERIOD, A, B, address, laid_ready

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="needs fork and /proc"),
    pytest.mark.filterwarnings("ignore:Session.login_data"),
]
UNITS = (A, B, "10507")
KILLED = -9


def test_killed_at_any_step_no_mail_leaves_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authorities, port = trust(tmp_path / "ca.pem"), free_port()
    monkeypatch.setenv("SSL_CERT_FILE", str(authorities))
    saved = laid_ready(tmp_path / "saved", port)
    prepare(saved, PERIOD, MailKind.TEMPLATES, UNITS)
    root = tmp_path / "root"
    deaths = doubts = 0
    with subprocess.Popen(
        [sys.executable, "-B", "-m", "tests.mortal"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY, env=os.environ,
    ) as mortal:  # fmt: skip
        for torn in (False, True):
            for die_at in range(1, 100):
                shutil.rmtree(root, ignore_errors=True)
                shutil.copytree(saved, root)
                office = Office()
                with serving(office, port):
                    code = run(mortal, root, die_at, torn=torn)
                    was = office.addresses.copy()
                    in_doubt = doubtful(root)
                    assert send_forms(str(root), PERIOD, *UNITS) == len(UNITS) - booked(
                        was, in_doubt
                    )
                assert set(office.addresses.values()) == {1}
                assert office.addresses.keys() | in_doubt == {address(unit) for unit in UNITS}
                assert len(in_doubt) <= 1
                doubts += len(in_doubt)
                deaths += code == KILLED
                if code != KILLED:
                    assert code == len(UNITS)
                    break
        assert mortal.stdin is not None
        mortal.stdin.close()
    assert deaths > 15
    assert 3 <= doubts < deaths


def run(mortal: subprocess.Popen[str], root: Path, die_at: int, *, torn: bool) -> int:
    assert mortal.stdin is not None
    assert mortal.stdout is not None
    told = {
        "folder": str(root / "data" / PERIOD),
        "job": "tests.mail_server:send_forms",
        "arguments": [str(root), PERIOD, *UNITS],
        "die_at": die_at,
        "torn": torn,
    }
    mortal.stdin.write(json.dumps(told) + "\n")
    mortal.stdin.flush()
    code: int = json.loads(mortal.stdout.readline())[0]
    return code


def doubtful(root: Path) -> set[str]:
    """Addresses of which the book cannot tell."""
    book = read_book(root / "data" / PERIOD / "so-gui.jsonl")
    return {address(unit) for unit in book.unsure(MailKind.TEMPLATES)}


def booked(was: dict[str, int], in_doubt: set[str]) -> int:
    """How many need not be sent: the book has them, or has its doubts."""
    return len(was.keys() | in_doubt)
