"""`mail` on the screen: how many drafts lie where, what is to be looked at; with `--send` the list, the question, the sending."""

from __future__ import annotations

import os
import sys
import textwrap
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cv183_reports.app import Cause, Stopped
from cv183_reports.app.mail import Drafts, make_drafts
from cv183_reports.catalogue import outbox as catalogue
from cv183_reports.cli.screen import Bar, code_of, show_findings, show_names, show_outputs
from cv183_reports.model import MailServer, Source
from cv183_reports.model.finding import needs_action, tally_line
from cv183_reports.outbox.sent import MailKind
from cv183_reports.vietnamese.wording import count
from cv183_reports.workspace.folder import failed

if TYPE_CHECKING:
    from cv183_reports.app.posting import DueLetter, Posting, SendingResult

_NEXT = (
    "Việc tiếp theo: bấm đúp từng tệp .eml, xem người nhận, nội dung, tệp đính kèm rồi bấm Gửi; "
    "hoặc gửi cả loạt qua máy chủ thư của cơ quan: chạy lại lệnh này, thêm --send."
)
_WIDTH = 100


def mail(
    root: Path,
    period: str,
    kind: str,
    units: Sequence[str],
    groups: Sequence[str],
    as_of: str | None,
) -> int:
    """Writes the drafts of that kind, and says what was made."""
    made = make_drafts(root, period, MailKind[kind.upper()], units, groups, as_of, Bar)
    _show_drafts(made)
    for line in made.told_of_sent():
        click.echo(line)
    if made.unsure:
        show_names(unit.labelled for unit in made.unsure)
    show_findings(made.findings)
    if failed(made.outputs):
        return Cause.MACHINE
    if made.sent < len(made.outputs):
        click.echo(_NEXT)
    return code_of(made.findings)


def send(
    root: Path,
    period: str,
    kind: str,
    units: Sequence[str],
    groups: Sequence[str],
    as_of: str | None,
    resend: Sequence[str],
) -> int:
    """Writes the drafts, shows what would leave, and sends it once the clerk has typed how many mails that is."""
    from cv183_reports.app.posting import prepare

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Stopped((catalogue.NO_TERMINAL.at(Source("mail --send")),), Cause.USAGE)
    meant = MailKind[kind.upper()]
    posting = prepare(root, period, meant, units, groups, as_of, resend, Bar)
    _show_drafts(posting.drafts)
    show_findings(posting.findings)
    before = _before(posting)
    if posting.done:
        click.echo(f"Đã gửi từ trước, không gửi lại: {count(posting.done)} thư.")
    if not posting.letters:
        if posting.done:
            click.echo("Không còn thư nào phải gửi.")
        elif posting.drafts.outputs:
            click.echo("Không có thư nào gửi được; xem các điểm nêu ở trên.")
        return before
    for line in _list(posting):
        click.echo(line)
    if tally := tally_line(posting.findings):
        click.echo(f"Nêu ở trên danh sách: {tally}; xem trước khi gửi.")
    typed = _typed_number()
    if typed not in (str(len(posting.letters)), count(len(posting.letters))):
        said = f"Số vừa gõ «{typed}» không phải số thư trong danh sách. " if typed else ""
        click.echo(f"{said}Chưa gửi thư nào.")
        return Cause.USAGE if typed else 0
    sending, typed_password = _send(posting)
    code = _show_sent(posting, sending) or before
    if typed_password and sending.sent:
        _offer_store(posting.server, typed_password)
    return code


def _before(posting: Posting) -> int:
    """The exit code that the drafts alone would have."""
    if failed(posting.drafts.outputs):
        return Cause.MACHINE
    return Cause.FINDINGS if needs_action(posting.findings) else 0


def _show_drafts(made: Drafts) -> None:
    click.echo(made.told)
    show_outputs([output for output in made.outputs if output.finding])


def _list(posting: Posting) -> Iterator[str]:
    """What would leave: through which server, the beginning that all subjects share, a line or two each."""
    server, letters = posting.server, posting.letters
    yield ""
    yield (
        f"{count(len(letters))} thư sẽ gửi qua {server.host}, cổng {server.port} ({server.encryption.value}), "
        f"từ {posting.sender_name} <{server.sender}>:"
    )
    subjects = [letter.draft.subject for letter in letters]
    shared = os.path.commonprefix(subjects) if len(letters) > 1 else ""  # noqa: RUF071 - letters are meant
    shared = shared[: shared.rfind(" ") + 1]
    if shared:
        yield f"  Tiêu đề: {shared}…"
    digits = len(str(len(letters)))
    for number, letter in enumerate(letters, 1):
        yield from _lines(f"  {number:>{digits}}. ", letter, shared)


def _lines(number: str, letter: DueLetter, shared: str) -> list[str]:
    """One mail: its unit and addresses, the rest of its subject, its files."""
    subject, files = letter.draft.subject, [each.name for each in letter.draft.attachments]
    rest = f"…{subject.removeprefix(shared)}" if shared else subject
    parts = (
        f"{letter.unit.labelled} → {', '.join(letter.to)}",
        rest,
        f"kèm {', '.join(files)}" if files else "không kèm tệp",
        *(("GỬI LẠI theo yêu cầu",) if letter.is_again else ()),
    )
    return textwrap.wrap(
        "; ".join(parts),
        _WIDTH,
        initial_indent=number,
        subsequent_indent=" " * len(number),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _typed_number() -> str:
    """How many mails leave, as the clerk types it who has looked at them."""
    asked = "Gõ số thư sẽ gửi nêu ở trên rồi bấm Enter (chỉ bấm Enter: thôi, không gửi)"
    typed: str = click.prompt(asked, default="", show_default=False)
    return typed.strip()


def _send(posting: Posting) -> tuple[SendingResult, str]:
    """Sends, with the password from the system's store, or as the clerk types it; that one, too, if it was right."""
    from cv183_reports.app.posting import kept_password, post

    server = posting.server
    kept = kept_password(server) if server.user else ""
    if kept is not None:
        sending = post(posting, kept, Bar, _wait)
        if not (kept and sending.is_login_refused):
            return sending, ""
        click.echo("Mật khẩu trong kho của máy không còn đúng.")
    password = _asked_password(server)
    sending = post(posting, password, Bar, _wait)
    return sending, "" if sending.is_login_refused else password


def _offer_store(server: MailServer, password: str) -> None:
    """Asks whether the system's store is to keep the password; who stops here means no."""
    from cv183_reports.app.posting import can_keep_passwords, keep_password

    if not can_keep_passwords():
        return
    asked = "Lưu mật khẩu vào kho mật khẩu của máy để lần sau khỏi gõ? (c/k)"
    try:
        wanted = click.prompt(asked, default="k", show_default=False).strip().casefold()
    except click.Abort:
        return
    if wanted == "c":
        is_kept = keep_password(server, password)
        click.echo("Đã lưu." if is_kept else "Kho mật khẩu của máy không nhận; lần sau gõ lại.")


def _asked_password(server: MailServer) -> str:
    asked = f"Mật khẩu của {server.user} (không hiện khi gõ)"
    typed: str = click.prompt(asked, hide_input=True, default="", show_default=False)
    return typed


def _wait(seconds: int, left: int) -> None:
    """Waits, and says why."""
    click.echo(
        f"\rMáy chủ hẹn gửi lại sau {count(left)} thư; chờ {seconds} giây rồi thử lại "
        "(Ctrl+C: dừng, lần sau gửi tiếp phần còn lại)."
    )
    time.sleep(seconds)


def _show_sent(posting: Posting, sending: SendingResult) -> int:
    """Says what left and what did not; the exit code."""
    click.echo()
    if sending.is_cut:
        click.echo("Đã dừng theo yêu cầu.")
    book = posting.drafts.desk.workspace.shown(posting.book)
    left = f"; còn {count(sending.left)} thư chưa gửi" if sending.left else ""
    click.echo(
        f"Đã gửi {count(sending.sent)}/{count(len(posting.letters))} thư{left}. Sổ gửi: {book}."
    )
    show_findings(sending.findings)
    if sending.left:
        click.echo("Việc tiếp theo: chạy lại đúng lệnh này; chỉ thư còn thiếu được gửi.")
    return sending.cause or 0
