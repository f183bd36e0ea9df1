"""`scharnier isv decide|draft|flags|lint|assumptions`: the Dutch social conditions (ISV) in procurement."""

import typer

from scharnier.cli.isv_annual import report, template
from scharnier.cli.isv_decide import decide
from scharnier.cli.isv_draft import draft
from scharnier.cli.isv_flags import flags
from scharnier.cli.isv_lint import assumptions, lint
from scharnier.cli.isv_monitor import monitor

app = typer.Typer(no_args_is_help=True)
app.command()(decide)
app.command()(draft)
app.command()(flags)
app.command()(template)
app.command()(report)
app.command()(monitor)
app.command()(lint)
app.command()(assumptions)
