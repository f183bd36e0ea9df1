"""The group that the commands on law join."""

import typer

app = typer.Typer(no_args_is_help=True)
