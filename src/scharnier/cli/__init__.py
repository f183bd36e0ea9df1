"""The command line: one module per command group. Parses, calls, prints, exits."""

import os
import sys

import typer

from scharnier.cli import assess, codes, diligence, doctor, eudr, evidence, explain, law, model, norms
from scharnier.cli.codes_classify import classify
from scharnier.cli.terminal import plain
from scharnier.kernel.errors import InputProblem

# Where typer keeps what a wrong option raises differs between its editions; its parent class does not.
USAGE: type[typer.BadParameter] = typer.BadParameter.__mro__[1]

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
app.add_typer(law.app, name="law", help="Which law applies to you, since when and why; what it asks; what changed.")
app.add_typer(eudr.app, name="eudr", help="Deforestation-free products: check plots of land, make a statement.")
app.add_typer(diligence.app, name="diligence", help="The six steps: questions to partners, claims of contribution.")
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
        sys.exit(app(standalone_mode=False))
    except InputProblem as problem:
        typer.echo(f"scharnier: {plain(str(problem))}", err=True)
        sys.exit(2)
    except typer.Abort:
        sys.exit(130)
    except USAGE as wrong:
        message = wrong.format_message().replace("Value error, ", "").rstrip(" .")
        # `scharnier` or `scharnier norms` alone asks for its help: the one answer of more than one line.
        is_help = message.lstrip().startswith("Usage:") or not message.strip()
        typer.echo(message if is_help else f"scharnier: {plain(message)}. See scharnier --help.", err=True)
        sys.exit(2)
    except Exception as fault:
        if os.environ.get("SCHARNIER_DEBUG"):
            raise
        kind = type(fault).__name__
        said = plain(f"a fault of ours, not of your file: {kind}: {str(fault)[:500]}")
        typer.echo(f"scharnier: {said}", err=True)
        typer.echo("Please report it; SCHARNIER_DEBUG=1 shows more.", err=True)
        sys.exit(1)
