"""What all commands share: which register, which form of answer, and how it ends.

Heavy modules are imported inside functions, so that `--help` and completion answer at once.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from regesta.door import Json
    from regesta.register import Register

DONE, WRONG, USAGE, NO_REGISTER, UNKNOWN = 0, 1, 2, 3, 4

EXIT_CODES = """\b
Exit codes:
  0  done
  1  done, and something is wrong: an error was found in a page, in the register or in its health
  2  the command was not understood
  3  there is no register, another process is writing to it, or it cannot be read
  4  what was asked for by name or id is not in the register
"""

Command = Callable[..., Any]
Render = Callable[[list["Json"], int], Iterable[str]]


class Trouble(click.ClickException):
    """Ends the program with a message and one of the exit codes above."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code  # type: ignore[misc]


class Main(click.Group):
    """The group of commands: quiet when its reader goes away, never tripped by what a terminal cannot show."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The commands in the order of their use, not of their letters."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        if sys.stdout is None:  # it was closed before we began: nobody wants the answer
            sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 open to the end
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")
        try:
            super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            ctx.exit(DONE)
        except OSError as problem:  # a full disk, among others
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            tell(f"It ended early: {problem}")
            ctx.exit(WRONG)


def folder_option(command: Command) -> Command:
    """Give a command the option `--register`."""
    return click.option(
        "--register",
        "folder",
        metavar="DIR",
        help="The register's folder. [default: $REGESTA_REGISTER, else register/]",
    )(command)


def folder_of(folder: str | None) -> str:
    """The folder of the register: as the command says, else as the group says, else by the environment."""
    context = click.get_current_context()
    return folder or context.find_root().params.get("folder") or os.environ.get("REGESTA_REGISTER") or "register"


@contextmanager
def opened(folder: str | None, create: bool = False) -> Iterator["Register"]:
    """The register, open; what stands in the way ends the program with exit code 3."""
    from regesta.register import Register

    with hindered(), Register.open(folder_of(folder), create=create) as register:
        yield register


@contextmanager
def hindered() -> Iterator[None]:
    """While this lasts, what stands in the way of a register ends the program with exit code 3."""
    from regesta.model import RegestaError

    try:
        yield
    except BrokenPipeError:
        raise
    except (RegestaError, OSError) as problem:
        raise Trouble(str(problem), NO_REGISTER) from problem


def asks(
    render: str, columns: tuple[str, ...] = (), shown: tuple[str, ...] = (), wrong: tuple[str, str] | None = None
) -> Callable[[Command], Command]:
    """Make a function from a register to rows a command that shows them.

    `render` names the function of `regesta.cli.text` that writes them for people, `shown` the options that only it
    needs; `columns` are those of `--csv`; a row with the field and value of `wrong` makes the exit code 1. Only what
    looks for something `wrong` answers from a register whose pages were not read.
    """

    def wrap(command: Command) -> Command:
        @wraps(command)
        def run(folder: str | None, as_json: bool, as_csv: bool = False, **options: Any) -> None:
            form = form_of(as_json, as_csv)
            looks = {name: options.pop(name) for name in shown}
            with opened(folder) as register, register.snapshot():
                if not wrong:
                    must_be_read(register)
                rows = command(register, **whole(options))
                tell_unless_settled(register)
            if not show_rows(rows, render, form, columns, looks) and not wrong:
                tell(_nothing(options))
            if wrong and any(row[wrong[0]] == wrong[1] for row in rows):
                click.get_current_context().exit(WRONG)

        run = click.option("--json", "as_json", is_flag=True, help="Answer as one JSON array.")(run)
        if columns:
            run = click.option("--csv", "as_csv", is_flag=True, help="Answer as comma-separated values.")(run)
        return folder_option(run)

    return wrap


def form_of(as_json: bool, as_csv: bool) -> str:
    """The form of an answer: ``json``, ``csv``, or nothing for people."""
    if as_json and as_csv:
        raise click.UsageError("--json and --csv cannot be given together: an answer has one form.")
    return "json" if as_json else "csv" if as_csv else ""


def show_rows(
    rows: "list[Json]", render: str, form: str, columns: tuple[str, ...] = (), looks: dict[str, Any] | None = None
) -> bool:
    """Write the rows in a form; whether there was anything to write, which a program is always told."""
    if form == "json":
        from regesta.views.rows import json_array

        click.echo(json_array(rows))
    elif form == "csv":
        from regesta.views.rows import csv_lines

        echo_lines(csv_lines(rows, columns))
    else:
        return _show(render, rows, looks or {})
    return True


def _show(render: str, rows: "list[Json]", looks: dict[str, Any]) -> bool:
    """Write the rows for people; whether there was anything to write."""
    from regesta.cli import text

    lines = iter(getattr(text, render)(text.harmless(rows), text.width(), **looks))
    first = next(lines, None)
    if first is None:
        return False
    echo_lines((first, *lines))
    return True


def _nothing(asked: dict[str, Any]) -> str:
    """What to say where there is no answer."""
    names = [*(asked.get("between") or ()), *filter(None, [asked.get("who")])]
    if not names:
        return "Nothing in the register fits this question."
    told = " and ".join(f"“{name}”" for name in whole(tuple(names)))
    fit = " and fit what else was asked" if any(asked.get(one) for one in ("since", "until", "type_", "status")) else ""
    return f"No dated events name {told}{fit}; `--all` shows undated facts too, `regesta show` all that is known."


def must_be_read(register: "Register") -> None:
    """End the program with exit code 3 where pages are kept and nothing was read: no answer would be true of them."""
    if register.is_unread():
        raise Trouble("Pages are kept, but none of them is in the database: run `regesta rebuild`.", NO_REGISTER)


def unknown(said: str, near: "Iterable[str]" = ()) -> Trouble:
    """The end of a program that was asked for something by a name the register does not have; `near` are like it."""
    told = " or ".join(f"“{name}”" for name in near)
    return Trouble(f"{said} Did you mean {told}?" if told else said, UNKNOWN)


def whole(value: Any) -> Any:
    """What was typed, with ``?`` for bytes that are no text; in tuples and dictionaries too."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, tuple):
        return tuple(whole(one) for one in value)
    return {key: whole(one) for key, one in value.items()} if isinstance(value, dict) else value


def tell_unless_settled(register: "Register") -> None:
    """Say on stderr that the answer is older than what was read or judged since."""
    if not register.is_settled():
        tell("Note: reports were read or judgements made since events were last settled; run `regesta rebuild`.")


def tell(message: str) -> None:
    """Talk to the person, on stderr."""
    click.echo(message, err=True)


def echo_lines(lines: Iterable[str | bytes]) -> None:
    """Write lines to stdout, in colour on a terminal unless NO_COLOR asks for none."""
    colour = False if os.environ.get("NO_COLOR") else None
    for line in lines:
        click.echo(line, color=colour)


def known(register: "Register", name: str) -> frozenset[str]:
    """The entities meant by a name; the program ends with exit code 4 where nobody is so called."""
    from regesta import views

    found = views.meant_by(register, name)
    if not found:
        raise unknown(f"Nobody and nothing in the register is called “{name}”.", views.called_near(register, name))
    return found
