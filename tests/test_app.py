"""What a command does can be done without the command line: click is barred, and the month is built."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.conftest import lay
from tests.test_cli import OUTPUTS

BUILDING = """
import sys
from pathlib import Path

class Barred:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "click":
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Barred())

from cv183_reports.app import check, doctor, explain, lint, mail, opening, outline, receive, sample
from cv183_reports.app import status, templates
from cv183_reports.app.build import build_month
from cv183_reports.app import Cause, Stopped

root = Path(sys.argv[1])
steps = []

class Counted:
    def __init__(self, label, expected):
        self.label = label
    def __enter__(self):
        return self
    def step(self):
        steps.append(self.label)
    def __exit__(self, *_):
        pass

built = build_month(root, "2025-09", progress=Counted)
print(sorted(output.path.name for output in built.outputs if output.path.parent.name == "2025-09"))
print(len(built.material.now.filings), sorted(set(steps)))
try:
    build_month(root, "tháng 9")
except Stopped as stopped:
    print(stopped.cause is Cause.USAGE, [finding.code for finding in stopped.findings])
print("click" in sys.modules)
"""


def test_a_month_is_built_without_click(tmp_path: Path) -> None:
    root = lay(tmp_path / "Ban Tổ chức", months=("2025-09",), few=True)
    ran = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", BUILDING, str(root)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    documents, units, stopped, loaded = ran.stdout.splitlines()
    assert documents == str(OUTPUTS)
    own = "Làm báo cáo riêng của đơn vị, kỳ 2025-09"
    assert units == f"142 ['{own}', 'Làm văn bản kỳ 2025-09', 'Đọc báo cáo kỳ 2025-09']"
    assert stopped == "True ['MAY002']"
    assert loaded == "False"
