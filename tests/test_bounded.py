"""The bounded worker: what a job does wrong ends that job, never the command or the next file."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cv183_reports.spreadsheet.bounded import Failed, Limits, Trouble, Worker
from tests.conftest import REPOSITORY

QUICK = Limits(seconds=1.0)
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of address space")


@pytest.fixture
def worker() -> Iterator[Worker]:
    with Worker(QUICK, package="tests") as started:
        yield started


def is_gone(process_id: int) -> bool:
    """Whether no such process is left, not even as a zombie."""
    if sys.platform == "win32":  # os.kill would send it Ctrl+C there
        listed = subprocess.run(
            ["tasklist", "/FI", f"PID eq {process_id}"], capture_output=True, check=True
        )
        return str(process_id).encode() not in listed.stdout
    try:
        os.kill(process_id, 0)
    except OSError:
        return True
    return False


def trouble(answer: bytes | Failed) -> Trouble:
    assert isinstance(answer, Failed)
    return answer.trouble


def test_one_child_serves_many_jobs(worker: Worker) -> None:
    assert worker.process_id is None
    first, second = (worker.run("tests.jobs:own_id", b"") for _ in range(2))
    assert first == second == str(worker.process_id).encode()
    assert worker.run("tests.jobs:double", b"\0\r\n\x1a" * 3_000_000) == b"\0\r\n\x1a" * 6_000_000
    assert worker.run("tests.jobs:double", b"") == b""


@pytest.mark.parametrize("job", ["sleep", "spin"])
def test_a_job_that_overruns_is_killed_at_its_limit(worker: Worker, job: str) -> None:
    worker.run("tests.jobs:double", b"")
    process = worker.process_id
    assert process is not None
    begun = time.monotonic()
    assert trouble(worker.run(f"tests.jobs:{job}", b"")) is Trouble.TOO_LONG
    assert 0.9 < time.monotonic() - begun < 10
    assert is_gone(process)
    assert worker.run("tests.jobs:double", b"ab") == b"abab"


@POSIX
def test_a_job_that_eats_memory_is_stopped() -> None:
    with Worker(package="tests") as worker:
        assert trouble(worker.run("tests.jobs:eat", b"")) is Trouble.TOO_MUCH_MEMORY
        assert worker.process_id is None
        assert worker.run("tests.jobs:double", b"ab") == b"abab"


@pytest.mark.parametrize("job", ["crash", "abort"])
def test_a_child_that_dies_is_replaced(worker: Worker, job: str) -> None:
    worker.run("tests.jobs:double", b"")
    process = worker.process_id
    assert process is not None
    assert trouble(worker.run(f"tests.jobs:{job}", b"")) is Trouble.BROKE_OFF
    assert is_gone(process)
    assert worker.run("tests.jobs:double", b"ab") == b"abab"


def test_a_child_killed_between_two_jobs_is_replaced(worker: Worker) -> None:
    worker.run("tests.jobs:double", b"")
    assert worker._child is not None
    worker._child.kill()
    worker._child.wait()
    assert worker.run("tests.jobs:double", b"ab") == b"abab"


def test_a_job_that_raises_is_told_of_and_the_child_stays(worker: Worker) -> None:
    worker.run("tests.jobs:double", b"")
    process = worker.process_id
    answer = worker.run("tests.jobs:fail", "Thủy Nguyên".encode())
    assert answer == Failed(Trouble.BROKE_OFF, "KeyError: 'Thủy Nguyên'")
    assert trouble(worker.run("tests.jobs:text", b"")) is Trouble.BROKE_OFF
    assert trouble(worker.run("tests.jobs:missing", b"")) is Trouble.BROKE_OFF
    assert worker.process_id == process


def test_what_a_job_prints_is_no_answer(worker: Worker) -> None:
    assert worker.run("tests.jobs:chatter", b"ok") == b"ok"


@pytest.mark.parametrize(
    "job", ["os:getcwdb", "testsx.jobs:double", "tests.jobs", "tests.jobs:a.b", "tests.jobs:"]
)
def test_only_functions_of_our_own_are_jobs(worker: Worker, job: str) -> None:
    with pytest.raises(ValueError, match=job):
        worker.run(job, b"")
    assert worker.process_id is None


def test_closing_ends_the_child_and_may_be_repeated(worker: Worker) -> None:
    worker.run("tests.jobs:double", b"")
    process = worker.process_id
    assert process is not None
    worker.close()
    worker.close()
    assert is_gone(process)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts handles the Linux way")
def test_no_handle_is_left_behind() -> None:
    def handles() -> int:
        return sum(1 for _ in Path("/proc/self/fd").iterdir())

    before = handles()
    for _ in range(3):
        with Worker(QUICK, package="tests") as worker:
            worker.run("tests.jobs:crash", b"")
            worker.run("tests.jobs:double", b"")
    assert handles() == before


def test_a_machine_that_starts_no_child_is_said_so(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(REPOSITORY / "không có"))
    assert trouble(worker.run("tests.jobs:double", b"")) is Trouble.NOT_STARTED


@pytest.mark.parametrize("ending", ["pass", "os._exit(3)", "os.abort()", "raise SystemExit(1)"])
def test_the_child_ends_with_its_parent_however_that_ends(ending: str, tmp_path: Path) -> None:
    """In a folder whose modules must not come before ours."""
    (tmp_path / "struct.py").write_text("raise SystemExit")
    script = f"""
        import os, sys
        sys.path.insert(0, {str(REPOSITORY)!r})
        from cv183_reports.spreadsheet.bounded import Worker
        worker = Worker(package="tests")
        print(worker.run("tests.jobs:own_id", b"").decode(), flush=True)
        {ending}
    """
    ran = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script).replace("import os, sys", "import os, sys; sys.path.pop(0)", 1)],
        capture_output=True, text=True, cwd=tmp_path, timeout=60, check=False,
    )  # fmt: skip
    process = int(ran.stdout)
    for _ in range(100):
        if is_gone(process):
            return
        time.sleep(0.05)
    pytest.fail("the child lives on")
