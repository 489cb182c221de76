"""click, speaking Vietnamese: headings of the help pages, and what is wrong with a command line."""

from __future__ import annotations

import difflib
import errno
import gc
import re
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

import click

from cv183_reports.app import Cause, Stopped

_USAGE_LABEL = "Cách dùng: "
_REMARK = re.compile(r"  \[[^\]]*\]$")
"""What click adds to the line of an option in English: its default, its range."""


PERIOD_ARGUMENT = "period"
"""Name of the parameter that every command on a month has first."""
_LIKE_A_PERIOD = re.compile(
    r"\d{4}[-/.]\d{1,2}|\d{1,2}[-/.]\d{4}|\d{4}[-/. ]?q\d+|(?:q|qu[yý] ?)(?:\d+|[ivx]+)[-/. ].*|[ivx]+[-/.]\d{4}",
    re.IGNORECASE,
)
"""What is meant for a period, though it may be none."""
_HOW_A_PERIOD_IS_TYPED = "KỲ ghi 2025-09 hoặc 9/2025 (quý: 2026-Q1); không ghi thì là kỳ đang làm."
_PIECES = 12
"""Into so many a path falls at most at its blanks."""
_QUOTES = " \"“”'"


class ClerkPath(click.Path):
    """A path, without the quote that Windows leaves at its end where a backslash stood before it."""

    def __init__(self) -> None:
        super().__init__(readable=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path as it was meant."""
        meant = value
        if isinstance(value, str) and not _is_there(Path(value)):
            meant = value.strip(_QUOTES)
        return super().convert(meant or value, param, ctx)


def whole_paths(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Paths of which one with blanks was typed without quotes, and so came in pieces, as one again."""
    found: list[Path] = []
    left = list(paths)
    while left:
        most = min(len(left), _PIECES)
        sizes = (1, *range(most, 1, -1))
        whole = next((n for n in sizes if _is_there(_together(left[:n]))), 1)
        found.append(_together(left[:whole]))
        left = left[whole:]
    return tuple(found)


def _together(pieces: Sequence[Path]) -> Path:
    return Path(" ".join(map(str, pieces)))


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # too long for a path, or none at all
        return False


class ClerkCommand(click.Command):
    """A command whose help page is Vietnamese, and whose month may be left out."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The command line, with the current month where none is named."""
        if self._lacks_its_month(ctx, args):
            from cv183_reports.app.where import current_period
            from cv183_reports.model import LOCAL

            root = ctx.obj if isinstance(ctx.obj, Path) else Path()
            args = [str(current_period(root, datetime.now(LOCAL))), *args]
        return super().parse_args(ctx, args)

    def _lacks_its_month(self, ctx: click.Context, args: list[str]) -> bool:
        if not self._is_on_a_month or ctx.resilient_parsing or "--help" in args:
            return False
        try:
            given, _, _ = self.make_parser(ctx).parse_args(list(args))
        except click.UsageError:
            return False
        period = given.get(PERIOD_ARGUMENT)
        if not isinstance(period, str):
            return True
        return len(self._arguments) > 1 and _LIKE_A_PERIOD.fullmatch(period) is None

    @property
    def _arguments(self) -> list[click.Argument]:
        return [param for param in self.params if isinstance(param, click.Argument)]

    @property
    def _is_on_a_month(self) -> bool:
        return bool(self._arguments) and self._arguments[0].name == PERIOD_ARGUMENT

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the line of usage."""
        pieces = " ".join(self.collect_usage_pieces(ctx)).replace("[OPTIONS]", "[TÙY CHỌN]")
        formatter.write_usage(ctx.command_path, pieces, prefix=_USAGE_LABEL)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the options."""
        options = (param for param in self.get_params(ctx) if isinstance(param, click.Option))
        records = [record for option in options if (record := option.get_help_record(ctx))]
        if records:
            with formatter.section("Tùy chọn"):
                formatter.write_dl([(name, _REMARK.sub("", line)) for name, line in records])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """Writes how a period is typed."""
        if self._is_on_a_month:
            formatter.write_paragraph()
            formatter.write_text(_HOW_A_PERIOD_IS_TYPED)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The help option, with a Vietnamese line of its own."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "In trang này rồi thoát."
        return option


_WHOLE = 200
"""Letters of a line of help: none is cut short."""


class ClerkGroup(click.Group, ClerkCommand):
    """The group of commands, in the order of the clerk's month."""

    command_class = ClerkCommand

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """In the order of declaration, not of the alphabet."""
        return list(self.commands)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """What follows the program's name."""
        return ["[TÙY CHỌN]", "LỆNH …"]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the options, then the commands."""
        ClerkCommand.format_options(self, ctx, formatter)
        rows = [(name, self.commands[name].get_short_help_str(_WHOLE)) for name in self.commands]
        with formatter.section("Lệnh"):
            formatter.write_dl(rows)


_SELDOM = 200_000, 20, 20
"""How often garbage is looked for that points at itself: of ours hardly any does, and looking took a tenth of a run."""


def run(group: click.Group) -> NoReturn:
    """Runs the command line; every mistake in it becomes a Vietnamese sentence and exit code 2.

    A broken pipe (``| head``) ends quietly.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    gc.set_threshold(*_SELDOM)
    try:
        code = group.main(standalone_mode=False)
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except click.UsageError as error:
        click.echo(f"Lỗi lệnh: {explain_usage(error)}", err=True)
        click.echo(f"Xem cách dùng: {_help_page(error)}", err=True)
        sys.exit(Cause.USAGE)
    except Stopped as stop:
        click.echo(str(stop), err=True)
        sys.exit(stop.cause)
    except click.ClickException as error:
        click.echo(error.message, err=True)
        sys.exit(Cause.MACHINE)
    except click.Abort:
        click.echo("Đã dừng theo yêu cầu.", err=True)
        sys.exit(Cause.MACHINE)
    except OSError as error:
        sys.exit(_refused(error))
    sys.exit(code if isinstance(code, int) else 0)


def _refused(error: OSError) -> int:
    """The exit code of what the machine did not do, which is said; that nobody reads on is no matter."""
    is_unnamed = error.errno == errno.EINVAL and error.filename is None
    if isinstance(error, BrokenPipeError) or (is_unnamed and sys.platform == "win32"):
        sys.stderr.close()
        return 0
    from cv183_reports.catalogue import machine

    click.echo(str(machine.not_given(error)), err=True)
    return Cause.MACHINE


def explain_usage(error: click.ClickException) -> str:
    """What is wrong with the command line, in Vietnamese."""
    match error:
        case click.NoSuchOption():
            near = f"; có phải ý là {', '.join(error.possibilities)}" if error.possibilities else ""
            text = f"không có tùy chọn «{error.option_name}»{near}"
        case click.MissingParameter(param=click.Parameter() as param, ctx=click.Context() as ctx):
            option = f"{param.opts[0]} " if isinstance(param, click.Option) else ""
            text = f"thiếu {option}{param.make_metavar(ctx)}"
        case click.BadOptionUsage():
            text = f"tùy chọn «{error.option_name}» thiếu giá trị đi kèm"
        case click.BadParameter(param=click.Parameter(type=click.Choice() as choice) as param):
            name = param.opts[0] if isinstance(param, click.Option) else (param.metavar or "")
            text = f"giá trị của {name} phải là một trong: {', '.join(map(str, choice.choices))}"
        case click.BadParameter(param=click.Option(type=click.IntRange() as bounds) as param):
            text = f"giá trị của {param.opts[0]} phải là số từ {bounds.min} đến {bounds.max}"
        case click.BadParameter():
            name = error.param.opts[0] if error.param else ""
            text = f"giá trị của {name} không dùng được"
        case click.UsageError() if "No such command" in error.message:
            text = f"không có lệnh {_command(error)}"
        case click.UsageError() if "unexpected extra argument" in error.message:
            text = f"thừa tham số {error.message.partition('(')[2].rstrip(').')}"
        case _:
            text = error.message
    return f"{text}."


def _help_page(error: click.UsageError) -> str:
    """What to type to read how the command that was meant is used."""
    name = error.ctx.info_name if error.ctx and error.ctx.parent else None
    return " ".join(("cv183-report", *([name] if name else []), "--help"))


def _command(error: click.UsageError) -> str:
    """The command that there is none of, and the nearest ones."""
    name = error.message.removeprefix("No such command ").rstrip(".").strip("'")
    group = error.ctx.command if error.ctx else None
    known = list(group.commands) if isinstance(group, click.Group) else []
    near = difflib.get_close_matches(name, known, n=2, cutoff=0.5)
    return f"'{name}'" + (f"; có phải ý là {' hoặc '.join(near)}" if near else "")
