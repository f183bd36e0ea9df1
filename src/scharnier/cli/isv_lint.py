"""`scharnier isv lint` and `scharnier isv assumptions`: is the content right, and what does the decision assume?"""

from typing import Annotated, Literal

import typer

from scharnier.cli.terminal import plain, print_json

Format = Annotated[Literal["text", "json"], typer.Option(help="Plain text, or JSON for a program.")]
Lang = Annotated[Literal["nl", "en"], typer.Option(help="Language of the answer.")]


def lint(format: Format = "text") -> None:
    """Check the content: map, names, thresholds, terms, rule, red flags. Exit code 1 where something is wrong."""
    from scharnier.procurement.flags.assumptions import lint_flag_content
    from scharnier.procurement.isv.content import lint_isv_content, load_isv_content

    findings = [*lint_isv_content(), *lint_flag_content()]
    if format == "json":
        print_json([vars(finding) for finding in findings])
    for finding in findings if format == "text" else ():
        typer.echo(plain(str(finding)))
    if findings:
        raise typer.Exit(1)
    if format == "text":
        held = load_isv_content()
        counts = f"{len(held.categories)} CPV rows, {len(held.buyers)} buyers, {len(held.terms)} terms"
        typer.echo(f"{held.rule.version}: {counts}, nothing wrong.")


def assumptions(lang: Lang = "nl", format: Format = "text") -> None:
    """What decision and red flags assume: the value, how sure it is, why, the file and line where it is changed."""
    from scharnier.procurement.flags.assumptions import list_flag_assumptions
    from scharnier.procurement.isv.assumptions import list_assumptions

    rows = (*list_assumptions(), *list_flag_assumptions())
    if format == "json":
        print_json([{**vars(row), "why": dict(row.why)} for row in rows])
        return
    for row in rows:
        typer.echo(f"{row.key}: {plain(row.value)}  [{row.mark}]  {row.file}:{row.line}")
        typer.echo(f"    {row.why[lang]}")
