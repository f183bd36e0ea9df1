"""`scharnier norms lint`: is the content right?"""

import json
from datetime import datetime
from typing import Annotated, Literal

import typer

from scharnier.cli.terminal import day_asked, plain
from scharnier.norms import lint_library, load_library
from scharnier.norms.finding import Finding


def lint(
    on: Annotated[
        datetime | None, typer.Option(help="What was checked too long before this day is wrong.", formats=["%Y-%m-%d"])
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="The same, before today.")] = False,
    format: Annotated[Literal["text", "json"], typer.Option(help="Plain text, or JSON for a program.")] = "text",
) -> None:
    """Check the shipped norms; exit code 1 where something is wrong.

    Old checks are only told, in one line, unless --on or --strict asks: a gate must not close by itself one day.
    """
    from scharnier.norms.lint_stale import find_stale

    today = day_asked(None)
    day = on.date() if on else today if strict else None
    findings = lint_library(on=day)
    old: list[Finding] = [] if day or findings else list(find_stale(load_library(), today))
    if format == "json":
        shown = {"findings": [vars(each) for each in findings], "stale": [vars(each) for each in old]}
        typer.echo(json.dumps(shown, ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            typer.echo(plain(str(finding)))
        if old:
            typer.echo(f"warning: {len(old)} records were checked too long ago; see scharnier norms due.")
    if findings:
        raise typer.Exit(1)
    if format == "text":
        library = load_library()
        held = f"{len(library.norms)} norms, {len(library.laws)} laws, {len(library.themes)} themes"
        typer.echo(f"{library.release}: {held}, nothing wrong.")
