"""`scharnier law`."""

import typer

app = typer.Typer(no_args_is_help=True)


@app.callback()
def group() -> None:
    """Placeholder of the group; commands are added below."""


from scharnier.cli import law_compare  # noqa: E402, F401  its commands register themselves
