"""`scharnier chain paths|explain`: through whom does a purchase run, where does it end, and how sure is that?"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from scharnier.cli import chain_coarse, chain_compare, chain_move
from scharnier.cli.chain_options import (
    STARTER,
    Cell,
    Form,
    Lang,
    Model,
    On,
    Store,
    Stressor,
    Theme,
    read_question,
    write_file,
)
from scharnier.cli.terminal import day_asked, plain, print_json
from scharnier.kernel.errors import InputProblem

if TYPE_CHECKING:
    from scharnier.analytics.chains.trace import Tracing

app = typer.Typer(
    no_args_is_help=True,
    help="Through whom a purchase runs, where it ends, how sure that is, and what would change it.",
)

app.command()(chain_move.move)
app.command()(chain_compare.compare)
app.command()(chain_coarse.coarse)
MOST = 100_000


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
    format_: Form = "text",
    svg: Annotated[Path | None, typer.Option(help="Draw the paths to this file.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write a page with picture and table to this file.")] = None,
) -> None:
    """The chains of sellers, longest share first, through which a purchase reaches what you follow."""
    if not 1 <= top <= MOST:
        raise InputProblem(f"{top} paths.", f"Ask for 1 to {MOST}.", column="--top")
    from scharnier.analytics.chains.trace import group_by, trace_paths
    from scharnier.cli import chain_json, chain_words

    table, followed, bought = read_question(cell, theme, stressor, model, store, on)
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
    _draw(traced, lang, svg, html, day_asked(on).year)


@app.command()
def explain(
    cell: Cell,
    theme: Theme = "",
    stressor: Stressor = "",
    model: Model = STARTER,
    store: Store = None,
    on: On = None,
    lang: Lang = "nl",
    noise: Annotated[
        str, typer.Option(help="How uncertain things are, as you state it: table=0.3,spend=0.1,intensity=0.2.")
    ] = "",
    draws: Annotated[int, typer.Option(min=0, help="Draw so many tables instead of using the formula.")] = 0,
    seed: Annotated[
        int | None, typer.Option(min=0, help="Where the draws start; the same seed, the same draws.")
    ] = None,
    format_: Form = "text",
    html: Annotated[Path | None, typer.Option(help="Write a page with pictures and tables to this file.")] = None,
) -> None:
    """What the model says about a purchase: how much, how deep, from where; how sure, and what it cannot say."""
    if (draws or seed is not None) and not noise:
        raise InputProblem("draws of what? No uncertainty is stated.", "Add --noise table=0.3.", column="--noise")
    from scharnier.analytics.chains.noise import doubt_purchase, parse_noise
    from scharnier.analytics.chains.trace import LISTED, explain_purchase, trace_paths
    from scharnier.chain.sampling import SEED
    from scharnier.cli import chain_doubt_json, chain_json, chain_words

    stated, year = parse_noise(noise), day_asked(on).year
    table, followed, bought = read_question(cell, theme, stressor, model, store, on)
    explained = explain_purchase(trace_paths(table, followed, bought, LISTED))
    doubt = doubt_purchase(explained, stated, year, draws, SEED if seed is None else seed)
    if format_ == "json":
        doubted = chain_doubt_json.doubt_json(explained, doubt, year, lang)
        print_json({**chain_json.explain_json(explained, lang), "uncertainty": doubted}, allow_nan=False)
    elif format_ == "csv":
        chain_doubt_json.write_origins(explained, doubt, lang, sys.stdout)
    else:
        for line in chain_words.explain_lines(explained, doubt, year, lang):
            typer.echo(plain(line))
    if html is not None:
        from scharnier.report.chain_page import render_page

        write_file(html, render_page(explained, doubt, year, lang))


def _draw(traced: "Tracing", lang: str, svg: Path | None, html: Path | None, year: int) -> None:
    if svg is None and html is None:
        return
    from scharnier.analytics.chains.noise import doubt_purchase
    from scharnier.analytics.chains.trace import explain_purchase
    from scharnier.report.chain_page import draw_traced, render_page

    if svg is not None:
        write_file(svg, draw_traced(traced, lang, narrow=False))
    if html is not None:
        explained = explain_purchase(traced)
        write_file(html, render_page(explained, doubt_purchase(explained, {}, year), year, lang))
