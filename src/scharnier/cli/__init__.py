"""The command line: one module per command group. Parses, calls, prints, exits."""

import os
import sys

import typer

from scharnier.cli import assess, codes, doctor, evidence, explain, model, norms
from scharnier.cli.codes_classify import classify
from scharnier.kernel.errors import InputProblem

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Responsible business conduct that works.",
)
app.command()(assess.assess)
app.command()(assess.demo)
app.command()(explain.explain)
app.command()(doctor.doctor)
app.add_typer(norms.app, name="norms", help="What is expected: list, show, search and check the norms.")
app.add_typer(codes.app, name="codes", help="Countries, products and industries, and the bridges between them.")
app.add_typer(model.app, name="model", help="The value-chain models.")
app.add_typer(evidence.app, name="evidence", help="The evidence that likelihoods rest on.")
codes.app.command()(classify)


def main() -> None:
    """Run the command line.

    A fault the user can mend becomes one line on standard error and exit code 2. A fault of ours becomes one line and
    exit code 1; SCHARNIER_DEBUG=1 shows where it happened.
    """
    try:
        app()
    except InputProblem as problem:
        typer.echo(f"scharnier: {problem}", err=True)
        sys.exit(2)
    except Exception as fault:
        if os.environ.get("SCHARNIER_DEBUG"):
            raise
        kind = type(fault).__name__
        typer.echo(f"scharnier: a fault of ours, not of your file: {kind}: {fault}".splitlines()[0], err=True)
        typer.echo("Please report it; SCHARNIER_DEBUG=1 shows more. Nothing was written.", err=True)
        sys.exit(1)
