"""`scharnier chain coarse`: how far a coarse model can be off, seen through a finer one."""

import sys
from typing import Annotated

import typer

from scharnier.cli.chain_options import Form, Lang, On, Store, Stressor, Theme
from scharnier.cli.stores import model_store
from scharnier.cli.terminal import day_asked, plain, print_json


def coarse(
    fine: Annotated[str, typer.Argument(metavar="FINE", help="The model with more industries or countries.")],
    coarse_model: Annotated[str, typer.Argument(metavar="COARSE", help="The model with fewer.")],
    theme: Theme = "",
    stressor: Stressor = "",
    store: Store = None,
    on: On = None,
    lang: Lang = "nl",
    format_: Form = "text",
) -> None:
    """How far a coarse table can be off for a single industry: fine figures beside the coarse one that holds them."""
    from scharnier.analytics.chains.coarse import compare_detail
    from scharnier.analytics.chains.table import load_table
    from scharnier.analytics.chains.themes import find_theme
    from scharnier.cli import chain_coarse_words as words

    known = find_theme(theme) if theme else ""
    place = model_store(store)
    found = compare_detail(load_table(fine, place), load_table(coarse_model, place), known, stressor, day_asked(on))
    if format_ == "json":
        print_json(words.coarse_json(found, lang), allow_nan=False)
    elif format_ == "csv":
        words.write_coarse(found, lang, sys.stdout)
    else:
        for line in words.coarse_lines(found, lang):
            typer.echo(plain(line))
