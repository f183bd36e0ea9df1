"""`scharnier explain`: how a figure or rank of an assessment came about."""

import json
from pathlib import Path
from typing import Annotated, Literal

import typer
from pydantic import ValidationError

from scharnier.analytics.assessment import Assessment
from scharnier.analytics.explain import explain as explain_figure
from scharnier.analytics.explain import find_risk
from scharnier.analytics.explanation import render_explanation
from scharnier.cli.explain_lines import MOST, load_lines, render_lines, render_row
from scharnier.kernel.errors import InputProblem
from scharnier.kernel.files import load_bytes

LARGEST_FILE = 500_000_000  # bytes; two thousand risks with all their evidence take about five million


def explain(
    where: Annotated[Path, typer.Argument(metavar="DIR|FILE", help="A result folder, or an assessment.json.")],
    what: Annotated[
        str,
        typer.Argument(help="A rank (1), a subject, a risk (forced_labour:IND/c4), row:12, total, coverage, tier, ..."),
    ] = "",
    lang: Annotated[Literal["nl", "en", ""], typer.Option(help="Language; that of the assessment unless given.")] = "",
    format_: Annotated[Literal["text", "json"], typer.Option("--format", help="Text, or JSON.")] = "text",
) -> None:
    """Unfold a figure or rank to its inputs, formula, sources and norms."""
    assessment = load_assessment(where)
    shown_in, folder = lang or assessment.settings.lang, where if where.is_dir() else where.parent
    kind, _, row = what.partition(":")
    if kind in ("row", "rij") and (lines := load_lines(folder, [int(row)] if row.isdecimal() else [])):
        typer.echo(render_row(lines[0], assessment, shown_in), nl=False)
        return
    explanation = explain_figure(assessment, what, lang)
    if format_ == "json":
        typer.echo(json.dumps(explanation.as_json(), ensure_ascii=False, indent=2))
    else:
        typer.echo(render_explanation(explanation, shown_in), nl=False)
        if risk := find_risk(assessment, what):
            lines = load_lines(folder, risk.lines[:MOST])
            typer.echo(render_lines(lines, assessment.input.currency, shown_in), nl=False)


def load_assessment(where: Path) -> Assessment:
    """The assessment in a result folder or file. Raises `InputProblem` where there is none that can be read."""
    path = where / "assessment.json" if where.is_dir() else where
    remedy = "Name the folder that `scharnier assess` wrote, or its assessment.json."
    try:
        return Assessment.model_validate_json(load_bytes(path, LARGEST_FILE))
    except OSError as error:
        raise InputProblem(f"cannot be read: {error.strerror}.", remedy, str(path)) from error
    except ValidationError as error:
        first = error.errors()[0]
        at = ".".join(map(str, first["loc"]))
        raise InputProblem(
            f"is not an assessment of this version: {first['msg']}.", remedy, str(path), column=at
        ) from error
