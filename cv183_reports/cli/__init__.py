"""The command line: the only place that knows click. Here the commands are declared, each shown by its module.

Each command imports what it needs when it runs, so that ``--help`` is quick.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click

from cv183_reports import __version__
from cv183_reports.cli.clerk import PERIOD_ARGUMENT, ClerkGroup, ClerkPath, run, whole_paths

_PERIOD = click.argument(PERIOD_ARGUMENT, metavar="[KỲ]")
_AS_OF = click.option(
    "--as-of",
    metavar="THỜI_ĐIỂM",
    help="Coi như bây giờ là thời điểm này (2025-09-20T17:00), thay cho đồng hồ máy.",
)
_CONVERT = click.option(
    "--convert-legacy",
    is_flag=True,
    help="Chuyển chữ mã cũ TCVN3, VNI sang Unicode theo bản chương trình đoán.",
)
_JSON = click.option(
    "--json", "as_json", is_flag=True, help="In một đối tượng JSON cho chương trình khác đọc."
)
_UNITS = click.option(
    "--unit", "units", multiple=True, metavar="MÃ", help="Chỉ đơn vị này; ghi được nhiều lần."
)
_GROUPS = click.option(
    "--group",
    "groups",
    multiple=True,
    metavar="MÃ_NHÓM",
    help="Chỉ nhóm đơn vị này; ghi được nhiều lần.",
)


@click.group(cls=ClerkGroup, invoke_without_command=True)
@click.option(
    "--root",
    type=ClerkPath(),
    metavar="THƯ_MỤC",
    help="Thư mục làm việc (mặc định: thư mục đang đứng, hoặc thư mục chứa nó).",
)
@click.version_option(
    __version__, message="cv183-report %(version)s", help="In số phiên bản rồi thoát."
)
@click.pass_context
def cli(ctx: click.Context, root: Path | None) -> None:
    """Biểu mẫu, kiểm tra, tổng hợp và báo cáo hằng tháng về các nhiệm vụ mà một công văn giao.

    KỲ là tháng báo cáo, ghi năm-tháng, ví dụ 2025-09 (hoặc 9/2025); danh mục báo cáo theo quý thì ghi
    năm-quý, ví dụ 2026-Q1 (hoặc "quý I/2026"). Không ghi thì là kỳ đang làm.
    Không ghi lệnh nào: xem tháng đang đến đâu, việc gì tiếp theo.
    """
    from cv183_reports.workspace.folder import folder_around

    ctx.obj = root or folder_around(Path())
    if ctx.invoked_subcommand is None:
        from cv183_reports.cli import start as command

        ctx.exit(command.start(ctx.obj, lambda words: _again(ctx, words)))


def _again(ctx: click.Context, words: Sequence[str]) -> None:
    """Runs another command line in the same working folder."""
    cli.main(["--root", str(ctx.obj), *words], standalone_mode=False)


@cli.command("init")
@click.argument("folder", type=ClerkPath(), metavar="THƯ_MỤC")
def _init(folder: Path) -> int:
    """Tạo thư mục làm việc mới: danh mục, mẫu văn bản, chỗ nhận báo cáo."""
    from cv183_reports.cli import init as command

    return command.init(folder)


@cli.command("desk")
@click.option("--no-browser", is_flag=True, help="Chỉ in địa chỉ, không mở trình duyệt.")
@click.pass_obj
def _desk(root: Path, *, no_browser: bool) -> int:
    """Mở bàn làm việc: trang có nút bấm cho mọi việc của tháng, chỉ máy này xem được."""
    from cv183_reports.cli import desk as command

    return command.desk(root, browser=not no_browser)


@cli.command("templates")
@_PERIOD
@_UNITS
@_GROUPS
@click.pass_obj
def _templates(root: Path, period: str, units: tuple[str, ...], groups: tuple[str, ...]) -> int:
    """Làm biểu mẫu Excel cho từng đơn vị, có sẵn câu trả lời kỳ trước."""
    from cv183_reports.cli import templates as command

    return command.templates(root, period, units, groups)


@cli.command("mail")
@_PERIOD
@click.argument(
    "kind",
    type=click.Choice(("templates", "returns", "reminders", "reports", "receipts")),
    metavar="LOẠI",
)
@_UNITS
@_GROUPS
@click.option(
    "--send",
    "is_sent",
    is_flag=True,
    help="Gửi luôn qua máy chủ thư khai ở trang Thiết lập, sau khi xem danh sách và gõ số thư.",
)
@click.option(
    "--resend",
    multiple=True,
    metavar="MÃ",
    help="Gửi lại cho đơn vị này dù sổ ghi đã gửi, hoặc không rõ đã gửi chưa; chỉ cùng --send.",
)
@_AS_OF
@click.pass_obj
def _mail(
    root: Path,
    period: str,
    kind: str,
    units: tuple[str, ...],
    groups: tuple[str, ...],
    as_of: str | None,
    resend: tuple[str, ...],
    *,
    is_sent: bool,
) -> int:
    """Soạn thư nháp (.eml) để gửi bằng Outlook, Thunderbird; chỉ gửi khi có --send.

    LOẠI: templates (phát biểu mẫu), returns (trả lại báo cáo có lỗi), reminders (đôn đốc đơn vị
    chưa gửi, chưa sửa), reports (gửi báo cáo đã làm), receipts (báo đơn vị đã nhận, tính thế nào).
    """
    from cv183_reports.cli import mail as command

    if is_sent:
        return command.send(root, period, kind, units, groups, as_of, resend)
    if resend:
        raise click.UsageError("--resend chỉ dùng cùng --send")
    return command.mail(root, period, kind, units, groups, as_of)


@cli.command("receive")
@_PERIOD
@click.argument("paths", nargs=-1, type=ClerkPath(), metavar="[TỆP…]")
@_CONVERT
@click.option(
    "--take", metavar="TỆP", default="", help="Tính tệp này cho đơn vị của nó, thay các tệp khác."
)
@click.option(
    "--set-aside", metavar="TỆP", default="", help="Để riêng tệp này, không tính vào đâu."
)
@click.option("--reason", metavar="LÝ_DO", default="", help="Vì sao để riêng; cùng --set-aside.")
@click.option("--undo", is_flag=True, help="Rút lại lần gọi receive gần nhất; không xóa gì.")
@click.option(
    "--keep-period",
    is_flag=True,
    help="Vẫn nhận vào KỲ dù phần lớn tệp là của kỳ khác (đơn vị gửi nhầm biểu mẫu).",
)
@click.option(
    "--dry-run", is_flag=True, help="Chỉ xem: nói tệp nào sẽ được nhận, ra sao; không ghi gì."
)
@_AS_OF
@_JSON
@click.pass_obj
def _receive(
    root: Path,
    period: str,
    paths: tuple[Path, ...],
    as_of: str | None,
    *,
    take: str,
    set_aside: str,
    reason: str,
    undo: bool,
    convert_legacy: bool,
    keep_period: bool,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Nhận tệp, thư, .zip đơn vị gửi về: giữ bản gốc, ghi sổ thời điểm nhận, kiểm tra ngay."""
    from cv183_reports.app.deciding import Wish
    from cv183_reports.cli import receive as command

    return command.receive(
        root,
        period,
        whole_paths(paths),
        as_of,
        Wish(take, set_aside, reason, undo=undo),
        convert_legacy=convert_legacy,
        keep_period=keep_period,
        dry_run=dry_run,
        as_json=as_json,
    )


@cli.command("watch")
@_PERIOD
@click.argument("folders", nargs=-1, required=True, type=ClerkPath(), metavar="THƯ_MỤC")
@_AS_OF
@click.pass_obj
def _watch(root: Path, period: str, folders: tuple[Path, ...], as_of: str | None) -> int:
    """Theo dõi một thư mục: tệp, thư nào vừa lưu vào thì nhận ngay, nói một dòng; Ctrl+C để dừng."""
    from cv183_reports.cli import watch as command

    folder, *others = whole_paths(folders)
    if others:
        raise click.UsageError("mỗi lần chỉ theo dõi một thư mục")
    return command.watch(root, period, folder, as_of)


@cli.command("check")
@click.argument("paths", nargs=-1, required=True, type=ClerkPath(), metavar="KỲ|TỆP…")
@_CONVERT
@_JSON
@click.pass_obj
def _check(root: Path, paths: tuple[Path, ...], *, convert_legacy: bool, as_json: bool) -> int:
    """Kiểm tra tệp đơn vị gửi về (hoặc cả một KỲ đã nhận), nói mọi chỗ sai; không ghi gì."""
    from cv183_reports.cli import check as command

    return command.check(root, whole_paths(paths), convert_legacy=convert_legacy, as_json=as_json)


@cli.command("status")
@_PERIOD
@_AS_OF
@_JSON
@click.option(
    "--call-list",
    "call_list",
    is_flag=True,
    help="Danh sách đơn vị phải gọi, theo nhóm và cán bộ theo dõi.",
)
@click.option(
    "--save", is_flag=True, help="Ghi thêm danh sách gọi thành tệp Word và Excel vào out/KỲ."
)
@click.option(
    "--html",
    "as_html",
    is_flag=True,
    help="Ghi tinh-hinh.html vào out/KỲ: bảng đơn vị, nhiệm vụ để mở bằng trình duyệt.",
)
@click.pass_obj
def _status(
    root: Path,
    period: str,
    as_of: str | None,
    *,
    as_json: bool,
    call_list: bool,
    save: bool,
    as_html: bool,
) -> int:
    """Đơn vị nào đã gửi, đúng hạn, muộn, có lỗi, chưa gửi; còn bao lâu đến hạn."""
    from cv183_reports.cli import status as command

    if as_html:
        if as_json or call_list or save:
            raise click.UsageError("--html không dùng cùng --json, --call-list, --save")
        return command.overview(root, period, as_of)
    if call_list:
        return command.call_list(root, period, as_of, as_json=as_json, save=save)
    if save:
        raise click.UsageError("--save chỉ dùng cùng --call-list")
    return command.status(root, period, as_of, as_json=as_json)


@cli.command("build")
@_PERIOD
@_AS_OF
@click.option(
    "--only",
    multiple=True,
    metavar="VĂN_BẢN",
    help=(
        "Chỉ làm văn bản này; ghi được nhiều lần: bao-cao-thang, tom-tat, bao-cao-tien-do, "
        "cong-van-don-doc, tong-hop, tinh-hinh, don-vi."
    ),
)
@click.option(
    "--unit",
    "units",
    multiple=True,
    metavar="MÃ",
    help="Chỉ làm báo cáo riêng của đơn vị này; ghi được nhiều lần.",
)
@click.option("--strict", is_flag=True, help="Trả mã 1 nếu còn lỗi cần xử lý.")
@click.pass_obj
def _build(
    root: Path,
    period: str,
    as_of: str | None,
    only: tuple[str, ...],
    units: tuple[str, ...],
    *,
    strict: bool,
) -> int:
    """Làm các văn bản của tháng vào out/KỲ: báo cáo, công văn đôn đốc, bảng tổng hợp."""
    from cv183_reports.cli import build as command

    return command.build(root, period, as_of, only, units, strict=strict)


@cli.command("pdf")
@_PERIOD
@click.option(
    "--only",
    multiple=True,
    metavar="VĂN_BẢN",
    help=(
        "Chỉ in văn bản này; ghi được nhiều lần: bao-cao-thang, tom-tat, bao-cao-tien-do, "
        "cong-van-don-doc, don-vi, bieu-mau."
    ),
)
@click.option(
    "--unit",
    "units",
    multiple=True,
    metavar="MÃ",
    help="Chỉ báo cáo riêng (hoặc biểu mẫu) của đơn vị này, thành tệp riêng; ghi được nhiều lần.",
)
@click.option(
    "--two-sided",
    is_flag=True,
    help="Để in hai mặt: trong tập ghép, mỗi văn bản bắt đầu ở mặt trước tờ giấy.",
)
@click.pass_obj
def _pdf(
    root: Path, period: str, only: tuple[str, ...], units: tuple[str, ...], *, two_sided: bool
) -> int:
    """Làm bản PDF để in của các văn bản trong out/KỲ; báo cáo riêng của các đơn vị ghép thành một tệp."""
    from cv183_reports.cli import pdf as command

    return command.pdf(root, period, only, units, two_sided=two_sided)


@cli.command("explain")
@_PERIOD
@click.argument("asked", nargs=-1, required=True, metavar="CHỖ")
@_AS_OF
@_JSON
@click.pass_obj
def _explain(
    root: Path, period: str, asked: tuple[str, ...], as_of: str | None, *, as_json: bool
) -> int:
    """Nói một số trong báo cáo tháng từ đâu ra: cách tính, đơn vị, tệp, ô.

    CHỖ là chỗ trong báo cáo (II.4; III dòng 4; Phụ lục 1 dòng 7), mã nhiệm vụ (3.7), mã chỉ tiêu, mã hoặc tên đơn vị.
    """
    from cv183_reports.cli import explain as command

    return command.explain(root, period, " ".join(asked), as_of, as_json=as_json)


@cli.command("verify")
@_PERIOD
@click.argument("file", type=ClerkPath(), metavar="TỆP")
@click.option(
    "--slip", is_flag=True, help="Ghi thêm phiếu soát một trang (Word) vào out/KỲ để in, ký."
)
@_AS_OF
@_JSON
@click.pass_obj
def _verify(
    root: Path, period: str, file: Path, as_of: str | None, *, slip: bool, as_json: bool
) -> int:
    """Soát văn bản sắp ký (.docx) với số liệu của KỲ: mọi con số, ngày, tên đơn vị, ô bảng; không sửa."""
    from cv183_reports.cli import verify as command

    return command.verify(root, period, file, as_of, as_json=as_json, slip=slip)


@cli.command("close")
@_PERIOD
@click.option(
    "--signed",
    multiple=True,
    required=True,
    type=ClerkPath(),
    metavar="TỆP",
    help="Văn bản Word đã ký, bắt buộc (thêm được bản quét PDF); ghi được nhiều lần.",
)
@click.option(
    "--anyway",
    is_flag=True,
    help="Vẫn chốt dù văn bản khác số liệu hoặc chưa hết hạn; cần --reason.",
)
@click.option("--reason", metavar="LÝ_DO", default="", help="Vì sao vẫn chốt.")
@_AS_OF
@click.pass_obj
def _close(
    root: Path,
    period: str,
    signed: tuple[Path, ...],
    as_of: str | None,
    *,
    anyway: bool,
    reason: str,
) -> int:
    """Chốt số liệu KỲ theo văn bản đã ký: soát lần cuối, giữ nguyên số đã công bố."""
    from cv183_reports.cli import close as command

    if anyway != bool(reason.strip()):
        raise click.UsageError("--anyway và --reason LÝ_DO phải đi cùng nhau")
    return command.close(root, period, signed, as_of, reason.strip())


@cli.command("reopen")
@_PERIOD
@click.option("--reason", metavar="LÝ_DO", required=True, help="Vì sao mở lại; bắt buộc.")
@_AS_OF
@click.pass_obj
def _reopen(root: Path, period: str, as_of: str | None, *, reason: str) -> int:
    """Mở lại một KỲ đã chốt để làm lại số liệu; số đã chốt vẫn được giữ."""
    from cv183_reports.cli import close as command

    if not reason.strip():
        raise click.UsageError("--reason LÝ_DO không được để trống")
    return command.reopen(root, period, reason.strip(), as_of)


@cli.command("lint")
@click.argument("paths", nargs=-1, required=True, type=ClerkPath(), metavar="TỆP…")
@click.option(
    "--rules",
    metavar="BỘ",
    help="Bộ quy định: hd36, hd05 hoặc nd30 (mặc định: theo ngày và cơ quan của văn bản).",
)
@click.option("--explain", is_flag=True, help="Nói phần nào của văn bản được nhận là gì.")
@click.option(
    "--comments",
    type=ClerkPath(),
    metavar="BẢN_SAO",
    help="Ghi thêm một bản sao có ghi chú Word ở từng chỗ.",
)
@click.option(
    "--summary",
    type=ClerkPath(),
    metavar="BẢNG.xlsx",
    help="Ghi thêm một bảng Excel, mỗi tệp một dòng.",
)
@click.option(
    "--fix",
    type=ClerkPath(),
    metavar="BẢN_SAO",
    help="Ghi một bản sao đã sửa (chữ, dấu sửa bằng Track Changes), nói đã sửa gì, còn gì phải tự sửa.",
)
@_JSON
def _lint(
    paths: tuple[Path, ...],
    rules: str | None,
    *,
    explain: bool,
    comments: Path | None,
    summary: Path | None,
    fix: Path | None,
    as_json: bool,
) -> int:
    """Soát thể thức văn bản Word (tệp hoặc cả thư mục): nói chỗ sai; tệp gốc không bao giờ bị sửa."""
    from cv183_reports.cli import lint as command

    return command.lint(
        whole_paths(paths),
        rules,
        as_json=as_json,
        explain=explain,
        comments=comments,
        summary=summary,
        fix=fix,
    )


@cli.command("sample")
@_PERIOD
@click.option(
    "--units",
    type=click.IntRange(1, 9_999),
    metavar="SỐ",
    help="Số đơn vị, từ 1 đến 9999 (nhiều hơn danh mục thì thêm xã bịa, cùng với --into).",
)
@click.option(
    "--into",
    type=ClerkPath(),
    metavar="THƯ_MỤC",
    help="Tạo thư mục làm việc mới (danh mục, mẫu, báo cáo gửi về) để thử, không đụng thư mục này.",
)
@click.option(
    "--seed",
    metavar="CHỮ",
    help="Chữ hoặc số để bịa số liệu: cùng chữ thì cùng tệp.",
)
@click.pass_obj
def _sample(root: Path, period: str, units: int | None, into: Path | None, seed: str | None) -> int:
    """Làm một tháng số liệu minh họa (bịa) để tập dùng và thử."""
    from cv183_reports.cli import sample as command

    return command.sample(root, period, units, seed, into)


@cli.command("outline")
@click.argument("file", type=ClerkPath(), metavar="TỆP")
def _outline(file: Path) -> int:
    """In nội dung một tệp .docx hoặc .xlsx thành chữ, để so sánh."""
    from cv183_reports.cli import outline as command

    return command.outline(file)


@cli.command("doctor")
@_JSON
@click.option(
    "--fix",
    is_flag=True,
    help="Bổ sung vào danh mục cũ những trang, cột, dòng mới; giữ lại bản trước.",
)
@click.pass_obj
def _doctor(root: Path, *, as_json: bool, fix: bool) -> int:
    """Xem máy, thư mục làm việc, danh mục, mẫu có sẵn sàng không; chỗ hỏng sửa thế nào."""
    from cv183_reports.cli import doctor as command

    return command.doctor(root, as_json=as_json, fix=fix)


@cli.command("help")
@click.argument("topic", nargs=-1, metavar="[MỤC]")
def _help(topic: tuple[str, ...]) -> int:
    """In một mục của hướng dẫn sử dụng: theo số, theo tên, hoặc vài chữ cần tìm."""
    from cv183_reports.cli import help as command

    return command.guide(" ".join(topic))


def main() -> NoReturn:
    """Entry point of the console script."""
    run(cli)
