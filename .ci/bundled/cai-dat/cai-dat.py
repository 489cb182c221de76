"""Installs the program from this folder alone, into ``chuong-trinh`` beside this file; run by ``cai-dat.cmd``.

The same run installs, repairs and renews. Only the standard library, as the office's Python has it.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
PROGRAM = FOLDER / "chuong-trinh"
PYTHON = PROGRAM / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOG = FOLDER / "cai-dat.log"
LONGEST = 110
"""Letters of a folder's path: Windows has 260 for the files below it."""
NAMED = 5


class Stopped(Exception):  # noqa: N818 - it is no error of the program
    """Why the program is not installed, and what to do."""


def main() -> int:
    """Installs; 0 done, 3 not."""
    try:
        print("Bước 1/3: xem các tệp có đủ và nguyên vẹn không …", flush=True)
        check_files()
        print("Bước 2/3: cài chương trình, khoảng một phút, xin đợi …", flush=True)
        install()
        print("Bước 3/3: chạy thử …", flush=True)
        version = ran([PYTHON, "-I", "-m", "cv183_reports", "--version"]).strip()
    except Stopped as stopped:
        print(f"CHƯA CÀI ĐƯỢC. {stopped}")
        return 3
    except OSError as error:
        print(
            f"CHƯA CÀI ĐƯỢC. Máy không cho ghi: {error}. Đóng các cửa sổ CV183 đang mở, xem ổ đĩa còn chỗ không, rồi chạy lại."
        )
        return 3
    print(f"Đã cài xong: {version}.")
    print(named())
    print(
        r"Việc tiếp theo: bấm đúp cv183-report.cmd, gõ cv183-report init D:\CV183 để tạo thư mục làm việc, rồi bấm đúp tệp CV183 trong đó."
    )
    return 0


def check_files() -> None:
    """Every file of the list is here, with the hash of the list."""
    if os.name == "nt" and len(str(FOLDER)) > LONGEST:
        raise Stopped(
            rf"Đường dẫn {FOLDER} quá dài: chuyển thư mục này ra ngay dưới ổ đĩa, ví dụ D:\CV183-chuong-trinh, rồi chạy lại."
        )
    sums = FOLDER / "SHA256SUMS.txt"
    if not sums.is_file():
        raise Stopped("Thiếu tệp SHA256SUMS.txt: chép lại cả thư mục từ bản gốc.")
    wrong = []
    for line in sums.read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ", 1)
        path = FOLDER / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            wrong.append(name)
    if wrong:
        more = f" và {len(wrong) - NAMED} tệp khác" if len(wrong) > NAMED else ""
        raise Stopped(
            f"Tệp thiếu hoặc hỏng khi chép: {', '.join(wrong[:NAMED])}{more}. Chép lại cả thư mục từ bản gốc rồi chạy lại."
        )


def install() -> None:
    """A Python environment of its own, and every wheel in it, from the folder ``wheels`` alone."""
    venv.EnvBuilder(symlinks=os.name != "nt").create(PROGRAM)
    ran([PYTHON, "-I", "-m", "ensurepip", "--upgrade", "--default-pip"])
    pip = [PYTHON, "-I", "-m", "pip", "--isolated", "--disable-pip-version-check", "--no-cache-dir"]
    wheels = ["--no-index", "--find-links", "wheels", "--requirement", "phien-ban.txt"]
    ran([*pip, "install", "--force-reinstall", "--no-warn-script-location", *wheels])


def ran(command: list[str | Path]) -> str:
    """What a command says; where it fails, that goes into the log."""
    done = subprocess.run(
        command, cwd=FOLDER, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace",
        env={**os.environ, "PYTHONUTF8": "1"}, check=False,
    )  # fmt: skip
    if done.returncode:
        LOG.write_text(done.stdout, encoding="utf-8")
        raise Stopped(
            "Đóng mọi cửa sổ CV183 đang mở rồi bấm đúp lại cai-dat.cmd. Vẫn không được thì gửi tệp "
            f"{LOG.name} trong thư mục này cho cán bộ công nghệ thông tin (hay gặp: ổ đĩa đầy, phần mềm diệt vi-rút chặn)."
        )
    LOG.unlink(missing_ok=True)
    return done.stdout


def named() -> str:
    """Makes ``cv183-report`` known to this user's command windows (Windows); what was done, as a sentence."""
    if sys.platform != "win32":
        return f"Gọi chương trình: {PYTHON} -m cv183_reports"
    import ctypes
    import winreg

    try:
        with winreg.CreateKeyEx(
            winreg.HKEY_CURRENT_USER, "Environment", 0, winreg.KEY_READ | winreg.KEY_WRITE
        ) as key:
            try:
                value, kind = winreg.QueryValueEx(key, "Path")
            except FileNotFoundError:
                value, kind = "", winreg.REG_EXPAND_SZ
            winreg.SetValueEx(key, "Path", 0, kind, searched(value, str(FOLDER)))
        ctypes.windll.user32.SendMessageTimeoutW(0xFFFF, 0x1A, 0, "Environment", 2, 5000, None)
    except OSError as error:
        return f"Không ghi được vào PATH của người dùng ({error}): gọi chương trình bằng cách bấm đúp cv183-report.cmd."
    return "Từ nay gõ cv183-report ở mọi cửa sổ lệnh mở sau đây (đã thêm thư mục này vào PATH của người dùng)."


def searched(path: str, folder: str) -> str:
    """The value of PATH with the folder at its front, once."""
    others = [
        each for each in path.split(";") if each and each.rstrip("\\").lower() != folder.lower()
    ]
    return ";".join((folder, *others))


if __name__ == "__main__":
    sys.exit(main())
