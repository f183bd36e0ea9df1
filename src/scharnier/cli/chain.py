"""`scharnier chain paths|explain`: through whom does a purchase run, where does it end, and how sure is that?"""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from scharnier.cli.stores import model_store
from scharnier.cli.terminal import plain, print_json
from scharnier.kernel.errors import InputProblem

if TYPE_CHECKING:
    from scharnier.analytics.chains.stressors import Followed
    from scharnier.analytics.chains.table import Array, ChainTable
    from scharnier.analytics.chains.trace import Tracing

app = typer.Typer(no_args_is_help=True, help="Through whom a purchase runs and where it ends: paths, tiers, origins.")

MOST = 100_000
Cell = Annotated[
    list[str],
    typer.Argument(
        metavar="CELL...", help="What is bought: NLD/c17, Nederland energie, or several as NLD/c4=700 CHN/c4=300."
    ),
]
Theme = Annotated[str, typer.Option(help="Follow the money to where harm on this theme is likely: forced_labour.")]
Stressor = Annotated[str, typer.Option(help="Follow value_added (default), co2 or another stressor of the model.")]
Model = Annotated[str, typer.Option(help="Chain model; `scharnier model list` shows them.")]
Store = Annotated[Path | None, typer.Option(help="Folder of models you added, if not the usual one.")]
Lang = Annotated[Literal["nl", "en"], typer.Option(help="Language of the answer.")]
On = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Use evidence known on this day (today).")]
# Equal to `chain.STARTER`, which is not imported here: NumPy and SciPy would slow down every other command's start.
STARTER = "wiod2013-2011"


@app.command()
def paths(
    cell: Cell,
    theme: Theme = "",
    stressor: Stressor = "",
    top: Annotated[int, typer.Option(help="How many paths.")] = 20,
    by: Annotated[
        Literal["country", "industry", "cell"] | None, typer.Option(help="Put 10,000 paths together by this.")
    ] = None,
    model: Model = STARTER,
    store: Store = None,
    on: On = None,
    lang: Lang = "nl",
    format_: Annotated[Literal["text", "json", "csv"], typer.Option("--format", help="How to write it.")] = "text",
    svg: Annotated[Path | None, typer.Option(help="Draw the paths to this file.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write a page with picture and table to this file.")] = None,
) -> None:
    """The chains of sellers, longest share first, through which a purchase reaches what you follow."""
    if not 1 <= top <= MOST:
        raise InputProblem(f"{top} paths.", f"Ask for 1 to {MOST}.", column="--top")
    from scharnier.analytics.chains.trace import group_by, trace_paths
    from scharnier.cli import chain_json, chain_words

    table, followed, bought = _question(cell, theme, stressor, model, store, on)
    traced = trace_paths(table, followed, bought, top)
    grouped = group_by(traced, by, lang) if by else None
    if format_ == "json":
        print_json(chain_json.paths_json(traced, grouped, lang), allow_nan=False)
    elif format_ == "csv":
        chain_json.write_csv(traced, lang, sys.stdout)
    else:
        lines = (
            chain_words.path_lines(traced, lang) if grouped is None else chain_words.group_lines(grouped, traced, lang)
        )
        for line in lines:
            typer.echo(plain(line))
    _draw(traced, lang, svg, html)


@app.command()
def explain(
    cell: Cell,
    theme: Theme = "",
    stressor: Stressor = "",
    model: Model = STARTER,
    store: Store = None,
    on: On = None,
    lang: Lang = "nl",
    format_: Annotated[Literal["text", "json"], typer.Option("--format", help="How to write it.")] = "text",
) -> None:
    """What the model says about a purchase: how much, how deep, from where; how sure, and what it cannot say."""
    from scharnier.analytics.chains.trace import LISTED, explain_purchase, trace_paths
    from scharnier.cli import chain_json, chain_words

    table, followed, bought = _question(cell, theme, stressor, model, store, on)
    explained = explain_purchase(trace_paths(table, followed, bought, LISTED))
    if format_ == "json":
        print_json(chain_json.explain_json(explained, lang), allow_nan=False)
        return
    for line in chain_words.explain_lines(explained, lang):
        typer.echo(plain(line))


def _question(
    cell: list[str], theme: str, stressor: str, model: str, store: Path | None, on: datetime | None
) -> "tuple[ChainTable, Followed, Array]":
    from scharnier.analytics.chains.cells import parse_purchase
    from scharnier.analytics.chains.stressors import find_followed
    from scharnier.analytics.chains.table import load_table
    from scharnier.analytics.chains.themes import find_theme

    known = find_theme(theme) if theme else ""
    table = load_table(model, model_store(store))
    bought = parse_purchase(table, cell)
    day = on.date() if on else date.today()  # noqa: DTZ011 — the user's own calendar day is meant
    return table, find_followed(table, known, stressor, day), bought


def _draw(traced: "Tracing", lang: str, svg: Path | None, html: Path | None) -> None:
    if svg is None and html is None:
        return
    from scharnier.analytics.chains.trace import explain_purchase
    from scharnier.report.chain_page import draw_traced, render_page

    if svg is not None:
        _write(svg, draw_traced(traced, lang, narrow=False))
    if html is not None:
        _write(html, render_page(explain_purchase(traced), lang))


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as cause:
        raise InputProblem(f"cannot be written: {cause.strerror}.", "Choose another place.", str(path)) from cause
    typer.echo(plain(f"→ {path}"), err=True)
