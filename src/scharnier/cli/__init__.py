"""The command line: one module per command group. Parses, calls, prints, exits."""

import errno
import os
import sys
from importlib import import_module
from io import TextIOWrapper
from typing import Any

import typer
from typer.core import TyperGroup

from scharnier.cli.terminal import plain
from scharnier.kernel.errors import InputProblem

# Where typer keeps what a wrong option raises differs between its editions; its parent class does not.
USAGE: type[typer.BadParameter] = typer.BadParameter.__mro__[1]
FULL = {errno.ENOSPC, errno.EDQUOT}

# The commands in the order of the help: the module, what of it, and the help where the module has not its own.
COMMANDS = {
    "assess": ("assess", "assess", None),
    "demo": ("assess", "demo", None),
    "explain": ("explain", "explain", None),
    "doctor": ("doctor", "doctor", None),
    "norms": ("norms", "app", "What is expected: list, show, search, cite, export and check the norms."),
    "law": ("law", "app", "Which law applies to you, since when and why; what it asks; what changed."),
    "eudr": ("eudr", "app", "Deforestation-free products: check plots of land, make a statement."),
    "diligence": ("diligence", "app", "The six steps: questions to partners, claims of contribution."),
    "dossier": ("dossier", "app", "The six steps over a dossier: keep it, judge it, see what to do next, report."),
    "codes": ("codes", "app", "Countries, products and industries, and the bridges between them."),
    "model": ("model", "app", "The value-chain models."),
    "chain": (
        "chain",
        "app",
        "Through whom a purchase runs, where it ends, how sure that is, and what would change it.",
    ),
    "notices": ("notices", "app", "Notices of public contracts: fetch them, import them, see what is in them."),
    "evidence": ("evidence", "app", "The evidence that likelihoods rest on."),
    "isv": ("isv", "app", "Social conditions in Dutch public procurement: must a tender carry them, and does it?"),
}


class _Lazy(TyperGroup):
    """A group that imports a command when it is asked for: importing all of them takes longer than most answers."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{**settings, "commands": None})
        self.commands = dict.fromkeys(COMMANDS)  # type: ignore[assignment]  # for the list and "did you mean"

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """The command, imported now; None where there is none of that name."""
        return _load(cmd_name) if cmd_name in COMMANDS else None


def _load(name: str) -> Any:
    module, what, help = COMMANDS[name]
    found = getattr(import_module(f"scharnier.cli.{module}"), what)
    shell = typer.Typer(add_completion=False)
    shell.callback()(lambda: None)  # makes it a group, also around one command
    if isinstance(found, typer.Typer):
        shell.add_typer(found, name=name, help=help)
    else:
        shell.command(name)(found)
    commands: Any = typer.main.get_command(shell)
    return commands.commands[name]


app = typer.Typer(
    cls=_Lazy,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Responsible business conduct that works.",
)


@app.callback()
def _root() -> None:
    pass


def main() -> None:
    """Run the command line.

    A fault the user can mend becomes one line on standard error and exit code 2. A fault of ours becomes one line and
    exit code 1; SCHARNIER_DEBUG=1 shows where it happened.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal or pipe that knows no € says \u20ac, and does not stop
            stream.reconfigure(errors="backslashreplace")
    try:
        sys.exit(app(standalone_mode=False))
    except InputProblem as problem:
        typer.echo(f"scharnier: {plain(str(problem))}", err=True)
        sys.exit(2)
    except typer.Abort:
        sys.exit(130)
    except USAGE as wrong:
        message = wrong.format_message().replace("Value error, ", "").rstrip(" .")
        message = message.replace("does not match the formats '%Y-%m-%d'", "is not a day; write 2026-11-20")
        if message.startswith("Got unexpected extra argument"):
            message += ". Put words that belong together in quotes; options begin with --"
        # `scharnier` or `scharnier norms` alone asks for its help: the one answer of more than one line.
        is_help = message.lstrip().startswith("Usage:") or not message.strip()
        end = "" if message.endswith("?") else "."
        command = wrong.ctx.command_path.split(maxsplit=1)[1:] if wrong.ctx else []  # `law applies`, whoever called
        see = f"See {' '.join(['scharnier', *command])} --help."
        typer.echo(message if is_help else f"scharnier: {plain(message)}{end} {see}", err=True)
        sys.exit(2)
    except Exception as fault:
        if isinstance(fault, OSError) and fault.errno in FULL:
            typer.echo("scharnier: the disk is full. Free some space, or write to another place.", err=True)
            sys.exit(2)
        if os.environ.get("SCHARNIER_DEBUG"):
            raise
        kind = type(fault).__name__
        said = plain(f"a fault of ours, not of your file: {kind}: {str(fault)[:500]}")
        typer.echo(f"scharnier: {said}", err=True)
        typer.echo("Please report it; SCHARNIER_DEBUG=1 shows more.", err=True)
        sys.exit(1)
