"""The command line: one module per command group. Parses, calls, prints, exits."""

import sys

import typer

from scharnier.kernel.errors import InputProblem

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Responsible business conduct that works.")


def main() -> None:
    """Run the command line; a fault the user can mend becomes one line on standard error and exit code 2."""
    try:
        app()
    except InputProblem as problem:
        typer.echo(f"scharnier: {problem}", err=True)
        sys.exit(2)
