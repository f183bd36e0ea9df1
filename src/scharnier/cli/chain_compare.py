"""`scharnier chain compare`: two years side by side, and why what comes with a purchase changed."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from scharnier.cli.chain_options import Cell, Form, Lang, Store, Stressor, write_file
from scharnier.cli.stores import model_store
from scharnier.cli.terminal import day_asked, plain, print_json
from scharnier.kernel.errors import InputProblem

MOST = 1000


def compare(
    before: Annotated[str, typer.Argument(metavar="BEFORE", help="Model of the earlier year.")],
    after_model: Annotated[str, typer.Argument(metavar="AFTER", help="Model of the later year.")],
    cell: Cell,
    stressor: Stressor = "",
    after: Annotated[
        list[str] | None, typer.Option(help="What is bought in the later year, if not the same; may be repeated.")
    ] = None,
    top: Annotated[int, typer.Option(help="How many countries.")] = 12,
    store: Store = None,
    lang: Lang = "nl",
    format_: Form = "text",
    svg: Annotated[Path | None, typer.Option(help="Draw why it changed to this file.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write a page with pictures and tables to this file.")] = None,
) -> None:
    """Two years (or models) side by side: spend, structure of the chain, or intensity?"""
    if not 1 <= top <= MOST:
        raise InputProblem(f"{top} countries.", f"Ask for 1 to {MOST}.", column="--top")
    from scharnier.analytics.chains.table import load_table
    from scharnier.analytics.chains.years import compare_purchase
    from scharnier.cli import chain_compare_words as words

    tables = load_table(before, model_store(store)), load_table(after_model, model_store(store))
    years = compare_purchase(tables, cell, after or [], stressor, day_asked(None))
    if format_ == "json":
        print_json(words.years_json(years, lang), allow_nan=False)
    elif format_ == "csv":
        words.write_years(years, lang, sys.stdout)
    else:
        for line in words.years_lines(years, top, lang):
            typer.echo(plain(line))
    if svg is None and html is None:
        return
    from scharnier.report.chain_years_page import draw_years, render_years

    if svg is not None:
        write_file(svg, draw_years(years, lang, narrow=False))
    if html is not None:
        write_file(html, render_years(years, lang))
